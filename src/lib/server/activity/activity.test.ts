import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	activityWorld,
	type ActivityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { KEPT_FOR } from '../audit/retention.ts';
import { days } from '../clock.ts';
import { readActivity } from './activity.ts';
import { cursorOf, type Line, newestFirst, type Question, readCursor } from './line.ts';

const ADA = { creatorId: 'ada', isOwner: true };
const BO = { creatorId: 'bo', isOwner: false };
const ALL: Question = { group: null, connectionId: null, before: null };

let world: ActivityWorld;
beforeEach(async () => {
	world = await activityWorld();
});
afterEach(() => world.close());

const read = (viewer = ADA, question: Partial<Question> = {}, limit = 100) =>
	readActivity(world.db, viewer, { ...ALL, ...question }, { now: NOW, limit });
const kinds = (lines: Line[]) => lines.map(({ kind }) => kind);

describe('the activity', () => {
	it('mixes the audit log with the renewals, newest first', async () => {
		await world.note({ kind: 'connected', at: NOW - 3, creatorId: 'ada', connectionId: 'c-ada' });
		await world.renewal('c-ada', NOW - 2);
		await world.note({ kind: 'disconnected', at: NOW - 1, creatorId: 'ada' });
		expect(kinds(await read())).toEqual(['disconnected', 'renewal', 'connected']);
	});

	it('tells checks from renewals: of Facebook Login, and of a token under 24 hours', async () => {
		await world.db
			.updateTable('connections')
			.set({ provider: 'facebook' })
			.where('id', '=', 'c-pier')
			.execute();
		const failed = { outcome: 'rejected', code: '190' } as const;
		await world.renewal('c-ada', NOW - days(3), { trigger: 'connect', outcome: 'connected' });
		await world.renewal('c-ada', NOW - days(2), failed);
		await world.renewal('c-ada', NOW - days(1));
		await world.renewal('c-ada', NOW - 2, failed);
		await world.renewal('c-pier', NOW - 1, failed);
		const told = (await read()).map(({ username, detail }) => [username, detail['isCheck']]);
		expect(told).toEqual([
			['north.pier.radio', true],
			['ada.draws', true],
			['ada.draws', false],
			['ada.draws', false]
		]);
	});

	it('puts the end of a connection above the renewal of the same moment', async () => {
		await world.note({ kind: 'connection_ended', creatorId: 'ada', connectionId: 'c-ada' });
		await world.renewal('c-ada', NOW, { outcome: 'rejected', code: '190' });
		expect(kinds(await read())).toEqual(['connection_ended', 'renewal']);
	});

	it('tells of a consent once', async () => {
		await world.note({ kind: 'connected', creatorId: 'ada', connectionId: 'c-ada' });
		await world.renewal('c-ada', NOW, { trigger: 'connect', outcome: 'connected' });
		expect(kinds(await read())).toEqual(['connected']);
	});

	it('is each one’s own; the owner sees besides what is of nobody, and who came by invitation', async () => {
		await world.note({ kind: 'signed_in', creatorId: 'ada' });
		await world.note({ kind: 'signed_out', creatorId: 'bo' });
		await world.note({ kind: 'sign_in_refused' });
		await world.note({ kind: 'invitation_accepted', creatorId: 'bo' });
		await world.renewal('c-ada', NOW - 1);
		await world.renewal('c-bo', NOW - 1, { trigger: 'manual' });
		expect(kinds(await read(ADA))).toEqual([
			'invitation_accepted',
			'sign_in_refused',
			'signed_in',
			'renewal'
		]);
		expect(kinds(await read(BO))).toEqual(['invitation_accepted', 'signed_out', 'renewal']);
		expect((await read(BO)).at(-1)).toMatchObject({
			username: 'bo.bakes',
			detail: { trigger: 'manual' }
		});
	});

	it('names no account of somebody else', async () => {
		await world.note({ kind: 'deauthorized', connectionId: 'c-bo' });
		expect(await read(ADA)).toMatchObject([{ kind: 'deauthorized', username: null }]);
	});

	it('can be narrowed to a group and to an account', async () => {
		await world.note({ kind: 'signed_in', creatorId: 'ada' });
		await world.note({ kind: 'connected', creatorId: 'ada', connectionId: 'c-pier' });
		await world.note({ kind: 'connect_refused', creatorId: 'ada' });
		await world.renewal('c-ada', NOW - 1);
		await world.renewal('c-pier', NOW - 2);
		expect(kinds(await read(ADA, { group: 'sign-ins' }))).toEqual(['signed_in']);
		expect(kinds(await read(ADA, { group: 'refusals' }))).toEqual(['connect_refused']);
		expect(await read(ADA, { group: 'renewals' })).toHaveLength(2);
		expect(kinds(await read(ADA, { connectionId: 'c-pier' }))).toEqual(['connected', 'renewal']);
		const both = await read(ADA, { group: 'renewals', connectionId: 'c-pier' });
		expect(both).toMatchObject([{ username: 'north.pier.radio' }]);
		expect(await read(ADA, { connectionId: 'c-bo' })).toEqual([]);
	});

	it('keeps the name that an account had then, and finds it where the line has none', async () => {
		const was = { creatorId: 'ada', connectionId: 'c-ada' };
		await world.note({ kind: 'connected', ...was, detail: { username: 'ada.before' } });
		await world.note({ kind: 'card_removed', ...was });
		const names = (await read()).map(({ username }) => username);
		expect(names).toEqual(['ada.draws', 'ada.before']);
	});

	it('ends after 400 days, renewals too', async () => {
		await world.note({ kind: 'signed_in', at: NOW - KEPT_FOR, creatorId: 'ada' });
		await world.renewal('c-ada', NOW - KEPT_FOR);
		expect(await read()).toEqual([]);
		await world.renewal('c-ada', NOW - KEPT_FOR + 1);
		expect(await read()).toHaveLength(1);
		expect(KEPT_FOR).toBe(days(400));
	});

	it('pages through any mix without a gap and without a double', async () => {
		const lines = fc.array(
			fc.record({ isRenewal: fc.boolean(), age: fc.integer({ min: 0, max: 4 }) }),
			{ maxLength: 25 }
		);
		await fc.assert(
			fc.asyncProperty(lines, fc.integer({ min: 1, max: 6 }), async (mix, limit) => {
				await world.db.deleteFrom('auditLog').execute();
				await world.db.deleteFrom('renewals').execute();
				// Both begin with 1 again, so that the numbers of the two mix as well.
				await sql`DELETE FROM sqlite_sequence`.execute(world.db);
				for (const { isRenewal, age } of mix) {
					if (isRenewal) await world.renewal('c-ada', NOW - age);
					else await world.note({ kind: 'signed_in', at: NOW - age, creatorId: 'ada' });
				}
				const whole = (await read()).map(cursorOf);
				expect(whole).toHaveLength(mix.length);
				const paged: string[] = [];
				let before: Question['before'] = null;
				while (paged.length <= mix.length) {
					const page: string[] = (await read(ADA, { before }, limit)).map(cursorOf);
					if (page.length === 0) break;
					paged.push(...page);
					before = readCursor(page.at(-1) ?? '');
				}
				expect(paged).toEqual(whole);
			}),
			{ numRuns: 40 }
		);
	});
});

describe('a cursor', () => {
	it('names one place and nothing else', () => {
		const place = fc.record({
			at: fc.integer({ min: 0, max: 10 ** 14 }),
			source: fc.constantFrom('audit' as const, 'ledger' as const),
			id: fc.integer({ min: 1, max: 10 ** 9 })
		});
		fc.assert(
			fc.property(place, (one) => {
				expect(readCursor(cursorOf(one))).toEqual(one);
			})
		);
		fc.assert(
			fc.property(place, place, (one, other) => {
				const isSame = cursorOf(one) === cursorOf(other);
				expect(newestFirst(one, other) === 0).toBe(isSame);
			})
		);
	});

	it.each([
		'',
		'5',
		'1-audit',
		'1-audit-',
		'-1-audit-2',
		'1-ledger-2 ',
		'1-other-2',
		'1e3-audit-2'
	])('is not %j', (text) => {
		expect(readCursor(text)).toBeNull();
	});
});
