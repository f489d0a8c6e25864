import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { type Brake, openBrake } from '../brake/brake.ts';
import { days, hours, minutes } from '../clock.ts';
import { currentToken } from './current-token.ts';
import { renewNow } from './renew-now.ts';
import { createSweep } from './sweep.ts';

let world: RenewalWorld;
let brake: Brake;
/** Real time, which is not the clock of connections. */
let real: number;
const DAY = START + days(7);
beforeEach(async () => {
	world = renewalWorld();
	world.clock.time = DAY;
	real = Date.UTC(2026, 10, 29);
	brake = await openBrake({ db: world.db, now: () => real });
	world.deps.brake = brake;
});
afterEach(() => world.close());

const sweep = () => createSweep(world.deps).run();
const told = (id: string, facts: { account?: number; app?: number; code?: number }) => {
	const headers = new Headers();
	if (facts.app) headers.set('x-app-usage', JSON.stringify({ call_count: facts.app }));
	if (facts.account) {
		const use = { call_count: facts.account };
		headers.set('x-business-use-case-usage', JSON.stringify({ 1: [use] }));
	}
	const body = facts.code ? { error: { code: facts.code } } : {};
	const bytes = new TextEncoder().encode(JSON.stringify(body));
	const status = facts.code ? 400 : 200;
	return brake.heard({ id, provider: 'instagram' }, { status, headers, bytes });
};

describe('a sweep under a limit of Meta’s', () => {
	it('waits, marks nobody as failed, writes no line, and goes on after it', async () => {
		await world.add('a');
		await told('a', { account: 80 });
		expect(await sweep()).toMatchObject({ attempts: 0, held: 1, renewed: 0 });
		expect(await world.row()).toMatchObject({
			failures: 0,
			failingCause: null,
			leaseOwner: null,
			nextAttemptAt: DAY + minutes(5)
		});
		expect(await world.ledger()).toEqual([]);
		expect(world.refresh).not.toHaveBeenCalled();

		real += minutes(5);
		world.clock.time += minutes(5);
		expect(await sweep()).toMatchObject({ attempts: 1, renewed: 1 });
	});

	it('stops for all of a login where the app’s limit is reached, the most urgent first after it', async () => {
		const order = ['late', 'soon', 'middle'];
		await world.add('late', { expiresAt: START + days(60) });
		await world.add('soon', { expiresAt: START + days(20) });
		await world.add('middle', { expiresAt: START + days(40) });
		await told('late', { code: 4 });
		expect(await sweep()).toMatchObject({ attempts: 0, held: 3 });
		for (const id of order) expect(await world.row(id)).toMatchObject({ failures: 0 });

		real += minutes(5);
		world.clock.time += minutes(5);
		// One passes, as after every hold.
		expect(await sweep()).toMatchObject({ attempts: 1, renewed: 1, held: 2 });
		expect(world.refresh.mock.calls[0]?.[0]).toBe('IGAAsoon-0');
		await told('soon', {});
		world.clock.time += minutes(2);
		expect(await sweep()).toMatchObject({ renewed: 2 });
	});

	it('never waits into a token’s last day', async () => {
		await world.add('a', { expiresAt: DAY + days(1) + minutes(3) });
		await told('a', { code: 80_002 });
		await sweep();
		expect((await world.row()).nextAttemptAt).toBe(DAY + minutes(3));
		world.clock.time += minutes(3);
		expect(await sweep()).toMatchObject({ renewed: 1 });
	});

	it('waits for a token that has run out already, which loses nothing', async () => {
		await world.add('a', { expiresAt: DAY - hours(1) });
		await told('a', { account: 99 });
		expect(await sweep()).toMatchObject({ held: 1 });
	});
});

describe('a click to renew', () => {
	it('goes on past 95 percent', async () => {
		await world.add('a');
		await told('a', { account: 99, app: 99 });
		await renewNow(world.deps, 'a');
		expect((await world.row()).lastRefreshAt).toBe(DAY);
	});

	it('is refused while Meta blocks, with the time to wait, and leaves the plan as it was', async () => {
		await world.add('a');
		await told('a', { code: 17 });
		await expect(renewNow(world.deps, 'a')).rejects.toMatchObject({
			code: 'rate_limited',
			retryAfter: 300,
			message: 'Meta’s limit of calls is reached. Try again in 5 minutes.'
		});
		expect(await world.row()).toMatchObject({ nextAttemptAt: DAY, leaseOwner: null });
		expect(world.refresh).not.toHaveBeenCalled();
	});
});

it('a tool gets the stored token where its renewal has to wait', async () => {
	await world.add('a');
	await told('a', { account: 76 });
	expect(await currentToken(world.deps, 'a')).toMatchObject({ token: 'IGAAa-0' });
	expect(world.refresh).not.toHaveBeenCalled();
});

it('the brake hears what Meta says beside its answers', async () => {
	await world.add('a');
	world.refresh.mockImplementationOnce((_token, patience) => {
		const headers = new Headers({ 'x-app-usage': '{"call_count":97}' });
		patience?.heard?.({ status: 200, headers, bytes: new Uint8Array() });
		return Promise.reject(new Error('cut off'));
	});
	await sweep();
	const other = { id: 'b', provider: 'instagram' } as const;
	expect(brake.mayCall(other, 'tool')).toEqual({ waitMs: minutes(5), code: null });
	expect(brake.mayCall(other, 'creator')).toBeNull();
});
