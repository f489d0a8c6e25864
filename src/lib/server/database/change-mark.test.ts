import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { changeMarkOf } from './change-mark.ts';
import { openDatabase } from './open.ts';

it('is another one after every write, by whomever, and after no read', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-mark-'));
	const [ours, other] = [0, 1].map(() => openDatabase(join(folder, 'mooring.db')));
	if (!ours || !other) throw new Error('no database');
	const mark = changeMarkOf(ours.sqlite);
	const seen = [mark()];
	await ours.db.selectFrom('creators').selectAll().execute();
	expect(mark()).toBe(seen[0]);
	await ours.db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	seen.push(mark());
	await ours.db.updateTable('creators').set({ createdAt: 2 }).execute();
	seen.push(mark());
	await other.db.updateTable('creators').set({ createdAt: 3 }).execute();
	await nextRound();
	seen.push(mark());
	await other.db.deleteFrom('creators').execute();
	await nextRound();
	seen.push(mark());
	expect(new Set(seen).size).toBe(5);
	await ours.db.transaction().execute(async (trx) => {
		await trx.insertInto('creators').values({ id: 'bo', createdAt: 1 }).execute();
		expect(mark()).not.toBe(mark());
	});
	await Promise.all([ours.db.destroy(), other.db.destroy()]);
	rmSync(folder, { recursive: true });
});
