import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { minutes } from '../clock.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { hashOf } from '../opaque-secret.ts';
import { addCreator } from './creator.ts';
import { askQuestion, dropOldQuestions, spendQuestion } from './passkey-questions.ts';

const NOW = Date.UTC(2027, 0, 1);
const SIGNED_OUT = { purpose: 'prove', sessionHash: null } as const;
let folder: string;
let database: OpenDatabase;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-questions-'));
	database = openDatabase(join(folder, 'mooring.db'));
});
afterEach(async () => {
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

const ask = (network = '192.0.2.7', now = NOW) =>
	askQuestion(database.db, { ...SIGNED_OUT, network }, now);
const spend = (secret: string, now = NOW, by: Parameters<typeof spendQuestion>[2] = SIGNED_OUT) =>
	spendQuestion(database.db, secret, by, now);
const rows = () => database.db.selectFrom('passkeyQuestions').selectAll().execute();

async function sessionOf(hash: string) {
	const creatorId = await addCreator(database.db, NOW);
	const session = { idHash: hash, creatorId, createdAt: NOW, expiresAt: NOW + 1 };
	await database.db.insertInto('sessions').values(session).execute();
	return creatorId;
}

it('has a challenge of 256 bits, of which nothing but a hash is kept', async () => {
	const { secret, challenge } = await ask();
	expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
	expect(challenge).not.toBe(secret);
	const kept = JSON.stringify(await rows());
	expect(kept).toContain(hashOf(secret));
	for (const known of [secret, challenge, hashOf(challenge)]) expect(kept).not.toContain(known);
});

it('is spent once, by any number of answers at the same time', async () => {
	const { secret, challenge } = await ask();
	const ends = await Promise.allSettled(Array.from({ length: 20 }, () => spend(secret)));
	const won = ends.filter((end) => end.status === 'fulfilled');
	expect(won.map(({ value }) => value)).toEqual([challenge]);
});

it('is over after five minutes, and then tidied away', async () => {
	const { secret, challenge } = await ask();
	const { secret: other } = await ask();
	expect(await spend(secret, NOW + minutes(5) - 1)).toBe(challenge);
	await expect(spend(other, NOW + minutes(5))).rejects.toMatchObject({ code: 'passkey_refused' });
	await ask();
	await dropOldQuestions(database.db, NOW + minutes(5) - 1);
	expect(await rows()).toHaveLength(1);
	await dropOldQuestions(database.db, NOW + minutes(5));
	expect(await rows()).toEqual([]);
});

it.each([
	['another purpose', { purpose: 'add', sessionHash: null }],
	['a session that was not there', { purpose: 'prove', sessionHash: 'here' }]
] as const)('is no question for %s, and spent by trying', async (_name, by) => {
	const { secret } = await ask();
	await expect(spend(secret, NOW, by)).rejects.toMatchObject({ code: 'passkey_refused' });
	await expect(spend(secret)).rejects.toMatchObject({ code: 'passkey_refused' });
});

it('is found by its cookie alone, not by what the database holds', async () => {
	const { secret, challenge } = await ask();
	for (const wrong of [hashOf(secret), challenge, '']) {
		await expect(spend(wrong)).rejects.toMatchObject({ code: 'passkey_refused' });
	}
	expect(await spend(secret)).toBe(challenge);
});

it('goes with the session that asked', async () => {
	await sessionOf('here');
	const asked = { purpose: 'add', sessionHash: 'here', network: null } as const;
	const { secret } = await askQuestion(database.db, asked, NOW);
	await database.db.deleteFrom('sessions').execute();
	await expect(spend(secret, NOW, asked)).rejects.toMatchObject({ code: 'passkey_refused' });
});

it('survives a flood of a thousand from one network', async () => {
	await sessionOf('here');
	const asked = { purpose: 'prove', sessionHash: 'here', network: null } as const;
	const mine = await askQuestion(database.db, asked, NOW);
	const other = await ask('198.51.100.1');
	const first = await ask('192.0.2.7', NOW + 1);
	for (let count = 0; count < 1_010; count += 1) await ask('192.0.2.7', NOW + 2);
	expect(await rows()).toHaveLength(1_000);
	await expect(spend(first.secret)).rejects.toMatchObject({ code: 'passkey_refused' });
	expect(await spend(other.secret)).toBe(other.challenge);
	expect(await spend(mine.secret, NOW, asked)).toBe(mine.challenge);
});
