import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from '../errors.ts';
import { databaseFile, openDatabase } from './open.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = join(mkdtempSync(join(tmpdir(), 'mooring-open-')), 'data');
	file = databaseFile(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const rightsOf = (path: string) => statSync(path).mode & 0o777;

test('folder and files are for their owner alone, whatever the umask', () => {
	const umask = process.umask(0);
	const { sqlite } = openDatabase(file);
	process.umask(umask);
	expect(rightsOf(folder)).toBe(0o700);
	for (const suffix of ['', '-wal', '-shm']) expect(rightsOf(file + suffix)).toBe(0o600);
	sqlite.close();
});

test('rights that grew too wide are taken back', () => {
	openDatabase(file).sqlite.close();
	chmodSync(folder, 0o755);
	chmodSync(file, 0o644);
	openDatabase(file).sqlite.close();
	expect(rightsOf(folder)).toBe(0o700);
	expect(rightsOf(file)).toBe(0o600);
});

test('every pragma holds again after a second opening', () => {
	openDatabase(file).sqlite.close();
	const { sqlite } = openDatabase(file);
	const value = (name: string) => sqlite.pragma(name, { simple: true });
	expect({
		journal: value('journal_mode'),
		synchronous: value('synchronous'),
		foreignKeys: value('foreign_keys'),
		trustedSchema: value('trusted_schema'),
		secureDelete: value('secure_delete'),
		cellSizeCheck: value('cell_size_check'),
		busyTimeout: value('busy_timeout'),
		autocheckpoint: value('wal_autocheckpoint'),
		tempStore: value('temp_store'),
		mmap: value('mmap_size')
	}).toEqual({
		journal: 'wal',
		synchronous: 2,
		foreignKeys: 1,
		trustedSchema: 0,
		secureDelete: 1,
		cellSizeCheck: 1,
		busyTimeout: 250,
		autocheckpoint: 1000,
		tempStore: 2,
		mmap: 0
	});
	sqlite.close();
});

test('what was written is there after a second opening', async () => {
	const before = openDatabase(file);
	await before.db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	await before.db.destroy();
	const after = openDatabase(file);
	expect(await after.db.selectFrom('creators').selectAll().execute()).toEqual([
		{ id: 'ada', createdAt: 1 }
	]);
	await after.db.destroy();
});

test('a folder that cannot be made is one sentence', () => {
	writeFileSync(folder, 'in the way');
	expect(() => openDatabase(file)).toThrow(StartError);
	expect(() => openDatabase(file)).toThrow(/data folder .* cannot be written \(EEXIST\)/);
});

test('a folder in place of the file is one sentence', () => {
	mkdirSync(file, { recursive: true });
	expect(() => openDatabase(file)).toThrow(/cannot be written \(EISDIR\)/);
});

test('another kind of file is refused and left as it is', () => {
	mkdirSync(folder);
	writeFileSync(file, 'My diary. '.repeat(1000));
	expect(() => openDatabase(file)).toThrow(/is not a database/);
	expect(readFileSync(file, 'utf8')).toBe('My diary. '.repeat(1000));
});

test('a page with damage is refused and left as it is', () => {
	openDatabase(file).sqlite.close();
	const bytes = readFileSync(file);
	bytes.fill(0xaa, 4096 * 3, 4096 * 4);
	writeFileSync(file, bytes);
	expect(() => openDatabase(file)).toThrow(/is damaged/);
	expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a database of a newer Mooring is refused', () => {
	openDatabase(file).sqlite.close();
	const newer = new Database(file);
	newer.pragma('user_version = 99');
	newer.close();
	expect(() => openDatabase(file)).toThrow(/newer Mooring \(schema 99/);
});

test('a database that another program keeps locked is one sentence', () => {
	openDatabase(file).sqlite.close();
	const other = new Database(file);
	other.pragma('locking_mode = EXCLUSIVE');
	other.exec('BEGIN EXCLUSIVE; CREATE TABLE x (y); COMMIT');
	expect(() => openDatabase(file)).toThrow(/SQLITE_BUSY.*another program/);
	other.close();
});

test('tables are strict, and refuse words that are not in the list', async () => {
	const { db } = openDatabase(file);
	await expect(
		sql`INSERT INTO creators (id, created_at) VALUES ('ada', 'yesterday')`.execute(db)
	).rejects.toThrow(/cannot store TEXT/);
	await expect(
		sql`INSERT INTO instance (id, mode, created_at) VALUES (1, 'demo', 1)`.execute(db)
	).rejects.toThrow(/CHECK/);
	await db.destroy();
});
