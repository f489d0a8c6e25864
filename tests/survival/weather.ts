import { days, hours, minutes, seconds } from '../../src/lib/server/clock.ts';
import type { FaultKind } from '../../simulator/faults.ts';
import type { FaultName, Profile } from './profile.ts';
import type { Asked } from './meta-call.ts';
import { type Random, randomOf, shareOf } from './random.ts';

/** A time in which something is wrong; what exactly is `kind`'s matter. */
export type Spell = {
	fault: FaultName;
	from: number;
	until: number;
	/** How bad it is, 0 to 0.3. */
	share: number;
	/** Whom it is about; null: everybody. */
	account: number | null;
};

/** What becomes of one call; `late` is how long its answer takes in milliseconds. */
export type Fate =
	| { kind: 'answered'; late: number }
	/** It never left this machine. */
	| { kind: 'never sent'; code: string; late: number }
	/** Meta answers with a fault of its own, and does nothing. */
	| { kind: 'fault'; fault: FaultKind; why: FaultName; late: number }
	/** Meta does what was asked, and nobody hears of it. */
	| { kind: 'lost'; how: 'cut' | 'never' | FaultKind; late: number };

export type Weather = ReturnType<typeof weatherOf>;

/** The last days of every world are without faults: then all must heal. */
export const CALM_AT_THE_END = days(8);
/** Nothing is wrong while a world is set up. */
const CALM_AT_THE_START = days(2);

const NETWORK = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ENETUNREACH'] as const;
const DOWN = ['transient_1', 'transient_2', 'unavailable', 'html_502', 'reset_before'] as const;
const ODD = ['empty', 'null', 'array', 'error_200', 'redirect_302', 'custom'] as const;
const LIMIT = ['rate_4', 'rate_17', 'rate_613', 'rate_80002', 'status_429'] as const;
const DEATH = ['token_460', 'token_467'] as const;
const LOST = ['cut', 'never', 'truncated', 'done_503'] as const;

const OF_ONE = new Set<FaultName>(['checkpoint', 'not permitted for a while']);

/** How many spells of a kind there are in a year at worst, and how long one lasts. */
const SPELLS: Partial<Record<FaultName, { aYear: number; from: number; to: number }>> = {
	'network gone': { aYear: 8, from: minutes(5), to: days(20) },
	'Meta down': { aYear: 8, from: minutes(5), to: days(20) },
	'odd answers': { aYear: 6, from: minutes(5), to: days(5) },
	'slow answers': { aYear: 6, from: hours(1), to: days(20) },
	'rate limit': { aYear: 16, from: minutes(10), to: days(4) },
	'passing errors': { aYear: 4, from: days(1), to: days(90) },
	'lost answers': { aYear: 4, from: days(1), to: days(90) },
	'false deaths': { aYear: 3, from: minutes(10), to: days(5) },
	'machine off': { aYear: 3, from: hours(1), to: days(50) },
	'disk full': { aYear: 4, from: minutes(1), to: days(4) },
	'disk read-only': { aYear: 3, from: minutes(1), to: days(4) },
	'clock set forward': { aYear: 2, from: minutes(20), to: days(10) },
	'clock set back': { aYear: 2, from: minutes(20), to: days(10) },
	'key lost for a while': { aYear: 1, from: days(1), to: days(110) },
	'Meta app not set up': { aYear: 1, from: hours(1), to: days(10) },
	checkpoint: { aYear: 1, from: hours(2), to: days(40) },
	'not permitted for a while': { aYear: 1, from: hours(2), to: days(90) },
	'mail fails': { aYear: 12, from: hours(1), to: days(20) }
};

