import { days, minutes } from '../../src/lib/server/clock.ts';
import type { Profile } from './profile.ts';
import type { Spell, Weather } from './weather.ts';

/** Moments are told apart so finely; one that is open in part counts as open. */
const STEP = minutes(10);
const DAY = days(1) / STEP;

/** What stops every policy: nobody renews then. Errors that pass do not, for one who knows when. */
const CLOSING = new Set<Spell['fault']>([
	'network gone',
	'Meta down',
	'odd answers',
	'rate limit',
	'false deaths',
	'machine off',
	'disk full',
	'disk read-only',
	'key lost for a while',
	'Meta app not set up',
	'checkpoint',
	'not permitted for a while'
]);

/**
 * The policy that knows the future: whether a token could have been kept between two times by asking at
 * the best moments. Meta's rules are all that binds it: a token renews from 24 hours of age to its end.
 */
export function oracleOf({ start, lasts, meta }: Profile, { spells }: Weather) {
	const size = Math.ceil(lasts / STEP);
	const life = Math.floor((meta.lifeSeconds * 1000) / STEP);
	const closed = new Map<number, Uint8Array>();
	function closedFor(account: number) {
		const known = closed.get(account);
		if (known) return known;
		const shut = new Uint8Array(size);
		for (const spell of spells) {
			if (!CLOSING.has(spell.fault) || (spell.account !== null && spell.account !== account))
				continue;
			shut.fill(
				1,
				Math.ceil((spell.from - start) / STEP),
				Math.floor((spell.until - start) / STEP)
			);
		}
		closed.set(account, shut);
		return shut;
	}
	return {
		/** Whether the best of all policies has a living token from one time to the other. */
		keeps(account: number, from: number, until: number): boolean {
			const shut = closedFor(account);
			const first = Math.max(0, Math.floor((from - start) / STEP));
			const last = Math.min(size, Math.ceil((until - start) / STEP));
			// How many moments up to each one are such at which a token may have been issued.
			const issued = new Uint32Array(last - first + 1);
			let latest = first;
			for (let at = first; at < last; at += 1) {
				const place = at - first;
				const counts = (to: number) => (to <= 0 ? 0 : (issued[to] ?? 0));
				const mayRenew =
					at === first ||
					(shut[at] === 0 && counts(place - DAY + 1) > counts(Math.max(0, place - life + 1)));
				issued[place + 1] = (issued[place] ?? 0) + (mayRenew ? 1 : 0);
				if (mayRenew) latest = at;
				if (at - latest >= life) return false;
			}
			return true;
		},
		/** The longest time in milliseconds in which nobody could renew. */
		longestClosed(account: number, from: number, until: number): number {
			const shut = closedFor(account);
			let [longest, run] = [0, 0];
			const first = Math.max(0, Math.floor((from - start) / STEP));
			for (let at = first; at < Math.min(size, (until - start) / STEP); at += 1) {
				run = shut[at] === 1 ? run + 1 : 0;
				longest = Math.max(longest, run);
			}
			return longest * STEP;
		}
	};
}
