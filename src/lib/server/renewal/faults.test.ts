import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes } from '../clock.ts';
import { CouldNotSend, UnexpectedAnswer } from '../meta/errors.ts';
import { refreshes } from './ledger.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

const last = async () => (await world.ledger()).at(-1);

/** Every fault, as meta/ hands it on, and what it must come to. */
const PASSING = [
	['timeout', new CouldNotSend('timeout'), 'unreachable'],
	['reset', new CouldNotSend('network', 'ECONNRESET'), 'unreachable'],
	['HTML under 502', new UnexpectedAnswer('HTML', 502), 'meta_down'],
	['HTML under 200', new UnexpectedAnswer('HTML', 200), 'unexpected'],
	['truncated JSON', new UnexpectedAnswer('no JSON', 200), 'unexpected'],
	['a redirect', new UnexpectedAnswer('a redirect', 302), 'unexpected'],
	['429 without a body', new UnexpectedAnswer('nothing', 429), 'throttled'],
	['code 1', refusal(1), 'meta_down'],
	['code 2', refusal(2), 'meta_down'],
	['a dead token under 503', refusal(190, { httpStatus: 503 }), 'meta_down'],
	['a dead token called transient', refusal(190, { isTransient: true }), 'meta_down'],
	['a dead token under 200', refusal(190, { httpStatus: 200 }), 'unexpected'],
	['code 4', refusal(4), 'throttled'],
	['code 17', refusal(17), 'throttled'],
	['code 613', refusal(613), 'throttled'],
	['code 80002', refusal(80_002), 'throttled'],
	['an unknown refusal', refusal(100), 'refused'],
	['a fault of our own', new TypeError('broken'), 'unexpected'],
	['something thrown that is no error', 'text' as unknown as Error, 'unexpected']
] as const;

const DEFINITE = [
	['190 with subcode 0', refusal(190, { subcode: 0, words: 'Session has expired' }), 'expired'],
	['463', refusal(190, { subcode: 463 }), 'expired'],
	['460', refusal(190, { subcode: 460 }), 'password_changed'],
	['458', refusal(190, { subcode: 458 }), 'app_removed'],
	['459', refusal(190, { subcode: 459 }), 'checkpoint'],
	['464', refusal(190, { subcode: 464 }), 'unconfirmed'],
	['467', refusal(190, { subcode: 467 }), 'logged_out'],
	['102', refusal(102), 'token_ended']
] as const;

const REFUSING_APP = [
	[
		'no tester role',
		refusal(100, { words: 'Unsupported request - method type: get' }),
		'not_a_tester'
	],
	['code 10', refusal(10), 'app_not_permitted'],
	['code 200', refusal(200, { httpStatus: 403 }), 'app_not_permitted'],
	['a blocked app', refusal(200, { words: 'API access blocked.' }), 'app_blocked'],
	[
		'a blocked app under HTTP 200',
		refusal(200, { words: 'API access deactivated.', httpStatus: 200 }),
		'app_blocked'
	],
	[
		'a deleted app',
		refusal(190, { words: 'Error validating application. Application has been deleted.' }),
		'app_unknown'
	],
	['a changed secret', refusal(100, { words: 'Invalid appsecret_proof provided' }), 'app_secret'],
	['a demand for two factors', refusal(415, { subcode: 2859009 }), 'two_factor']
] as const;

