import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInstance } from '../database/open-instance.ts';
import { readSettings } from '../settings/settings.ts';
import { networkReader } from '../setup/network.ts';
import { run as claimLink } from './claim-link.ts';
import { run as doctor } from './doctor.ts';
import { run as importToken } from './import-token.ts';
import { run as signInLink } from './sign-in-link.ts';

let folder: string;
let lines: string[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-kinds-'));
	lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const print = (line: string) => void lines.push(line);
const LOGIN = { INSTAGRAM_CLIENT_ID: '990602627938098', INSTAGRAM_CLIENT_SECRET: 'a'.repeat(32) };
const live = (dataDir: string) => readSettings({ ...LOGIN, DATA_DIR: dataDir });
/** Practice in this very folder, wherever its settings would put it. */
const practice = (dataDir: string) => ({ ...readSettings({ PRACTICE: '1' }), dataDir });
const KINDS = { live, practice };

describe.each([
	['live', 'practice', /^This data folder was made by practice mode; .+\.$/],
	['practice', 'live', /^This data folder holds a real instance, .+\.$/]
] as const)('a command for a %s instance on the data of a %s one', (asked, made, sentence) => {
	beforeEach(async () => (await openInstance(KINDS[made](folder), Date.now())).destroy());

	it.each(Object.entries({ signInLink, importToken }))('is refused: %s', async (_, run) => {
		const outcome = run(KINDS[asked](folder), [], print, Readable.from(['IGAAnobodyknowsme']));
		await expect(outcome).rejects.toThrow(sentence);
		expect(lines.join('\n')).not.toMatch(/https?:/);
	});

	it('is told by doctor', async () => {
		const network = networkReader({
			now: Date.now,
			probe: (address) => Promise.resolve({ address, isReached: true, skewMs: 0, systemCode: null })
		});
		expect(await doctor(KINDS[asked](folder), [], print, network, join(folder, '.env'))).toBe(1);
		expect(lines.join('\n')).toMatch(
			/wrong {4}The database cannot be opened: This data folder (was made by practice mode|holds a real instance)/
		);
	});
});

describe('a claim link', () => {
	it('of a practice database is refused', async () => {
		await (await openInstance(practice(folder), Date.now())).destroy();
		await expect(claimLink(live(folder), [], print)).rejects.toThrow('made by practice mode');
		expect(lines).toEqual([]);
	});

	it('is nothing that practice asks for, and none is made', async () => {
		expect(await claimLink(practice(folder), [], print)).toBe(1);
		expect(lines).toEqual([expect.stringMatching(/^Practice mode asks for no claim link; .+\.$/)]);
		expect(readdirSync(folder)).toEqual([]);
	});
});
