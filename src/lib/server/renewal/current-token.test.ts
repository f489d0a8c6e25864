import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, minutes } from '../clock.ts';
import { currentToken } from './current-token.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

const current = (id = 'a') => currentToken(world.deps, id);
const duringRefresh = (meddle: () => Promise<unknown>) => {
	world.meta.during = (call) => (call === 'refresh' ? meddle() : Promise.resolve());
};

describe('a token that is due', () => {
	it('is renewed once for many who ask at the same time, and all get the new one', async () => {
		world.meta.oldOnesDie = true;
		world.deps.sleep = () => new Promise((resolve) => setTimeout(resolve, 1));
		const answers = await Promise.all(Array.from({ length: 20 }, () => current()));
		expect(new Set(answers.map((answer) => 'token' in answer && answer.token))).toEqual(
			new Set(['IGAAa-1'])
		);
		expect(world.refresh).toHaveBeenCalledTimes(1);
		expect(await world.ledger()).toMatchObject([{ trigger: 'schedule', outcome: 'renewed' }]);
	});

	it('is asked for again only after the back-off', async () => {
		world.meta.fault.refresh = refusal(2);
		await current();
		await current();
		expect(world.refresh).toHaveBeenCalledTimes(1);
		world.clock.time += minutes(15);
		world.meta.fault = {};
		expect(await current()).toMatchObject({ token: 'IGAAa-1' });
	});

	it('is the previous one again where Meta disowns what it just gave', async () => {
		world.meta.fault.me = refusal(190);
		expect(await current()).toEqual({ token: 'IGAAa-0', expiresAt: START + days(60) });
	});

	it('is handed out while Meta refuses the app but not the token', async () => {
		world.meta.fault.refresh = refusal(100, {
			words: 'Unsupported request - method type: get'
		});
		expect(await current()).toMatchObject({ token: 'IGAAa-0' });
		expect(await world.ledger()).toMatchObject([{ outcome: 'rejected' }]);
	});

	it.each([
		[
			'disconnected',
			'not_connected',
			() => world.change({ disconnectedAt: START, tokenSealed: null, leaseOwner: null })
		],
		['removed', 'unknown', () => world.db.deleteFrom('connections').execute()]
	])('is none where the connection is %s meanwhile', async (_name, reason, meddle) => {
		duringRefresh(meddle);
		expect(await current()).toEqual({ reason });
	});
});

describe('Meta is not asked about', () => {
	beforeEach(() => {
		world.deps.sleep = () => Promise.reject(new Error('waited for nothing'));
	});
	afterEach(() => {
		expect(world.refresh).not.toHaveBeenCalled();
		expect(world.readProfile).not.toHaveBeenCalled();
	});

	it.each([
		['what has ended', { endedCause: 'password_changed' as const }, 'needs_reconnect'],
		['what is disconnected', { disconnectedAt: START }, 'not_connected']
	])('%s, though its date is past', async (_name, facts, reason) => {
		await world.change(facts);
		expect(await current()).toEqual({ reason });
		expect(await world.ledger()).toEqual([]);
	});

	it('a token that is due a moment later, nor one that is never due', async () => {
		for (const nextAttemptAt of [world.clock.time + 1, null]) {
			await world.change({ nextAttemptAt });
			expect(await current()).toMatchObject({ token: 'IGAAa-0' });
		}
	});

	it('a token of which no expiry is known, while it is not due', async () => {
		await world.change({ expiresAt: null, nextAttemptAt: START + days(8) });
		expect(await current()).toEqual({ token: 'IGAAa-0', expiresAt: null });
	});

	it('a token that was copied from another account', async () => {
		await world.add('b', { nextAttemptAt: START + days(8) });
		await world.change({ tokenSealed: (await world.row()).tokenSealed }, 'b');
		expect(await current('b')).toEqual({ reason: 'locked' });
	});
});

it('passes on what is no matter of keys', async () => {
	await world.change({ nextAttemptAt: null });
	const broken = new TypeError('broken');
	world.deps.vault = {
		...world.vault,
		open: () => {
			throw broken;
		}
	};
	await expect(current()).rejects.toBe(broken);
});
