import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes, seconds } from '../clock.ts';
import { keyLimits, LIMITS } from './limits.ts';
import { ToolRefusal } from './tool-refusal.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = () => keyLimits({ now: Date.now });
const outcomeOf = (entering: Promise<unknown>) =>
	entering.then(
		() => 'in',
		(error: unknown) => (error instanceof ToolRefusal ? error : null)
	);
/** Whether a promise has settled by now. */
async function isWaiting(entering: Promise<unknown>) {
	const later = Symbol();
	const first = Promise.race([
		entering.catch(() => null),
		vi.advanceTimersByTimeAsync(0).then(() => later)
	]);
	return (await first) === later;
}

describe('the calls of a key', () => {
	it('are 120 at a stroke and 600 a minute', async () => {
		const of = limits();
		const flood = async () => {
			let count = 0;
			for (;;) {
				const outcome = await outcomeOf(of.enter('a').then((leave) => leave()));
				if (outcome !== 'in') return { count, outcome };
				count += 1;
			}
		};
		const first = await flood();
		expect(first.count).toBe(LIMITS.burst);
		expect(first.outcome).toMatchObject({ code: 'key_rate_limited', retryAfter: 1, status: 429 });
		let more = 0;
		for (let second = 0; second < 60; second += 1) {
			vi.setSystemTime(Date.now() + seconds(1));
			more += (await flood()).count;
		}
		expect(more).toBe(LIMITS.callsAMinute);
	});

	it('above ten at once wait for a place, in the order of asking', async () => {
		const of = limits();
		const inside = await Promise.all(Array.from({ length: 10 }, () => of.enter('a')));
		const [eleventh, twelfth] = [of.enter('a'), of.enter('a')];
		expect(await isWaiting(eleventh)).toBe(true);
		inside[3]?.();
		inside[3]?.();
		await eleventh;
		expect(await isWaiting(twelfth)).toBe(true);
		(await eleventh)();
		await twelfth;
	});

	it('wait ten seconds at most, and leave no place taken', async () => {
		const of = limits();
		const inside = await Promise.all(Array.from({ length: 10 }, () => of.enter('a')));
		const eleventh = outcomeOf(of.enter('a'));
		await vi.advanceTimersByTimeAsync(seconds(10) - 1);
		expect(await isWaiting(eleventh)).toBe(true);
		await vi.advanceTimersByTimeAsync(1);
		expect(await eleventh).toMatchObject({ code: 'key_rate_limited', status: 429 });
		expect((await eleventh) as ToolRefusal).toHaveProperty('retryAfter', 10);
		for (const leave of inside) leave();
		await Promise.all(Array.from({ length: 10 }, () => of.enter('a')));
	});

	it('of one that floods leave the other what it needs', async () => {
		const of = limits();
		const outcomes: Record<string, unknown[]> = { flooding: [], calm: [] };
		const call = async (key: string) => {
			const outcome = await outcomeOf(
				of.enter(key).then(async (leave) => {
					await new Promise((resolve) => setTimeout(resolve, 100));
					leave();
				})
			);
			outcomes[key]?.push(outcome);
		};
		for (let tick = 0; tick < 600; tick += 1) {
			for (let count = 0; count < 20; count += 1) void call('flooding');
			if (tick % 2 === 0) void call('calm');
			await vi.advanceTimersByTimeAsync(100);
		}
		await vi.advanceTimersByTimeAsync(minutes(1));
		const share = (key: string) =>
			(outcomes[key] ?? []).filter((one) => one === 'in').length / (outcomes[key]?.length ?? 1);
		expect(outcomes['calm']).toHaveLength(300);
		expect(share('calm')).toBeGreaterThanOrEqual(0.9);
		expect(share('flooding')).toBeLessThan(0.1);
	});

	it('end with the key: those that wait are refused, those inside are told', async () => {
		const of = limits();
		await Promise.all(Array.from({ length: 10 }, () => of.enter('a')));
		const signal = of.signalOf('a');
		const waiting = outcomeOf(of.enter('a'));
		expect(signal.aborted).toBe(false);
		of.end('a');
		expect(signal.aborted).toBe(true);
		expect(await waiting).toMatchObject({ code: 'key_revoked' });
		expect(of.size()).toBe(0);
		of.end('never-seen');
	});

	it('are not remembered of keys that rest', async () => {
		const of = keyLimits({ now: Date.now, maxKeys: 3 });
		const leave = await of.enter('stays');
		for (const key of ['a', 'b', 'c', 'd']) {
			(await of.enter(key))();
			vi.setSystemTime(Date.now() + seconds(1));
		}
		expect(of.size()).toBeLessThanOrEqual(3);
		leave();
	});

	it('get nothing from a clock that is set back, and go on afterwards', async () => {
		const of = limits();
		for (let count = 0; count < LIMITS.burst; count += 1) (await of.enter('a'))();
		vi.setSystemTime(Date.now() - minutes(60));
		expect(await outcomeOf(of.enter('a'))).toMatchObject({ code: 'key_rate_limited' });
		vi.setSystemTime(Date.now() + seconds(1));
		expect(await outcomeOf(of.enter('a'))).toBe('in');
	});
});
