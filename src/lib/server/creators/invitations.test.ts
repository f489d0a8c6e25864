import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { days } from '../clock.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { hashOf } from '../opaque-secret.ts';
import { addCreator } from './creator.ts';
import {
	dropOldInvitations,
	findInvitation,
	listInvitations,
	makeInvitation,
	revokeInvitation,
	spendInvitation
} from './invitations.ts';

const NOW = Date.UTC(2027, 0, 1);
const ORIGIN = new URL('https://mooring.test');
let folder: string;
let database: OpenDatabase;
let owner: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-invitations-'));
	database = openDatabase(join(folder, 'mooring.db'));
	owner = await addCreator(database.db, NOW);
});
afterEach(async () => {
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

async function invite() {
	const link = await makeInvitation(database.db, owner, ORIGIN, NOW);
	const code = link.replace('https://mooring.test/invitation/', '');
	return { link, code, hash: hashOf(code) };
}

it('is a link of 256 bits, of which only the hash is kept', async () => {
	const { code, hash } = await invite();
	expect(Buffer.from(code, 'base64url')).toHaveLength(32);
	const rows = await database.db.selectFrom('invitations').selectAll().execute();
	expect(rows).toEqual([
		{ codeHash: hash, madeBy: owner, createdAt: NOW, expiresAt: NOW + days(7), label: null }
	]);
});

it('is found by its code for seven days, and never by its hash', async () => {
	const { code, hash } = await invite();
	const found = { hash, expiresAt: NOW + days(7) };
	expect(await findInvitation(database.db, code, NOW + days(7) - 1)).toEqual(found);
	expect(await findInvitation(database.db, code, NOW + days(7))).toBeNull();
	expect(await findInvitation(database.db, hash, NOW)).toBeNull();
	expect(await findInvitation(database.db, '', NOW)).toBeNull();
});

it('is spent once, however many come at the same time', async () => {
	const { hash } = await invite();
	const spent = await Promise.all(
		Array.from({ length: 20 }, () => spendInvitation(database.db, hash, NOW))
	);
	expect(spent.filter(Boolean)).toHaveLength(1);
});

it('cannot be spent when it is too old', async () => {
	const { hash } = await invite();
	expect(await spendInvitation(database.db, hash, NOW + days(7))).toBe(false);
	expect(await spendInvitation(database.db, hash, NOW + days(7) - 1)).toBe(true);
});

it('is told from the others by the label that it was given', async () => {
	await makeInvitation(database.db, owner, ORIGIN, NOW, 'Grace');
	await makeInvitation(database.db, owner, ORIGIN, NOW + 1);
	const list = await listInvitations(database.db, NOW);
	expect(list.map(({ label }) => label)).toEqual([null, 'Grace']);
});

it('can be taken back', async () => {
	const [first, second] = [await invite(), await invite()];
	expect(await revokeInvitation(database.db, first.hash)).toBe(true);
	expect(await revokeInvitation(database.db, first.hash)).toBe(false);
	expect(await findInvitation(database.db, first.code, NOW)).toBeNull();
	expect(await findInvitation(database.db, second.code, NOW)).not.toBeNull();
});

it('is listed while it is open, and tidied away afterwards', async () => {
	const { hash, code } = await invite();
	const list = await listInvitations(database.db, NOW);
	expect(list).toEqual([
		{
			hash,
			label: null,
			madeAt: '2027-01-01T00:00:00.000Z',
			expiresAt: '2027-01-08T00:00:00.000Z'
		}
	]);
	expect(JSON.stringify(list)).not.toContain(code);
	expect(await listInvitations(database.db, NOW + days(7))).toEqual([]);
	await dropOldInvitations(database.db, NOW + days(7) - 1);
	expect(await listInvitations(database.db, NOW)).toHaveLength(1);
	await dropOldInvitations(database.db, NOW + days(7));
	expect(await listInvitations(database.db, NOW)).toEqual([]);
});
