import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextRound } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from './open.ts';
import { type Remember, remembering } from './remembering.ts';

let folder: string;
let own: OpenDatabase;
let remember: Remember;
const names = vi.fn(async () =>
	(await own.db.selectFrom('creators').select('id').execute()).map(({ id }) => id)
);
const read = () => remember('names', names);
const add = ({ db }: OpenDatabase, id: string) =>
	db.insertInto('creators').values({ id, createdAt: 1 }).execute();

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-remembering-'));
	own = openDatabase(join(folder, 'mooring.db'));
	remember = remembering(own.sqlite, 2);
	await add(own, 'ada');
	names.mockClear();
});
afterEach(async () => {
	await own.db.destroy();
	rmSync(folder, { recursive: true });
});

test('what was read is read once while nobody writes', async () => {
	expect(await read()).toEqual(['ada']);
	expect(await read()).toEqual(['ada']);
	expect(names).toHaveBeenCalledOnce();
});

test('what this process writes, changes or deletes counts from the next read on', async () => {
	await read();
	await add(own, 'ben');
	expect(await read()).toEqual(['ada', 'ben']);
	await own.db.updateTable('creators').set({ id: 'bea' }).where('id', '=', 'ben').execute();
	expect(await read()).toEqual(['ada', 'bea']);
	await own.db.deleteFrom('creators').execute();
	expect(await read()).toEqual([]);
});

test('so does what another process commits', async () => {
	await read();
	const other = openDatabase(join(folder, 'mooring.db'));
	await read();
	await add(other, 'ben');
	await nextRound();
	expect(await read()).toEqual(['ada', 'ben']);
	await other.db.destroy();
});

test('what is under way is neither believed nor remembered', async () => {
	await read();
	own.sqlite.exec("BEGIN IMMEDIATE; INSERT INTO creators (id, created_at) VALUES ('ben', 1)");
	expect(await read()).toEqual(['ada', 'ben']);
	own.sqlite.exec('ROLLBACK');
	expect(await read()).toEqual(['ada']);
	expect(names).toHaveBeenCalledTimes(3);
});

test('what is written while it is read is not missed', async () => {
	names.mockImplementationOnce(async () => {
		await add(own, 'ben');
		return ['ada'];
	});
	await read();
	expect(await read()).toEqual(['ada', 'ben']);
});

test('so much is remembered and no more, and nobody can change it', async () => {
	const [one, two, three] = [vi.fn(), vi.fn(), vi.fn()].map((mock) =>
		mock.mockResolvedValue({ list: [1] })
	);
	for (const [at, mock] of [one, two, three].entries()) await remember(String(at), mock as never);
	await remember('2', three as never);
	await remember('0', one as never);
	expect(three).toHaveBeenCalledOnce();
	expect(one).toHaveBeenCalledTimes(2);
	const { list } = await remember<{ list: number[] }>('0', one as never);
	expect(() => list.push(2)).toThrow(TypeError);
});
