import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepingStatements } from './kept-statements.ts';

let sqlite: Database.Database;
let prepared: string[];
let kept: ReturnType<typeof keepingStatements>;

beforeEach(() => {
	sqlite = new Database(':memory:');
	sqlite.exec('CREATE TABLE a (b INTEGER); INSERT INTO a VALUES (1), (2)');
	prepared = [];
	kept = keepingStatements({
		prepare: (sql: string) => {
			prepared.push(sql);
			return sqlite.prepare(sql);
		},
		close: () => sqlite.close()
	});
});
afterEach(() => {
	kept.close();
});

test('a statement is prepared once', () => {
	for (const b of [1, 2]) {
		expect(kept.prepare('SELECT b FROM a WHERE b = ?').all([b])).toEqual([{ b }]);
	}
	expect(prepared).toHaveLength(1);
});

test('one that is being read is left alone', () => {
	for (const row of kept.prepare('SELECT b FROM a').iterate([])) {
		expect(kept.prepare('SELECT b FROM a').all([])).toContainEqual(row);
	}
	expect(prepared).toHaveLength(2);
});

test('knows a column that came later', () => {
	expect(kept.prepare('SELECT * FROM a').all([])[0]).toEqual({ b: 1 });
	sqlite.exec('ALTER TABLE a ADD COLUMN c INTEGER');
	expect(kept.prepare('SELECT * FROM a').all([])[0]).toEqual({ b: 1, c: null });
	expect(prepared).toHaveLength(1);
});

test('keeps no more than so many', () => {
	for (let count = 0; count <= 200; count += 1) kept.prepare(`SELECT ${String(count)}`);
	kept.prepare('SELECT 200');
	expect(prepared).toHaveLength(201);
	kept.prepare('SELECT 0');
	expect(prepared).toHaveLength(202);
});
