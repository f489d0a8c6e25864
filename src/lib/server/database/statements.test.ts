import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepingStatements } from './statements.ts';

let sqlite: Database.Database;
beforeEach(() => {
	sqlite = new Database(':memory:');
	sqlite.exec('CREATE TABLE x (y); INSERT INTO x VALUES (1), (2)');
});
afterEach(() => void sqlite.close());

it('a text is prepared once, while others are few', () => {
	const prepare = vi.spyOn(sqlite, 'prepare');
	const kept = keepingStatements(sqlite, 2);
	for (const text of ['SELECT 1 a', 'SELECT 2 a', 'SELECT 1 a', 'SELECT 3 a', 'SELECT 1 a']) {
		expect(kept.prepare(text).all([])).toEqual([{ a: Number(text.split(' ')[1]) }]);
	}
	expect(prepare).toHaveBeenCalledTimes(3);
	kept.prepare('SELECT 2 a');
	expect(prepare).toHaveBeenCalledTimes(4);
});

it('a text is asked while its rows are still being read', () => {
	const kept = keepingStatements(sqlite);
	const text = 'SELECT y FROM x WHERE y >= ?';
	const rows = kept.prepare(text).iterate([1]);
	expect(rows.next().value).toEqual({ y: 1 });
	expect(kept.prepare(text).all([2])).toEqual([{ y: 2 }]);
	expect(rows.next().value).toEqual({ y: 2 });
	expect(rows.next().done).toBe(true);
});

it('a text sees a column that came since', () => {
	const kept = keepingStatements(sqlite);
	expect(kept.prepare('SELECT * FROM x WHERE y = 1').all([])).toEqual([{ y: 1 }]);
	sqlite.exec('ALTER TABLE x ADD COLUMN z DEFAULT 3');
	expect(kept.prepare('SELECT * FROM x WHERE y = 1').all([])).toEqual([{ y: 1, z: 3 }]);
});
