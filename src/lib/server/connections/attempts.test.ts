import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import {
	ATTEMPT_LIFE,
	attemptsOf,
	type BrowserHalf,
	type NewAttempt,
	consumeAttempt,
	dropOldAttempts,
	endAttempt,
	startAttempt,
	stateOf
} from './attempts.ts';

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
	confirms: null
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
		const { state_hash: hash } = await database.db
			.selectFrom('attempts')
			.select('state_hash')
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
		expect(mine?.attempt.meta_said).toHaveLength(200);
		expect(await attemptsOf(database.db, [{ ...half, secret: 'other' }])).toEqual([]);
		await dropOldAttempts(database.db, NOW + 2 * ATTEMPT_LIFE - 1);
		expect(await attemptsOf(database.db, [half])).toHaveLength(1);
		await dropOldAttempts(database.db, NOW + 2 * ATTEMPT_LIFE);
		expect(await attemptsOf(database.db, [half])).toEqual([]);
	});

	it('gives way where a thousand are open, the oldest first', async () => {
		const row = await database.db
			.selectFrom('attempts')
			.selectAll()
			.where('id', '=', (await begin()).id)
			.executeTakeFirstOrThrow();
		const many = Array.from({ length: 999 }, (_, index) => ({
			...row,
			id: `many-${String(index)}`,
			state_hash: `state-${String(index)}`,
			created_at: NOW + 1
		}));
		for (let done = 0; done < many.length; done += 50) {
			await database.db
				.insertInto('attempts')
				.values(many.slice(done, done + 50))
				.execute();
		}
		await database.db
			.insertInto('attempts')
			.values({ ...row, id: 'spent', state_hash: 'spent', created_at: NOW - 1, consumed_at: NOW })
			.execute();
		const late = await startAttempt(database.db, NEW, NOW + 2);
		const ids = (await database.db.selectFrom('attempts').select('id').execute()).map(
			({ id }) => id
		);
		expect(ids).toHaveLength(1001);
		expect(ids).not.toContain(row.id);
		expect(ids).toEqual(expect.arrayContaining([late.id, 'spent']));
	});
});
