import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../database/open.ts';
import { unlock } from './unlock.ts';

const OLD = { id: '1', key: Buffer.alloc(32, 'old') };
const NEW = { id: '2', key: Buffer.alloc(32, 'new') };
const WRONG = { id: '1', key: Buffer.alloc(32, 'wrong') };

let folder: string;
let ours: OpenDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-unlock-'));
	ours = openDatabase(join(folder, 'mooring.db'));
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const checks = () => ours.db.selectFrom('keyChecks').selectAll().orderBy('keyId').execute();

test('the first key is remembered by its fingerprint, never itself', async () => {
	expect((await unlock(ours.db, [OLD], 5))?.currentId).toBe('1');
	const [check, ...more] = await checks();
	expect(more).toEqual([]);
	expect(check).toMatchObject({ keyId: '1', createdAt: 5 });
	expect(check?.fingerprint).not.toContain(OLD.key.toString('base64url').slice(0, 12));
	expect((await unlock(ours.db, [OLD], 6))?.currentId).toBe('1');
	expect(await checks()).toEqual([check]);
});

test('a rotation adds its key; either key alone opens what it sealed', async () => {
	await unlock(ours.db, [OLD], 1);
	expect((await unlock(ours.db, [NEW, OLD], 2))?.currentId).toBe('2');
	expect((await checks()).map((check) => check.keyId)).toEqual(['1', '2']);
	expect((await unlock(ours.db, [NEW], 3))?.key('tokens', '1')).toBeUndefined();
	expect((await unlock(ours.db, [OLD], 3))?.currentId).toBe('1');
});

test.each([
	['no key', null],
	['an empty list', []],
	['another key of the same id', [WRONG]],
	['a key that was never here', [NEW]],
	['a wrong old key beside a new one', [NEW, WRONG]],
	[
		'both ids swapped',
		[
			{ ...NEW, id: '1' },
			{ ...OLD, id: '2' }
		]
	]
])('%s locks, and writes nothing', async (_, keys) => {
	await unlock(ours.db, [OLD], 1);
	const before = await checks();
	expect(await unlock(ours.db, keys, 2)).toBeNull();
	expect(await checks()).toEqual(before);
});

test('a wrong old key locks although the new one is right', async () => {
	await unlock(ours.db, [NEW, OLD], 1);
	expect(await unlock(ours.db, [NEW, WRONG], 2)).toBeNull();
});

test('without a key a fresh database is locked too', async () => {
	expect(await unlock(ours.db, null, 1)).toBeNull();
	expect(await checks()).toEqual([]);
});
