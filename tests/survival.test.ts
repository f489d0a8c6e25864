import { expect, it } from 'vitest';
import { liveThrough } from './survival/many-worlds.ts';
import { oracleOf } from './survival/oracle.ts';
import { profileOf } from './survival/profile.ts';
import { tellOfWorld } from './survival/one-world.ts';
import { add, noSum } from './survival/sum.ts';
import { weatherOf } from './survival/weather.ts';
import { days } from '../src/lib/server/clock.ts';

/** Small worlds: npm run survival has larger ones, and more of them. */
const SIZE = { connections: 1, years: 0.25 };
const WORLDS = 200;
const IN_TIME = 600_000;

it(
	'in 200 worlds no promise is broken',
	async () => {
		const sum = noSum();
		const seeds = Array.from({ length: WORLDS }, (_, at) => at + 1);
		await liveThrough(seeds, SIZE, (told) => add(sum, told));
		expect(sum.broken.map(({ broken }) => broken)).toEqual([]);
		expect(sum.worlds).toBe(WORLDS);
	},
	IN_TIME
);

it('the same seed is the same world', async () => {
	const [first, again] = [await tellOfWorld(3, SIZE), await tellOfWorld(3, SIZE)];
	expect(first.fingerprint).toMatch(/^[0-9a-f]{16}$/);
	expect(again).toEqual(first);
	expect((await tellOfWorld(4, SIZE)).fingerprint).not.toBe(first.fingerprint);
});

it('who knows the future keeps a token through 59 days, and not through 61', () => {
	const profile = { ...profileOf(1), faults: new Set<never>() };
	const weather = weatherOf(profile);
	const after = (lasts: number) => {
		const from = profile.start + days(20);
		const off = {
			fault: 'machine off',
			from,
			until: from + lasts,
			share: 0,
			account: null
		} as const;
		const oracle = oracleOf(profile, { ...weather, spells: [off] });
		return oracle.keeps(0, profile.start, profile.start + days(200));
	};
	expect([after(days(59)), after(days(61))]).toEqual([true, false]);
});
