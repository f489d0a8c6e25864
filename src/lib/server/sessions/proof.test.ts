import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../clock.ts';
import { addCreator } from '../creators/creator.ts';
import { addPasskey } from '../creators/passkeys.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { isProofFor } from './proof.ts';

const NOW = Date.UTC(2027, 0, 1);
const FIRM = [
	'/settings/delete',
	'/settings/passkeys/new',
	'/settings/passkeys/5f0c1a52-7a40-4b1c-9b62-0b8c5a7a9d11',
	'/settings/creators/5f0c1a52-7a40-4b1c-9b62-0b8c5a7a9d11',
	'/settings/creators/anything else'
];
const LAX = ['/settings', '/activity'];
let folder: string;
let database: OpenDatabase;
let creatorId: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-proof-'));
	database = openDatabase(join(folder, 'mooring.db'));
	creatorId = await addCreator(database.db, NOW);
});
afterEach(async () => {
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

type ProvedBy = 'login' | 'link' | 'passkey' | null;
const isProof = (page: string, provedBy: ProvedBy, age = 0) =>
	isProofFor(
		database.db,
		{ creatorId, provedBy, reauthenticatedAt: NOW },
		page,
		NOW + minutes(age)
	);
const givePasskey = () =>
	addPasskey(
		database.db,
		creatorId,
		{
			credentialId: 'one',
			// Also where it cannot be used at present: then a link is left.
			rpId: 'elsewhere.test',
			publicKey: 'key',
			counter: 0,
			transports: '[]',
			name: null
		},
		NOW
	);

describe('a plain sign-in', () => {
	it.each(LAX)('is proof enough for %s, for ten minutes', async (page) => {
		await givePasskey();
		expect(await isProof(page, null, 9)).toBe(true);
		expect(await isProof(page, null, 10)).toBe(false);
	});

	it.each(FIRM)('is no proof for %s, also without a passkey', async (page) => {
		expect(await isProof(page, null)).toBe(false);
	});
});

describe('a login', () => {
	it.each([...FIRM, ...LAX])('is proof enough for %s where there is no passkey', async (page) => {
		expect(await isProof(page, 'login')).toBe(true);
	});

	it.each(FIRM)('is no proof for %s where there is one', async (page) => {
		await givePasskey();
		for (const by of ['login', null] as const) expect(await isProof(page, by)).toBe(false);
	});

	it.each(LAX)('is proof enough for %s all the same', async (page) => {
		await givePasskey();
		expect(await isProof(page, 'login')).toBe(true);
	});
});

it.each(['link', 'passkey'] as const)('a %s is proof for all, for ten minutes', async (by) => {
	await givePasskey();
	for (const page of [...FIRM, ...LAX]) {
		expect(await isProof(page, by, 9)).toBe(true);
		expect(await isProof(page, by, 10)).toBe(false);
		expect(await isProof(page, by, -1)).toBe(false);
	}
});
