import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ImmediateDialect } from './immediate-dialect.ts';
import { openDatabase, type OpenDatabase } from './open.ts';
import { queriesBy } from './queries.ts';

let folder: string;
let ours: OpenDatabase;
let other: Database.Database;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-immediate-'));
	const file = join(folder, 'mooring.db');
	ours = openDatabase(file);
	other = new Database(file, { timeout: 0 });
});
afterEach(async () => {
	other.close();
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const addCreator = (id: string) =>
	ours.db.insertInto('creators').values({ id, createdAt: 1 }).execute();

test('a transaction holds the write lock before its first statement', async () => {
	await ours.db.transaction().execute(async (trx) => {
		expect(() => other.exec('BEGIN IMMEDIATE')).toThrow('locked');
		await trx.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	});
	expect(other.prepare('SELECT id FROM creators').pluck().all()).toEqual(['ada']);
});

test('a transaction that fails leaves nothing', async () => {
	const failing = ours.db.transaction().execute(async (trx) => {
		await trx.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
		throw new Error('changed my mind');
	});
	await expect(failing).rejects.toThrow('changed my mind');
	expect(await ours.db.selectFrom('creators').selectAll().execute()).toEqual([]);
});

test('a write waits for another process, and the event loop is not stopped for long', async () => {
	other.exec('BEGIN IMMEDIATE');
	let longest = 0;
	let last = performance.now();
	const ticks = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 5);
	const write = addCreator('ada');
	const transaction = ours.db
		.transaction()
		.execute((trx) => trx.insertInto('creators').values({ id: 'ben', createdAt: 1 }).execute());
	await sleep(2_000);
	other.exec('COMMIT');
	await Promise.all([write, transaction]);
	clearInterval(ticks);
	expect(other.prepare('SELECT id FROM creators').pluck().all()).toEqual(['ada', 'ben']);
	expect(longest).toBeLessThan(1_500);
});

test('patience ends', async () => {
	const impatient = queriesBy(new ImmediateDialect({ database: ours.sqlite }, 400));
	const write = () =>
		impatient.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	other.exec('BEGIN IMMEDIATE');
	await expect(write()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
	other.exec('ROLLBACK');
	await write();
});
