import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from './migrate.ts';

const tables = (sqlite: Database.Database) =>
	sqlite.prepare('SELECT name FROM sqlite_schema ORDER BY name').pluck().all();
const version = (sqlite: Database.Database) => sqlite.pragma('user_version', { simple: true });
const ONE = 'CREATE TABLE one (id)';
const TWO = 'CREATE TABLE two (id)';

test('migrations run in order, once each', () => {
	const sqlite = new Database(':memory:');
	migrate(sqlite, [ONE]);
	migrate(sqlite, [ONE, TWO]);
	migrate(sqlite, [ONE, TWO]);
	expect([tables(sqlite), version(sqlite)]).toEqual([['one', 'two'], 2]);
});

test('a migration that fails half way leaves the version before', () => {
	const sqlite = new Database(':memory:');
	migrate(sqlite, [ONE]);
	expect(() => migrate(sqlite, [ONE, `${TWO}; INSERT INTO nowhere VALUES (1)`])).toThrow('nowhere');
	expect([tables(sqlite), version(sqlite), sqlite.inTransaction]).toEqual([['one'], 1, false]);
});

test('a migration has the write lock from its beginning', () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-migrate-'));
	const [ours, other] = [1, 2].map(() => new Database(join(folder, 'x.db'), { timeout: 0 }));
	if (!ours || !other) throw new Error('no database');
	ours.pragma('journal_mode = WAL');
	ours.function('write_beside', () => void other.exec('BEGIN IMMEDIATE; ROLLBACK'));
	expect(() => migrate(ours, ['SELECT write_beside()'])).toThrow('locked');
	ours.close();
	other.close();
	rmSync(folder, { recursive: true });
});

test('an older build refuses what a newer one made', () => {
	const sqlite = new Database(':memory:');
	migrate(sqlite, [ONE, TWO]);
	expect(() => migrate(sqlite, [ONE])).toThrow('schema 2, this one knows 1');
});
