import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes } from '../clock.ts';
import { connectionView } from '../connections/health.ts';
import { CouldNotSend } from '../meta/errors.ts';
import { createSweep } from './sweep.ts';

const END = START + days(7);

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = END;
	world.meta.fault.refresh = refusal(190);
	await world.tick();
});
afterEach(() => world.close());

const seen = async () =>
	connectionView(await world.row(), { now: world.clock.time, isLocked: false });
const audit = () => world.db.selectFrom('auditLog').selectAll().execute();

/** Sweeps every half an hour, and tells how long after the end Meta was asked. */
async function liveFor(ms: number) {
	const asked: number[] = [];
	const until = world.clock.time + ms;
	for (; world.clock.time < until; world.clock.time += minutes(30)) {
		const before = world.refresh.mock.calls.length;
		await createSweep(world.deps).run();
		if (world.refresh.mock.calls.length > before) asked.push(world.clock.time - END);
	}
	return asked;
}
const LOOKS = [0, 1, 2, 3, 4, 5, 6, 7].map((day) => hours(1) + days(day));
/** On the day of its end it has 53 days left. */
const LATER = Array.from({ length: 15 }, (_, at) => hours(1) + days(7 + 3 * (at + 1)));

describe('a token that Meta called dead', () => {
	it('needs its creator at once, and promises no renewal', async () => {
		expect(await seen()).toMatchObject({ status: 'needs_reconnect', nextRefreshAt: null });
		expect((await world.ledger()).at(-1)).toMatchObject({ outcome: 'rejected', nextDueAt: null });
	});

	it('is not asked again and again where its end was noted by a clock that went back', async () => {
		world.clock.time = END - days(61);
		await createSweep(world.deps).run();
		expect(world.refresh).toHaveBeenCalledTimes(2);
		expect(await world.row()).toMatchObject({
			endedAt: END - days(61),
			nextAttemptAt: END - days(60)
		});
	});

	it('comes back by itself where Meta was wrong, as the ledger says', async () => {
		world.meta.fault = {};
		world.clock.time = END + hours(1) - 1;
		expect(await world.tick()).toBe('idle');
		world.clock.time += 1;
		expect(await world.tick()).toBe('renewed');
		expect(await seen()).toMatchObject({ status: 'healthy', problem: null });
		expect((await world.ledger()).map(({ outcome }) => outcome)).toEqual(['rejected', 'renewed']);
		expect((await world.row()).nextAttemptAt).toBe(world.clock.time + days(7));
	});

	it('is looked at after an hour, daily for a week, and then every third day while it may live', async () => {
		expect(await liveFor(days(70))).toEqual([...LOOKS, ...LATER]);
		expect((await world.row()).nextAttemptAt).toBeNull();
		expect(await audit()).toHaveLength(1);
	});

	it('of which Meta told no end is looked at for 60 days', async () => {
		await world.change({ expiresAt: null });
		const asked = await liveFor(days(70));
		expect(asked.at(-1)).toBe(hours(1) + days(58));
		expect((await world.row()).nextAttemptAt).toBeNull();
	});

	it('comes back after a checkpoint that took its creator three weeks', async () => {
		await liveFor(days(21));
		world.meta.fault = {};
		await liveFor(days(4));
		expect(await seen()).toMatchObject({ status: 'healthy', problem: null });
	});

	it('is looked at no oftener where nobody answers', async () => {
		world.meta.fault.refresh = new CouldNotSend('timeout');
		expect(await liveFor(days(9))).toEqual(LOOKS);
		expect(await seen()).toMatchObject({ status: 'needs_reconnect' });
		expect((await world.row()).failingCause).toBeNull();
	});

	it('keeps its cause where nobody answers long after it would have expired', async () => {
		await world.change({ expiresAt: START - days(60), failingSince: START - days(60) });
		world.meta.fault.refresh = new CouldNotSend('timeout');
		world.clock.time = END + hours(1);
		await world.tick();
		expect((await world.row()).endedCause).toBe('token_ended');
	});

	it.each([
		['disconnected', { disconnectedAt: END, tokenSealed: null, nextAttemptAt: null }],
		['without a token', { tokenSealed: null }]
	])('is not looked at when it is %s', async (_name, facts) => {
		await world.change(facts);
		expect(await liveFor(days(2))).toEqual([]);
	});

	it('that does not open is looked at no oftener', async () => {
		await world.add('b', { nextAttemptAt: null });
		await world.change({ tokenSealed: (await world.row('b')).tokenSealed });
		await liveFor(days(9));
		expect(await world.ledger()).toHaveLength(1 + LOOKS.length);
	});
});
