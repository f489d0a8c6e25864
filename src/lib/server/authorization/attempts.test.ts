import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addCreator } from '../creators/creator.ts';
import { openDatabase, type OpenDatabase } from '../database/open.ts';
import {
	ATTEMPT_LIFE,
	attemptsOf,
	type BrowserHalf,
	consumeAttempt,
	dropOldAttempts,
	type NewAttempt,
	startAttempt,
	stateOf
} from './attempts.ts';
import { endAttempt } from './record-failure.ts';

const NOW = Date.UTC(2027, 0, 1);
let folder: string;
let database: OpenDatabase;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-attempts-'));
	database = openDatabase(join(folder, 'mooring.db'));
});

afterEach(async () => {
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

const NEW: NewAttempt = {
	provider: 'instagram',
	sessionHash: null,
	creatorId: null,
	mayClaim: false,
	connectionId: null,
	scopes: ['instagram_business_basic'],
	askAgain: null,
	invitationHash: null,
	confirms: null,
	network: null
};
const begin = () => startAttempt(database.db, NEW, NOW);

const consume = (state: string, halves: BrowserHalf[], now = NOW + 1) =>
	consumeAttempt(
		database.db,
		{
			provider: 'instagram',
			state,
			secretFor: (id) => halves.find((half) => half.id === id)?.secret ?? null
		},
		now
	);

describe('an attempt', () => {
	it('has a state of 256 bits that differs from the cookie', async () => {
		const half = await begin();
		expect(Buffer.from(stateOf(half.secret), 'base64url')).toHaveLength(32);
		expect(stateOf(half.secret)).not.toBe(half.secret);
	});

	it('is stored by hashes only', async () => {
		const half = await begin();
		const stored = JSON.stringify(await database.db.selectFrom('attempts').selectAll().execute());
		expect(stored).not.toContain(half.secret);
		expect(stored).not.toContain(stateOf(half.secret));
	});

	it('is consumed once, also by 50 callbacks at the same time', async () => {
		const half = await begin();
		const ends = await Promise.allSettled(
			Array.from({ length: 50 }, () => consume(stateOf(half.secret), [half]))
		);
		expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
		// Also without its cookie, which goes when all went well: somebody reloaded the page.
		for (const halves of [[half], []]) {
			await expect(consume(stateOf(half.secret), halves)).rejects.toMatchObject({
				code: 'state_used'
			});
		}
	});

	it('stays open for its own browser when another one brings the state', async () => {
		const half = await begin();
		const other = await begin();
		const state = stateOf(half.secret);
		await expect(consume(state, [])).rejects.toMatchObject({ code: 'state_foreign' });
		await expect(consume(state, [{ ...half, secret: other.secret }])).rejects.toMatchObject({
			code: 'state_foreign'
		});
		expect((await consume(state, [half])).id).toBe(half.id);
	});

	it('lets several tabs finish in any order', async () => {
		const [first, second] = [await begin(), await begin()];
		expect((await consume(stateOf(second.secret), [first, second])).id).toBe(second.id);
		expect((await consume(stateOf(first.secret), [first, second])).id).toBe(first.id);
	});

	it('is over after ten minutes', async () => {
		const half = await begin();
		await expect(consume(stateOf(half.secret), [half], NOW + ATTEMPT_LIFE)).rejects.toMatchObject({
			code: 'state_expired'
		});
	});

	it('is unknown for a state with one character changed, and for the stored hash', async () => {
		const half = await begin();
		const state = stateOf(half.secret);
		const flipped = (state.startsWith('A') ? 'B' : 'A') + state.slice(1);
		const { stateHash: hash } = await database.db
			.selectFrom('attempts')
			.select('stateHash')
			.executeTakeFirstOrThrow();
		for (const wrong of [flipped, hash, '']) {
			await expect(consume(wrong, [half])).rejects.toMatchObject({ code: 'state_unknown' });
		}
	});

	it('keeps how it ended for the browser that started it, for ten minutes', async () => {
		const half = await begin();
		await endAttempt(database.db, half.id, { problem: 'denied', metaSaid: 'x'.repeat(300) });
		const [mine] = await attemptsOf(database.db, [half]);
		expect(mine?.attempt.problem).toBe('denied');
		expect(mine?.attempt.metaSaid).toHaveLength(200);
		expect(await attemptsOf(database.db, [{ ...half, secret: 'other' }])).toEqual([]);
		await dropOldAttempts(database.db, NOW + 2 * ATTEMPT_LIFE - 1);
		expect(await attemptsOf(database.db, [half])).toHaveLength(1);
		await dropOldAttempts(database.db, NOW + 2 * ATTEMPT_LIFE);
		expect(await attemptsOf(database.db, [half])).toEqual([]);
	});
});

describe('a thousand open attempts', { timeout: 30_000 }, () => {
	const from = (network: string, now = NOW) => startAttempt(database.db, { ...NEW, network }, now);
	const isOpen = async ({ id }: BrowserHalf) =>
		(await database.db.selectFrom('attempts').select('id').where('id', '=', id).execute()).length >
		0;
	const count = async () =>
		(await database.db.selectFrom('attempts').select('id').execute()).length;

	it('give way to a flood from ten networks, and who is at Meta does not', async () => {
		const owner = await from('198.51.100.7', NOW - 1);
		const first = await from('203.0.113.0');
		for (let at = 0; at < 1050; at += 1) await from(`203.0.113.${String(at % 10)}`, NOW + at);
		expect(await count()).toBe(1000);
		expect(await isOpen(first)).toBe(false);
		expect((await consume(stateOf(owner.secret), [owner])).id).toBe(owner.id);
	});

	it('of as many networks end with the oldest, or with the older of who comes again', async () => {
		const halves: BrowserHalf[] = [];
		for (let at = 0; at < 1000; at += 1) halves.push(await from(`network ${String(at)}`, NOW + at));
		const [oldest, second] = halves as [BrowserHalf, BrowserHalf];
		const again = await from('network 700', NOW + 2000);
		expect([await isOpen(oldest), await isOpen(halves[700] as BrowserHalf)]).toEqual([true, false]);
		const newcomer = await from('new', NOW + 2001);
		expect([await isOpen(oldest), await isOpen(second)]).toEqual([false, true]);
		expect([await isOpen(again), await isOpen(newcomer)]).toEqual([true, true]);
	});

	it('do not count what was spent, nor those of who is signed in, who have a bound of their own', async () => {
		const [ada, ben] = [await addCreator(database.db, 1), await addCreator(database.db, 2)];
		const me = { ...NEW, creatorId: ada, sessionHash: 's' };
		const mine: BrowserHalf[] = [];
		for (let at = 0; at < 130; at += 1) mine.push(await startAttempt(database.db, me, NOW + at));
		const other = await startAttempt(database.db, { ...me, creatorId: ben }, NOW - 5);
		const spent = await from('a', NOW - 9);
		await consume(stateOf(spent.secret), [spent], NOW);
		for (let at = 0; at < 1001; at += 1) await from('a', NOW);
		expect(await count()).toBe(100 + 1 + 1 + 1000);
		expect(await Promise.all(mine.slice(28, 32).map(isOpen))).toEqual([false, false, true, true]);
		expect([await isOpen(other), await isOpen(spent)]).toEqual([true, true]);
	});
});
