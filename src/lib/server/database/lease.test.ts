import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ImmediateDialect } from './immediate-dialect.ts';
import { claimDue, claimOne, endClaim, holdsLease, isLeased, type Leased } from './lease.ts';
import { type Queue, RELEASED, releaseAll } from './lease.ts';
import { queriesBy } from './queries.ts';

/** A table that Mooring does not have: the lease works on any with its columns. */
type Letter = Leased & { weight: number; sentAt: number | null };
type Post = { letters: Letter; stamps: { id: string } };

const LETTERS: Queue<Post, 'letters'> = {
	table: 'letters',
	isOpen: (eb) => eb('sentAt', 'is', null),
	inOrder: (due) => due.orderBy('weight', 'desc').orderBy('id'),
	longestWaitMs: 1000
};
const NOW = 10_000;
const LEASE = 60;
const claimAt = (now = NOW, owner = 'me') => ({ now, owner, leaseMs: LEASE });

let folder: string;
let sqlite: Database.Database;
let db: Kysely<Post>;
const opened: Kysely<Post>[] = [];
/** The same file opened again, as a second process has it. */
function open() {
	sqlite = new Database(join(folder, 'post.db'));
	opened.push(queriesBy<Post>(new ImmediateDialect({ database: sqlite })));
	return opened.at(-1) as Kysely<Post>;
}
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-lease-'));
	db = open();
	sqlite.exec(`CREATE TABLE letters (id TEXT PRIMARY KEY, next_attempt_at INTEGER, lease_owner TEXT,
		lease_until INTEGER, weight INTEGER NOT NULL, sent_at INTEGER) STRICT;
		CREATE INDEX letters_due ON letters (next_attempt_at)`);
});
afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.destroy()));
	rmSync(folder, { recursive: true });
});

const add = (id: string, facts: Partial<Letter> = {}) =>
	db
		.insertInto('letters')
		.values({ id, nextAttemptAt: NOW, ...RELEASED, weight: 1, sentAt: null, ...facts })
		.execute();
const takeAt = async (now = NOW) => (await claimDue(db, LETTERS, claimAt(now)))?.id;
const rowOf = (id: string) =>
	db.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

it('gives what is due in the order of its table, each row once, leased', async () => {
	await add('light');
	await add('heavy', { weight: 9 });
	await add('later', { weight: 10, nextAttemptAt: NOW + 1 });
	await add('never', { nextAttemptAt: null });
	await add('sent', { sentAt: 1 });
	expect([await takeAt(), await takeAt(), await takeAt()]).toEqual(['heavy', 'light', undefined]);
	expect(await rowOf('heavy')).toMatchObject({ leaseOwner: 'me', leaseUntil: NOW + LEASE });
});

it('gives one row that is asked for, due or not, but not one that is closed or leased', async () => {
	await add('later', { nextAttemptAt: null });
	await add('sent', { sentAt: 1 });
	await add('leased', { leaseOwner: 'other', leaseUntil: NOW + 1 });
	const got = ['later', 'sent', 'leased', 'unknown'].map(
		async (id) => (await claimOne(db, LETTERS, id, claimAt()))?.id
	);
	expect(await Promise.all(got)).toEqual(['later', undefined, undefined, undefined]);
});

it('takes a date beyond every plan, and a lease longer than any, for those of a wrong clock', async () => {
	await add('date', { nextAttemptAt: NOW + 1001 });
	await add('plan', { nextAttemptAt: NOW + 1000 });
	await add('lease', { leaseOwner: 'x', leaseUntil: NOW + LEASE + 1 });
	await add('leased', { leaseOwner: 'x', leaseUntil: NOW + LEASE });
	expect([await takeAt(), await takeAt(), await takeAt()]).toEqual(['date', 'lease', undefined]);
	const until = (leaseUntil: number | null) => isLeased({ leaseUntil }, NOW, LEASE);
	expect([NOW, NOW + 1, NOW + LEASE, NOW + LEASE + 1, null].map(until)).toEqual([
		false,
		true,
		true,
		false,
		false
	]);
});

