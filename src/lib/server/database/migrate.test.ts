import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { first } from './migrations/0001-first.ts';
import { bothLogins } from './migrations/0002-both-logins.ts';
import { causes } from './migrations/0007-causes.ts';
import { anyLogin } from './migrations/0008-any-login.ts';

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

test('the causes of connections outlive the columns that listed them', () => {
	const sqlite = new Database(':memory:');
	sqlite.pragma('foreign_keys = ON');
	migrate(sqlite, [first, bothLogins]);
	sqlite.exec(`INSERT INTO creators VALUES ('ada', 1);
		INSERT INTO connections (id, creator_id, provider, account_id, app_scoped_id, username, asked,
			connected_at, issued_at, token_version, jitter_ms, failures, failing_cause, ended_cause, unreadable)
		VALUES ('c', 'ada', 'instagram', '1', '2', 'ada', '[]', 1, 1, 1, 0, 1, 'throttled', 'expired', 0);
		INSERT INTO renewals (connection_id, at, trigger, outcome) VALUES ('c', 1, 'manual', 'rejected')`);
	migrate(sqlite, [first, bothLogins, causes]);
	expect(sqlite.prepare('SELECT failing_cause, ended_cause FROM connections').all()).toEqual([
		{ failing_cause: 'throttled', ended_cause: 'expired' }
	]);
	expect(sqlite.prepare('SELECT cause, detail FROM renewals').all()).toHaveLength(1);
	expect(() => sqlite.exec("UPDATE connections SET ended_cause = 'logged_out'")).not.toThrow();
});

test('a login that came later is stored, and what was stored before stays', () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-migrate-'));
	const file = join(folder, 'x.db');
	const sqlite = new Database(file);
	sqlite.pragma('foreign_keys = ON');
	migrate(sqlite, [first, bothLogins]);
	sqlite.exec(`INSERT INTO creators VALUES ('ada', 1);
		INSERT INTO identities VALUES ('instagram', '1', 'ada', 'ada', 1);
		INSERT INTO connections (id, creator_id, provider, account_id, app_scoped_id, username, asked,
			connected_at, issued_at, token_version, jitter_ms, failures, unreadable)
		VALUES ('c', 'ada', 'instagram', '1', '2', 'ada', '[]', 1, 1, 1, 0, 1, 0);
		INSERT INTO renewals (connection_id, at, trigger, outcome) VALUES ('c', 1, 'manual', 'renewed')`);
	const later = (provider: string) =>
		sqlite.exec(
			`UPDATE connections SET provider = '${provider}'; UPDATE identities SET provider = '${provider}'`
		);
	expect(() => later('threads')).toThrow('CHECK');
	migrate(sqlite, [first, bothLogins, anyLogin]);
	expect(() => later('threads')).not.toThrow();
	sqlite.close();

	const again = new Database(file);
	expect(again.pragma('integrity_check', { simple: true })).toBe('ok');
	expect(again.prepare('SELECT provider FROM connections').pluck().all()).toEqual(['threads']);
	expect(again.prepare('SELECT count(*) FROM renewals').pluck().get()).toBe(1);
	const sql = again.prepare('SELECT sql FROM sqlite_schema').pluck().all().join();
	expect([sql.includes("('instagram'"), sql.includes('CHECK (failures >= 0)')]).toEqual([
		false,
		true
	]);
	expect(() => again.exec("UPDATE sqlite_schema SET sql = ''")).toThrow('may not be modified');
	again.close();
	rmSync(folder, { recursive: true });
});

test('a crash while the logins are let in leaves the schema before', () => {
	const sqlite = new Database(':memory:');
	migrate(sqlite, [first, bothLogins]);
	const failing = (database: Database.Database) => {
		anyLogin(database);
		throw new Error('power cut');
	};
	expect(() => migrate(sqlite, [first, bothLogins, failing])).toThrow('power cut');
	expect(version(sqlite)).toBe(2);
	sqlite.exec("INSERT INTO creators VALUES ('ada', 1)");
	expect(() =>
		sqlite.exec("INSERT INTO identities VALUES ('threads', '1', 'ada', 'ada', 1)")
	).toThrow('CHECK');
});

test('a schema that is up to date is found so beside who writes', () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-migrate-'));
	const [ours, other] = [1, 2].map(() => new Database(join(folder, 'x.db'), { timeout: 0 }));
	if (!ours || !other) throw new Error('no database');
	ours.pragma('journal_mode = WAL');
	migrate(ours, [ONE]);
	other.exec('BEGIN IMMEDIATE');
	expect(() => migrate(ours, [ONE])).not.toThrow();
	ours.close();
	other.close();
	rmSync(folder, { recursive: true });
});
