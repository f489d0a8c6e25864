import { days, hours } from '../../src/lib/server/clock.ts';
import { SCHEMA } from '../../src/lib/server/database/migrate.ts';
import { OLDEST } from './old-schema.ts';
import { type Random, randomOf } from './random.ts';

/** Everything that may go wrong in a world. Each seed has a few of them, not all. */
export const FAULTS = [
	'network gone',
	'Meta down',
	'odd answers',
	'slow answers',
	'rate limit',
	'passing errors',
	'lost answers',
	'false deaths',
	'machine off',
	'killed at a step',
	'disk full',
	'disk read-only',
	'disk fails at a step',
	'clock set forward',
	'clock set back',
	'key rotated',
	'key lost for a while',
	'Meta app not set up',
	'restored from last week',
	'updated in the middle',
	'password changed',
	'checkpoint',
	'app removed at Instagram',
	'app removed, and Meta called',
	'not permitted for a while',
	'disconnected',
	'mail fails'
] as const;
export type FaultName = (typeof FAULTS)[number];

/** How a world is made: all of it follows from its seed. */
export type Profile = {
	seed: number;
	faults: ReadonlySet<FaultName>;
	/** How bad it is: 0 hardly, 1 as bad as it gets. */
	badness: number;
	/** Where the machine stands; it must not matter. */
	zone: string;
	/** When the world begins, and how long it lasts, in milliseconds. */
	start: number;
	lasts: number;
	/** By Instagram Login. */
	connections: number;
	/** By Facebook Login, beside them. */
	byFacebook: number;
	/** The schema that the world begins with; null: the newest. */
	schema: number | null;
	meta: {
		/** A renewal brings another string, or the same again. */
		rotates: boolean;
		/** The string before dies with a renewal. */
		killsOld: boolean;
		expiredSubcode: 0 | 463 | null;
		passwordSubcode: 460 | null;
		profileShape: 'flat' | 'wrapped';
		lifeSeconds: number;
	};
	/** How long creators take to connect again; Infinity for one who never does. */
	reconnectsAfter: number;
};

export type Size = { connections: number; years: number };
export const SIZE: Size = { connections: 5, years: 2 };
export const YEAR = days(365.25);

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Chatham'] as const;
/** The second 2^31 is in January 2038. */
const STARTS = [
	Date.UTC(2027, 0, 1),
	Date.UTC(2027, 8, 1),
	Date.UTC(2028, 1, 1),
	Date.UTC(2037, 5, 1)
] as const;
/** One world of this many has nothing wrong in it: even there all must be well. */
const CALM = 0.04;

/** Their tokens are checked every day, which costs seven times as much. */
const BY_FACEBOOK = 0.04;

export function profileOf(seed: number, { connections, years }: Size = SIZE): Profile {
	const random = randomOf(seed, 1);
	const isCalm = random.chance(CALM);
	const share = random.between(0.05, 0.45);
	const faults = new Set(FAULTS.filter(() => !isCalm && random.chance(share)));
	const rotates = random.chance(0.8);
	return {
		seed,
		faults,
		badness: random.next(),
		zone: random.pick(ZONES),
		start: random.pick(STARTS) + random.whole(0, 86_399) * 1000,
		lasts: years * YEAR,
		connections,
		byFacebook: random.chance(BY_FACEBOOK) ? 1 : 0,
		schema: faults.has('updated in the middle') ? random.whole(OLDEST, SCHEMA - 1) : null,
		meta: {
			rotates,
			killsOld: rotates && random.chance(0.25),
			expiredSubcode: random.pick([0, 463, null]),
			passwordSubcode: random.pick([460, null]),
			profileShape: random.pick(['flat', 'wrapped']),
			lifeSeconds: random.pick([5_183_944, 5_184_000])
		},
		reconnectsAfter: reconnectsAfter(random)
	};
}

const reconnectsAfter = (random: Random) =>
	random.chance(0.1) ? Infinity : random.between(hours(1), days(25));
