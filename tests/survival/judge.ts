import { oracleOf } from './oracle.ts';
import { live, RIVALS } from './rivals.ts';
import { weatherOf } from './weather.ts';
import type { Ran } from './world.ts';

/** How one policy did, over however many worlds. */
export type Score = {
	/** Lost, and the policy that knows the future would have kept it. */
	avoidable: number;
	/** Of these, in worlds where a renewal ends the old string, and nobody has the new one. */
	unheard: number;
	unavoidable: number;
	calls: number;
	years: number;
	/** The longest time without any way to renew that a connection lived through, in milliseconds. */
	longest: number;
};

export const NO_SCORE: Score = {
	avoidable: 0,
	unheard: 0,
	unavoidable: 0,
	calls: 0,
	years: 0,
	longest: 0
};

export const MOORING = 'Mooring';

/** Holds Mooring and the others against the policy that knows the future, in one world. */
export function judge({ profile, episodes, calls, years, kills }: Ran): Record<string, Score> {
	const weather = weatherOf(profile);
	const oracle = oracleOf(profile, weather);
	const score = (ends: typeof episodes, asked: number): Score => {
		const lost = ends.filter(({ end }) => end === 'lost');
		const avoidable = lost.filter(({ account, from, until }) => oracle.keeps(account, from, until));
		const kept = ends.filter(({ end }) => end !== 'lost');
		return {
			avoidable: avoidable.length,
			unheard: profile.meta.killsOld ? avoidable.length : 0,
			unavoidable: lost.length - avoidable.length,
			calls: asked,
			years,
			longest: Math.max(
				0,
				...kept.map(({ account, from, until }) => oracle.longestClosed(account, from, until))
			)
		};
	};
	return {
		[MOORING]: score(episodes, calls),
		...Object.fromEntries(
			Object.keys(RIVALS).map((name) => {
				const lived = live(name, profile, { weather, kills });
				return [name, score(lived.ends, lived.calls)];
			})
		)
	};
}

export const added = (one: Score, other: Score): Score => ({
	avoidable: one.avoidable + other.avoidable,
	unheard: one.unheard + other.unheard,
	unavoidable: one.unavoidable + other.unavoidable,
	calls: one.calls + other.calls,
	years: one.years + other.years,
	longest: Math.max(one.longest, other.longest)
});