describe('a fault of refresh', () => {
	it.each(PASSING)('%s: nothing is stored, and it is tried again', async (_name, fault, cause) => {
		const sealed = (await world.row()).tokenSealed;
		world.meta.fault.refresh = fault;
		expect(await world.tick()).toBe('transient');
		expect(await world.row()).toMatchObject({
			tokenSealed: sealed,
			tokenVersion: 1,
			expiresAt: START + days(60),
			failures: 1,
			failingSince: world.clock.time,
			failingCause: cause,
			endedCause: null,
			nextAttemptAt: world.clock.time + minutes(15),
			leaseOwner: null
		});
		expect(await world.ledger()).toMatchObject([{ outcome: 'transient', expiresAfter: null }]);
	});

	it.each(DEFINITE)('%s: the end, and the sealed token stays', async (_name, fault, cause) => {
		world.meta.fault.refresh = fault;
		expect(await world.tick()).toBe('rejected');
		expect(await world.row()).toMatchObject({
			endedCause: cause,
			endedAt: world.clock.time,
			nextAttemptAt: world.clock.time + hours(1),
			leaseOwner: null
		});
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await last()).toMatchObject({ outcome: 'rejected', nextDueAt: null });
		expect(await world.tick()).toBe('idle');
		const audit = await world.db.selectFrom('auditLog').selectAll().execute();
		expect(audit).toMatchObject([{ kind: 'connection_ended', connectionId: 'a' }]);
	});

	it.each(REFUSING_APP)('%s: refused, and asked daily', async (_name, fault, cause) => {
		world.meta.fault.refresh = fault;
		expect(await world.tick()).toBe('rejected');
		expect(await world.row()).toMatchObject({
			failingCause: cause,
			endedCause: null,
			nextAttemptAt: world.clock.time + days(1)
		});
	});

	it("keeps Meta's words with the row and the connection, without the token", async () => {
		world.meta.fault.refresh = refusal(190, { words: 'Something new about IGAAa-0.' });
		await world.tick();
		expect(await last()).toMatchObject({
			cause: 'token_ended',
			detail: 'Something new about ….'
		});
		expect((await world.row()).causeDetail).toBe('Something new about ….');
	});

	it("keeps the system's code where no answer came", async () => {
		world.meta.fault.refresh = new CouldNotSend('network', 'ENOTFOUND');
		await world.tick();
		expect(await last()).toMatchObject({ code: 'network', detail: 'ENOTFOUND' });
		expect((await refreshes(world.db, 'a'))[0]).toMatchObject({
			word: 'No answer, trying again',
			detail: 'ENOTFOUND: its name is not known here'
		});
	});

	it('is forgotten at the next success', async () => {
		world.meta.fault.refresh = new CouldNotSend('timeout');
		await world.tick();
		world.meta.fault = {};
		world.clock.time += minutes(15);
		expect(await world.tick()).toBe('renewed');
		expect(await world.row()).toMatchObject({
			failures: 0,
			failingCause: null,
			causeDetail: null
		});
		expect((await world.ledger()).map(({ outcome }) => outcome)).toEqual(['transient', 'renewed']);
	});

	it('that lasts waits 15 min, 1 h, 6 h, then days, and every 6 h near the end', async () => {
		world.meta.fault.refresh = new CouldNotSend('network');
		const waits = [];
		while (world.clock.time < START + days(60)) {
			await world.tick();
			const next = (await world.row()).nextAttemptAt ?? NaN;
			waits.push(next - world.clock.time);
			world.clock.time = next;
		}
		expect(waits.slice(0, 5)).toEqual([minutes(15), hours(1), hours(6), days(1), days(1)]);
		expect(waits.at(-1)).toBe(hours(6));
		expect((await world.row()).failingSince).toBe(START + days(7));
	});

	it('ends as expired only after 30 days of trying past the expiry', async () => {
		world.meta.fault.refresh = new CouldNotSend('network');
		world.clock.time = START + days(61);
		for (let tried = 0; tried < 30; tried += 1) {
			expect(await world.tick()).toBe('transient');
			expect((await world.row()).endedCause).toBeNull();
			world.clock.time += days(1);
		}
		await world.tick();
		expect(await world.row()).toMatchObject({ endedCause: 'expired', nextAttemptAt: null });
	});
});

describe('a fault of the first /me', () => {
	it.each([...PASSING, ...REFUSING_APP])(
		'%s: the new token is current, the previous one kept',
		async (_name, fault) => {
			await world.change({ failures: 4, failingSince: START, failingCause: 'throttled' });
			world.meta.fault.me = fault;
			expect(await world.tick()).toBe('renewed');
			expect(await world.tokenOf()).toBe('IGAAa-1');
			expect(await world.previousOf()).toBe('IGAAa-0');
			expect(await world.row()).toMatchObject({
				failures: 0,
				failingSince: null,
				failingCause: null,
				endedCause: null,
				nextAttemptAt: world.clock.time + minutes(15),
				leaseOwner: null
			});
			expect(await world.ledger()).toMatchObject([
				{ outcome: 'renewed', nextDueAt: world.clock.time + minutes(15) }
			]);
		}
	);

	it.each(DEFINITE)('%s: the previous token is restored', async (_name, fault) => {
		world.meta.fault.me = fault;
		expect(await world.tick()).toBe('rejected');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({
			issuedAt: START,
			expiresAt: START + days(60),
			lastRefreshAt: null,
			tokenVersion: 3,
			endedCause: null,
			failingCause: 'unexpected',
			nextAttemptAt: world.clock.time + minutes(15)
		});
		expect(await world.previousOf()).toBe('IGAAa-1');
		expect(await world.ledger()).toMatchObject([{ outcome: 'rejected', expiresAfter: null }]);
	});

	it('restores before it ends: a token that is really dead ends at the next attempt', async () => {
		world.meta.fault.me = refusal(190);
		await world.tick();
		world.meta.alive.clear();
		world.clock.time += minutes(15);
		await world.tick();
		expect((await world.row()).endedCause).toBe('token_ended');
	});
});
