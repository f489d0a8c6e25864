import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open.ts';
import { beat } from '../renewal/beat.ts';
import { unlock } from '../vault/unlock.ts';
import { folderCheck } from './data-folder.ts';
import { readClosedDatabase } from './database-facts.ts';
import { heartbeatCheck } from './heartbeat.ts';
import { keyCheck } from './key.ts';
import { type FolderFacts, readFolderFacts, readKeyFile } from './path-facts.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const own = (mode: number) => ({ mode, isOwn: true, isWritable: true });
const facts = (over: Partial<FolderFacts> = {}): FolderFacts => ({
	path: '/data',
	isPosix: true,
	folder: own(0o40700),
	files: [{ name: 'mooring.db', facts: own(0o100600) }],
	copies: [],
	keyFile: own(0o100600),
	hasDatabase: true,
	...over
});

describe('the data folder', () => {
	it.each<[string, Partial<FolderFacts>, string]>([
		['private', {}, 'fine'],
		['missing', { folder: null }, 'warning'],
		['open to others', { folder: own(0o40750) }, 'wrong'],
		['shared with everybody', { folder: own(0o41777) }, 'wrong'],
		['with an open file', { files: [{ name: 'mooring.db', facts: own(0o100640) }] }, 'wrong'],
		['not writable', { folder: { ...own(0o40700), isWritable: false } }, 'wrong'],
		['of another user', { folder: { ...own(0o40700), isOwn: false } }, 'warning'],
		['off POSIX', { isPosix: false, folder: own(0o40777) }, 'fine']
	])('that is %s', (_, over, state) => expect(folderCheck(facts(over)).state).toBe(state));
});

describe('a shared data folder', () => {
	it('is left as it is: its rights are not the creator’s to take away', () => {
		expect(folderCheck(facts({ folder: own(0o41777) })).cure).toContain('a folder of its own');
	});
});

describe('the key', () => {
	const state = (isFromSetting: boolean, fits: boolean | null, over: Partial<FolderFacts> = {}) =>
		keyCheck({ isFromSetting, fits, isLocked: false }, facts(over)).state;

	it('in its file is private and opens the tokens', () => {
		expect(state(false, true)).toBe('fine');
		expect(state(false, false)).toBe('wrong');
		expect(state(false, true, { keyFile: own(0o100644) })).toBe('wrong');
		expect(state(false, true, { keyFile: own(0o100644), isPosix: false })).toBe('fine');
	});

	it('that came back while Mooring runs locked asks for a new start', () => {
		const check = keyCheck({ isFromSetting: false, fits: true, isLocked: true }, facts());
		expect(check).toMatchObject({ state: 'wrong', cure: 'Start Mooring again.' });
	});

	it('may be missing before the first start, or where SECRET_KEY is set', () => {
		expect(state(false, null, { keyFile: null, hasDatabase: false })).toBe('warning');
		expect(state(false, false, { keyFile: null })).toBe('wrong');
		expect(state(true, true, { keyFile: null })).toBe('fine');
		expect(state(true, null, { keyFile: null, hasDatabase: false })).toBe('fine');
		expect(state(true, false, { keyFile: null })).toBe('wrong');
	});
});

describe('the heartbeat', () => {
	const MINUTES = 60_000;
	it('is looked for in the last three minutes', () => {
		expect(heartbeatCheck(NOW - 2 * MINUTES, NOW, 'page').state).toBe('fine');
		expect(heartbeatCheck(NOW - 3 * MINUTES, NOW, 'page').state).toBe('wrong');
		expect(heartbeatCheck(NOW + 3 * MINUTES, NOW, 'page').state).toBe('wrong');
		expect(heartbeatCheck(null, NOW, 'page').state).toBe('wrong');
	});

	it('in a terminal says that nothing is running', () => {
		for (const beatAt of [null, NOW - 3 * MINUTES]) {
			expect(heartbeatCheck(beatAt, NOW, 'terminal')).toMatchObject({
				state: 'warning',
				title: 'Mooring is not running'
			});
		}
	});
});

describe('a look at the disk', () => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mooring-look-'))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	const keyFile = () => join(folder, 'secret.key');
	const look = (keys: Parameters<typeof readClosedDatabase>[1]) =>
		readClosedDatabase(folder, keys, join(folder, 'backups'));

	it('makes nothing where nothing is', async () => {
		expect(readFolderFacts(join(folder, 'none'))).toMatchObject({
			folder: null,
			keyFile: null,
			hasDatabase: false
		});
		expect(readKeyFile(folder)).toBe(null);
		expect(await look(null)).toBe(null);
		expect(existsSync(join(folder, 'none'))).toBe(false);
		expect(readdirSync(folder)).toEqual([]);
	});

	it('mends nothing that it finds', () => {
		writeFileSync(keyFile(), randomBytes(32).toString('base64'));
		chmodSync(keyFile(), 0o644);
		expect(readKeyFile(folder)).toHaveLength(1);
		expect((readFolderFacts(folder).keyFile?.mode ?? 0) & 0o777).toBe(0o644);
		expect(statSync(keyFile()).mode & 0o777).toBe(0o644);
	});

	it('tells a database that these keys open from one that they do not', async () => {
		const right = [{ id: '1', key: randomBytes(32) }];
		const { db } = openDatabase(join(folder, 'mooring.db'));
		expect(await look(right)).toEqual({
			beatAt: null,
			keyFits: null
		});
		await unlock(db, right, NOW);
		await beat(db, NOW);
		expect(await look(right)).toEqual({
			beatAt: NOW,
			keyFits: true
		});
		const wrong = [{ id: '1', key: randomBytes(32) }];
		const stranger = [{ id: '2', key: randomBytes(32) }];
		for (const keys of [null, wrong, stranger, [...wrong, ...stranger]]) {
			expect((await look(keys))?.keyFits).toBe(false);
			expect(keys && (await unlock(db, keys, NOW))).toBe(null);
		}
		expect((await look([...stranger, ...right]))?.keyFits).toBe(true);
		await unlock(db, [...stranger, ...right], NOW);
		expect((await look([...stranger, ...wrong]))?.keyFits).toBe(false);
		expect(await unlock(db, [...stranger, ...wrong], NOW)).toBe(null);
		await db.destroy();
	});

	it('tells the last answer to the heartbeat, and reads what an earlier Mooring left too', async () => {
		const { db } = openDatabase(join(folder, 'mooring.db'));
		const answer = { at: NOW, sentence: 'It answered 200.' };
		await db
			.insertInto('heartbeat')
			.values({ id: 1, ok: 1, ...answer })
			.execute();
		expect((await look(null))?.heartbeat).toEqual({ ok: true, ...answer });
		await db.schema.dropTable('heartbeat').execute();
		expect(await look(null)).toEqual({ beatAt: null, keyFits: null });
		await db.destroy();
	});

	it('says of a file that is no database that it cannot be read', async () => {
		writeFileSync(join(folder, 'mooring.db'), 'no database at all');
		expect(await look(null)).toBe(null);
	});
});
