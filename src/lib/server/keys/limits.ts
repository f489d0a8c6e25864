import { seconds } from '../clock.ts';
import { ToolRefusal } from './tool-refusal.ts';
import { keyRevoked } from './verify.ts';

/** What one key may do; `/api/v1/key` tells it. */
export const LIMITS = { callsAMinute: 600, burst: 120, atOnce: 10, waitSeconds: 10 } as const;

const CALLS_A_MS = LIMITS.callsAMinute / 60_000;
const PATIENCE = seconds(LIMITS.waitSeconds);
/** More keys than have calls under way or tokens missing are not remembered. */
const MAX_KEYS = 10_000;

type Waiting = { begin: () => void; refuse: (why: ToolRefusal) => void };
type Bucket = {
	calls: number;
	/** When `calls` was right. */
	at: number;
	inside: number;
	waiting: Set<Waiting>;
	ending: AbortController;
};

/**
 * A bucket of calls for each key, so that one that floods takes nothing from another; and ten of a
 * key's calls at once, above which the next one waits.
 * @param now milliseconds of real time
 */
export function keyLimits({ now, maxKeys = MAX_KEYS }: { now: () => number; maxKeys?: number }) {
	const buckets = new Map<string, Bucket>();

	function bucketOf(keyId: string): Bucket {
		const known = buckets.get(keyId);
		if (known) return fill(known);
		if (buckets.size >= maxKeys) forgetIdle();
		const bucket = {
			calls: LIMITS.burst,
			at: now(),
			inside: 0,
			waiting: new Set<Waiting>(),
			ending: new AbortController()
		};
		buckets.set(keyId, bucket);
		return bucket;
	}

	/** A clock that was set back gives nothing and takes nothing. */
	function fill(bucket: Bucket) {
		const passed = Math.max(0, now() - bucket.at);
		bucket.calls = Math.min(LIMITS.burst, bucket.calls + passed * CALLS_A_MS);
		bucket.at = now();
		return bucket;
	}

	/** A full bucket with nobody in it is as good as none. */
	function forgetIdle() {
		for (const [keyId, bucket] of buckets) {
			const isFull = fill(bucket).calls === LIMITS.burst;
			if (isFull && bucket.inside === 0 && bucket.waiting.size === 0) buckets.delete(keyId);
		}
	}

	function leaver(bucket: Bucket) {
		let isInside = true;
		return () => {
			if (!isInside) return;
			isInside = false;
			const [next] = bucket.waiting;
			// The place goes to who waits longest, so that nobody slips in between.
			if (next) next.begin();
			else bucket.inside -= 1;
		};
	}

	const waitIn = (bucket: Bucket) =>
		new Promise<void>((resolve, reject) => {
			const done = () => {
				clearTimeout(timer);
				bucket.waiting.delete(waiting);
			};
			const waiting: Waiting = {
				begin: () => {
					done();
					resolve();
				},
				refuse: (why) => {
					done();
					reject(why);
				}
			};
			const timer = setTimeout(() => waiting.refuse(tooManyAtOnce()), PATIENCE);
			bucket.waiting.add(waiting);
		});

	return {
		/**
		 * Takes one call from the key's bucket, and a place among its ten.
		 * @returns what gives the place back; a second time does nothing
		 * @throws ToolRefusal key_rate_limited; key_revoked where the key was ended meanwhile
		 */
		async enter(keyId: string): Promise<() => void> {
			const bucket = bucketOf(keyId);
			if (bucket.calls < 1) throw tooManyAMinute((1 - bucket.calls) / CALLS_A_MS);
			bucket.calls -= 1;
			if (bucket.inside < LIMITS.atOnce) bucket.inside += 1;
			else await waitIn(bucket);
			return leaver(bucket);
		},

		/** Aborted when the key is ended; to be taken after entering. */
		signalOf: (keyId: string): AbortSignal => bucketOf(keyId).ending.signal,

		/** Ends what is under way of a key that opens nothing any more. */
		end(keyId: string) {
			const bucket = buckets.get(keyId);
			if (!bucket) return;
			buckets.delete(keyId);
			for (const waiting of bucket.waiting) waiting.refuse(keyRevoked());
			bucket.ending.abort(keyRevoked());
		},

		size: () => buckets.size
	};
}

const tooManyAMinute = (waitMs: number) =>
	new ToolRefusal(
		'key_rate_limited',
		`This key makes more than ${String(LIMITS.callsAMinute)} calls a minute.`,
		'Let the program wait as long as Retry-After says.',
		{ retryAfter: Math.max(1, Math.ceil(waitMs / 1000)) }
	);
const tooManyAtOnce = () =>
	new ToolRefusal(
		'key_rate_limited',
		`This key has ${String(LIMITS.atOnce)} calls under way, and none of them ended in time.`,
		'Let the program make fewer calls at once.',
		{ retryAfter: LIMITS.waitSeconds }
	);
