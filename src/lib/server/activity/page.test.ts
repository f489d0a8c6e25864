import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
	activityWorld,
	type ActivityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { readCursor } from './line.ts';
import { activityPage } from './page.ts';

const ADA = { creatorId: 'ada', isOwner: true };

let world: ActivityWorld;
beforeEach(async () => {
	world = await activityWorld();
});
afterEach(() => world.close());

const page = (cursor: string | null = null, rows = 50) =>
	activityPage(
		world.db,
		ADA,
		{ group: null, connectionId: null, before: cursor === null ? null : readCursor(cursor) },
		{ now: NOW, rows }
	);
const refused = (at: number, address = '192.0.2.7') =>
	world.note({ kind: 'sign_in_refused', at, detail: { why: 'stranger' }, address });
const checked = (connectionId: string, at: number) =>
	world.renewal(connectionId, at, { outcome: 'checked' });

it('says once what follows each other and is the same, and since when', async () => {
	for (const age of [9, 8, 7]) await refused(NOW - age);
	await checked('c-ada', NOW - 6);
	await checked('c-ada', NOW - 5);
	await refused(NOW - 4);
	const { rows, older } = await page();
	expect(rows.map(({ what, times }) => [what, times])).toEqual([
		['Sign-in refused: a stranger', 1],
		['Checked @ada.draws: it works', 2],
		['Sign-in refused: a stranger', 3]
	]);
	const iso = (age: number) => new Date(NOW - age).toISOString();
	expect(rows[2]).toMatchObject({ at: iso(7), since: iso(9) });
	expect(older).toBeNull();
});

it('keeps apart: other addresses, other accounts of the same name, and renewals', async () => {
	await refused(NOW - 9);
	await refused(NOW - 8, '192.0.2.8');
	await world.db.updateTable('connections').set({ username: 'ada.draws' }).execute();
	await checked('c-ada', NOW - 7);
	await checked('c-pier', NOW - 6);
	await world.renewal('c-ada', NOW - 5);
	await world.renewal('c-ada', NOW - 4);
	expect((await page()).rows.map(({ times }) => times)).toEqual([1, 1, 1, 1, 1, 1]);
});

it('folds what is longer than a page, and begins the next page after it', async () => {
	await world.note({ kind: 'signed_in', at: NOW - 500, creatorId: 'ada' });
	for (let age = 400; age > 0; age -= 1) await refused(NOW - age);
	const first = await page(null, 1);
	expect(first.rows.map(({ times }) => times)).toEqual([400]);
	const second = await page(first.older, 1);
	expect(second.rows.map(({ what }) => what)).toEqual(['Signed in as an account']);
	expect(second.older).toBeNull();
});

it('reads no more than 2,000 lines or so, and goes on where it stopped', async () => {
	const line = { kind: 'sign_in_refused', creatorId: null, connectionId: null, address: null };
	const many = Array.from({ length: 3_000 }, (_, age) => ({
		...line,
		at: NOW - age,
		detail: '{}'
	}));
	await world.db.insertInto('auditLog').values(many).execute();
	const first = await page();
	const second = await page(first.older);
	const times = [first, second].map(({ rows }) => rows.map((row) => row.times));
	expect(times.flat()).toHaveLength(2);
	expect(times.flat().reduce((sum, each) => sum + each)).toBe(3_000);
	expect([first.older === null, second.older]).toEqual([false, null]);
});

it('pages through any mix without a line lost or doubled', async () => {
	const said = fc.constantFrom('ada', 'pier', 'renewed', 'refused', 'signed_in');
	const lines = fc.array(fc.record({ said, age: fc.integer({ min: 0, max: 9 }) }), {
		maxLength: 25
	});
	await fc.assert(
		fc.asyncProperty(lines, fc.integer({ min: 1, max: 4 }), async (mix, rows) => {
			await world.db.deleteFrom('auditLog').execute();
			await world.db.deleteFrom('renewals').execute();
			await sql`DELETE FROM sqlite_sequence`.execute(world.db);
			for (const { said, age } of mix) {
				if (said === 'refused') await refused(NOW - age);
				else if (said === 'renewed') await world.renewal('c-ada', NOW - age);
				else if (said === 'signed_in') await world.note({ kind: said, at: NOW - age });
				else await checked(`c-${said}`, NOW - age);
			}
			const whole = (await page()).rows;
			const paged: typeof whole = [];
			let cursor: string | null = null;
			do {
				const next: Awaited<ReturnType<typeof page>> = await page(cursor, rows);
				paged.push(...next.rows);
				cursor = next.older;
			} while (cursor !== null && paged.length <= mix.length);
			expect(paged).toEqual(whole);
			expect(paged.reduce((sum, { times }) => sum + times, 0)).toBe(mix.length);
		}),
		{ numRuns: 40 }
	);
});