it('gives a row whose lease ran out to another process, and its first holder cannot write', async () => {
	await add('a');
	const late = await claimDue(db, LETTERS, claimAt(NOW, 'late'));
	const other = open();
	expect(await claimDue(other, LETTERS, claimAt(NOW + LEASE - 1, 'early'))).toBeUndefined();
	const next = await claimDue(other, LETTERS, claimAt(NOW + LEASE, 'next'));
	const write = async (held: Letter | undefined) => {
		if (!held) throw new Error('nothing was due');
		const { numUpdatedRows } = await db
			.updateTable('letters')
			.set({ sentAt: 5, ...RELEASED })
			.where(holdsLease(held))
			.executeTakeFirst();
		return numUpdatedRows;
	};
	expect([await write(late), await write(next), await write(next)]).toEqual([0n, 1n, 0n]);
});

it('gives this process no row that it still works on, however far the clock leaps', async () => {
	await add('a');
	expect([await takeAt(), await takeAt(NOW + LEASE)]).toEqual(['a', undefined]);
	expect(await claimOne(db, LETTERS, 'a', claimAt(NOW + LEASE))).toBeUndefined();
	endClaim(db, LETTERS, 'a');
	expect(await takeAt(NOW + LEASE)).toBe('a');
});

it('gives a row once to claims that are made at the same time, each under a later clock', async () => {
	await add('a');
	const got = await Promise.all([0, 1, 2, 3].map((step) => takeAt(NOW + step * LEASE)));
	expect(got).toEqual(['a', undefined, undefined, undefined]);
});

it('goes on after a claim that failed', async () => {
	await add('a');
	sqlite.exec(
		"CREATE TRIGGER full BEFORE UPDATE ON letters BEGIN SELECT RAISE(ABORT, 'full'); END"
	);
	await expect(takeAt()).rejects.toThrow('full');
	sqlite.exec('DROP TRIGGER full');
	expect(await takeAt()).toBe('a');
});

it('releases at a start what a crash left behind', async () => {
	await add('a', { leaseOwner: 'crashed', leaseUntil: NOW + LEASE });
	await releaseAll(db, LETTERS);
	expect(await takeAt()).toBe('a');
});

it('finds what is due by the index of its table', async () => {
	const prepare = vi.spyOn(sqlite, 'prepare');
	await takeAt();
	const asked = prepare.mock.calls.flat().find((text) => text.startsWith('update')) ?? '';
	const values = Array.from(asked.matchAll(/\?/g), () => 1);
	const plan = JSON.stringify(sqlite.prepare(`EXPLAIN QUERY PLAN ${asked}`).all(values));
	expect(plan).toContain('letters_due (next_attempt_at<?)');
	expect(plan).toContain('letters_due (next_attempt_at>?)');
	expect(plan).not.toContain('SCAN');
});

it('gives one row to one of many who ask for it at the same time, also when that one is soon done', async () => {
	await add('a');
	const done: string[] = [];
	const ask = async (owner: string) => {
		if (!(await claimOne(db, LETTERS, 'a', claimAt(NOW, owner)))) return;
		done.push(owner);
		await db.updateTable('letters').set(RELEASED).execute();
		endClaim(db, LETTERS, 'a');
	};
	await Promise.all(['first', 'second', 'third', 'fourth'].map(ask));
	expect(done).toEqual(['first']);
	await ask('later');
	expect(done).toEqual(['first', 'later']);
});

it('leaves a row free that was asked for in vain', async () => {
	await add('a', { sentAt: 1 });
	expect(await claimOne(db, LETTERS, 'a', claimAt())).toBeUndefined();
	await db.updateTable('letters').set({ sentAt: null }).execute();
	expect(await takeAt()).toBe('a');
});
