import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from './open.ts';
import { withoutWaiting } from './without-waiting.ts';

const [NORMAL, FULL] = [1, 2];
let folder: string;
let opened: OpenDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-waiting-'));
	opened = openDatabase(join(folder, 'mooring.db'));
});
afterEach(async () => {
	await opened.db.destroy();
	rmSync(folder, { recursive: true });
});

const level = () => opened.sqlite.pragma('synchronous', { simple: true });
const add = (db: OpenDatabase['db'], id: string) =>
	db.insertInto('creators').values({ id, createdAt: 0 }).execute();

it('waits for the disk before and after, and not meanwhile, however often', async () => {
	for (const id of ['a', 'b', 'c']) {
		expect(level()).toBe(FULL);
		await withoutWaiting(opened.db, async (db) => {
			expect(level()).toBe(NORMAL);
			await db.transaction().execute((trx) => add(trx, id));
		});
	}
	expect(level()).toBe(FULL);
	expect(await opened.db.selectFrom('creators').select('id').execute()).toHaveLength(3);
});

it('waits again after an error', async () => {
	const broken = withoutWaiting(opened.db, (db) => sql`SELECT nothing`.execute(db));
	await expect(broken).rejects.toThrow('nothing');
	expect(level()).toBe(FULL);
});

it('is no matter of others: they come before or after it', async () => {
	const levels: unknown[] = [];
	await Promise.all([
		withoutWaiting(opened.db, async (db) => {
			await add(db, 'a');
			await new Promise((resolve) => setTimeout(resolve, 20));
			await add(db, 'b');
		}),
		opened.db.transaction().execute(async (trx) => {
			levels.push(level());
			await add(trx, 'c');
		})
	]);
	expect(levels).toEqual([FULL]);
});
