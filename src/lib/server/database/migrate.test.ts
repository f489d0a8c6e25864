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

test('an older build refuses what a newer one made', () => {
	const sqlite = new Database(':memory:');
	migrate(sqlite, [ONE, TWO]);
	expect(() => migrate(sqlite, [ONE])).toThrow('schema 2, this one knows 1');
});
