import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { addCreator } from './creator.ts';
import {
	addPasskey,
	credentialsOf,
	findPasskey,
	hasPasskey,
	isAnyPasskeyAt,
	listPasskeys,
	notePasskeyUse,
	readPasskey,
	removePasskey,
	renamePasskey
} from './passkeys.ts';

const NOW = Date.UTC(2027, 0, 1);
let folder: string;
let database: OpenDatabase;
let ada: string;
let bo: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-passkeys-'));
	database = openDatabase(join(folder, 'mooring.db'));
	ada = await addCreator(database.db, NOW);
	bo = await addCreator(database.db, NOW);
});
afterEach(async () => {
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

const add = (credentialId: string, creatorId = ada, now = NOW) =>
	addPasskey(
		database.db,
		creatorId,
		{
			credentialId,
			rpId: 'mooring.test',
			publicKey: 'key',
			counter: 1,
			transports: '[]',
			name: 'Firefox on Android'
		},
		now
	);

it('is listed with its name, when it was added and when it was last used', async () => {
	const { id } = await add('one');
	await add('two', ada, NOW + 1);
	await add('three', bo);
	const passkey = await findPasskey(database.db, 'one');
	expect(passkey).toMatchObject({ id, creatorId: ada, counter: 1 });
	expect(await notePasskeyUse(database.db, { id, counter: 1 }, 2, NOW + 5_000)).toBe(true);
	expect(await listPasskeys(database.db, ada)).toEqual([
		{
			id,
			name: 'Firefox on Android',
			rpId: 'mooring.test',
			addedAt: '2027-01-01T00:00:00.000Z',
			lastUsedAt: '2027-01-01T00:00:05.000Z'
		},
		expect.objectContaining({ lastUsedAt: null })
	]);
});

it('is added once, and twenty times a creator', async () => {
	await add('one');
	for (const creator of [ada, bo]) {
		await expect(add('one', creator)).rejects.toMatchObject({ code: 'passkey_refused' });
	}
	const more = Array.from({ length: 25 }, (_, at) => add(`more-${String(at)}`));
	const ends = await Promise.allSettled(more);
	expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
	expect(await listPasskeys(database.db, ada)).toHaveLength(20);
});

it('is used by one of two requests that read the same counter', async () => {
	const { id } = await add('one');
	const use = () => notePasskeyUse(database.db, { id, counter: 1 }, 2, NOW);
	expect((await Promise.all([use(), use()])).sort()).toEqual([false, true]);
});

it('signs nobody in once it is removed', async () => {
	const { id } = await add('one');
	expect(await removePasskey(database.db, ada, id)).toBe(true);
	expect(await findPasskey(database.db, 'one')).toBeNull();
	expect(await notePasskeyUse(database.db, { id, counter: 1 }, 2, NOW)).toBe(false);
	expect(await hasPasskey(database.db, ada)).toBe(false);
});

it('goes with its creator', async () => {
	await add('one');
	await add('two', bo);
	await database.db.deleteFrom('creators').where('id', '=', ada).execute();
	expect(await findPasskey(database.db, 'one')).toBeNull();
	expect(await findPasskey(database.db, 'two')).not.toBeNull();
});

it("is nobody else's to see, rename or remove", async () => {
	const { id } = await add('one');
	expect(await readPasskey(database.db, bo, id)).toBeNull();
	expect(await renamePasskey(database.db, bo, id, 'mine')).toBe(false);
	expect(await removePasskey(database.db, bo, id)).toBe(false);
	expect(await readPasskey(database.db, ada, id)).toMatchObject({ name: 'Firefox on Android' });
});

it('is offered at the host name that it was made for', async () => {
	await add('one');
	expect(await isAnyPasskeyAt(database.db, 'mooring.test')).toBe(true);
	expect(await isAnyPasskeyAt(database.db, 'other.test')).toBe(false);
	expect(await credentialsOf(database.db, ada, 'mooring.test')).toHaveLength(1);
	expect(await credentialsOf(database.db, ada, 'other.test')).toEqual([]);
	expect(await hasPasskey(database.db, ada)).toBe(true);
});