/** What is wrong when, in one world: a plan, so that every policy meets the same. */
export function weatherOf(profile: Profile) {
	const spells = plan(profile);
	const byFault = Map.groupBy(spells, ({ fault }) => fault);
	const at = (fault: FaultName, time: number) =>
		byFault.get(fault)?.find(({ from, until }) => from <= time && time < until);

	/** @param account its number in this world */
	function fateOf(account: number, time: number, asked: Asked = 'refresh'): Fate {
		const draw = (what: number) => shareOf(profile.seed, 2, account, time, what);
		const choose = <T>(list: readonly [T, ...T[]], what: number) =>
			list[Math.floor(draw(what) * list.length)] ?? list[0];
		const slow = at('slow answers', time);
		const late = slow ? seconds(1) + draw(1) * seconds(20) : 80 + draw(1) * 1200;
		if (at('network gone', time))
			return { kind: 'never sent', code: choose(NETWORK, 2), late: draw(3) * 9000 };
		const fault = (why: FaultName, list: readonly [FaultKind, ...FaultKind[]]): Fate => ({
			kind: 'fault',
			fault: choose(list, 4),
			why,
			late
		});
		if (at('Meta down', time)) return fault('Meta down', DOWN);
		if (at('rate limit', time)) return fault('rate limit', LIMIT);
		const deaths = at('false deaths', time);
		// In some of them only the call that proves a token is answered so.
		if (deaths && (asked === 'me' || draw(8) < deaths.share / 0.3))
			return fault('false deaths', DEATH);
		if (at('odd answers', time)) return fault('odd answers', ODD);
		if (draw(5) < (at('passing errors', time)?.share ?? 0)) return fault('passing errors', DOWN);
		if (draw(6) < (at('lost answers', time)?.share ?? 0) / 3)
			return { kind: 'lost', how: choose(LOST, 7), late };
		return { kind: 'answered', late };
	}

	return {
		spells,
		at,
		fateOf,
		/** Whether it comes at all. */
		has: (fault: FaultName) => byFault.has(fault),
		/** Whether one account has it then. */
		isFor: (fault: FaultName, account: number, time: number) =>
			byFault
				.get(fault)
				?.some((one) => one.account === account && one.from <= time && time < one.until) ?? false,
		/** Whether Meta refuses this account whatever is asked. */
		isRefused: (account: number, time: number) =>
			spells.some((spell) => spell.account === account && spell.from <= time && time < spell.until),
		/** Whether this machine can do anything at all then. */
		isUp: (time: number) =>
			!at('machine off', time) &&
			!at('key lost for a while', time) &&
			!at('Meta app not set up', time) &&
			!isDiskBad(time),
		isDiskBad
	};
	function isDiskBad(time: number) {
		return (at('disk full', time) ?? at('disk read-only', time)) !== undefined;
	}
}

function plan(profile: Profile): Spell[] {
	const { start, lasts, seed, badness } = profile;
	const end = start + lasts - CALM_AT_THE_END;
	const years = lasts / days(365.25);
	return [...profile.faults].flatMap((fault) => {
		const kind = SPELLS[fault];
		if (!kind) return [];
		const random = randomOf(seed, 3, nameOf(fault));
		const count = 1 + Math.floor(random.next() * kind.aYear * years * (0.3 + badness));
		const spells = Array.from({ length: count }, () => {
			const from = random.between(start + CALM_AT_THE_START, end - hours(1));
			const until = Math.min(end, from + lengthOf(random, kind.from, kind.to, badness));
			const all = profile.connections + profile.byFacebook;
			const account = OF_ONE.has(fault) ? random.whole(0, all - 1) : null;
			return { fault, from, until, share: random.next() * 0.3 * badness, account };
		});
		return apart(spells);
	});
}

/** Short ones are more frequent than long ones. */
function lengthOf(random: Random, from: number, to: number, badness: number) {
	const longest = from + (to - from) * Math.max(0.05, badness);
	return from * (longest / from) ** random.next();
}

/** Of one fault one spell at a time. */
function apart(spells: Spell[]) {
	const inOrder = spells.toSorted((one, other) => one.from - other.from);
	return inOrder.filter((spell, place) => {
		const before = inOrder[place - 1];
		return before === undefined || before.until + minutes(30) < spell.from;
	});
}

export const nameOf = (text: string) =>
	[...text].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e9;
