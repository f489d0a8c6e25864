import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isClaimCode } from '../creators/claim.ts';
import { readSettings } from '../settings/settings.ts';
import { run } from './claim-link.ts';

let dataDir: string;
beforeEach(() => {
	dataDir = join(mkdtempSync(join(tmpdir(), 'mooring-claim-')), 'data');
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

it('prints the link before the first start, and makes no database for it', async () => {
	const lines: string[] = [];
	const print = (line: string) => void lines.push(line);
	const settings = readSettings({ DATA_DIR: dataDir });
	expect(await run(settings, [], print)).toBe(0);
	const code = /^http:\/\/localhost:3000\/claim\/([\w-]+)$/.exec(lines.at(-1) ?? '')?.[1];
	expect(isClaimCode(code ?? '', dataDir, null)).toBe(true);
	expect(existsSync(join(dataDir, 'mooring.db'))).toBe(false);
	await run(settings, [], print);
	expect(lines.at(-1)).toContain(code);
});
