import type { Kysely } from 'kysely';
import { type Remember, rememberNothing } from '../database/remembering.ts';
import type { Schema } from '../database/schema.ts';
import { keyCounters } from './counters.ts';
import { findKey } from './find.ts';
import type { Key } from './key.ts';
import { keyLimits } from './limits.ts';
import { ToolRefusal } from './tool-refusal.ts';
import { isStillLiving, keyRevoked, verifyKey } from './verify.ts';

/** What the running app holds of keys; all of it goes by real time. */
export type Keys = ReturnType<typeof openKeys>;

/** @param now milliseconds of real time */
export function openKeys({
	db,
	now,
	remember = rememberNothing
}: {
	db: Kysely<Schema>;
	now: () => number;
	remember?: Remember;
}) {
	const find = (id: string) => remember(`key ${id}`, () => findKey(db, id));
	const limits = keyLimits({ now });
	const counters = keyCounters({ db, now });

	const isLiving = (keyId: string) => isStillLiving(find, keyId, now());

	/** @throws what `act` throws, and ToolRefusal as `enter`, or key_revoked */
	async function whileItLives<T>(key: Key, act: () => Promise<T>): Promise<T> {
		const leave = await limits.enter(key.id);
		try {
			const result = await act();
			if (!(await isLiving(key.id))) throw keyRevoked();
			return result;
		} finally {
			leave();
		}
	}

	return {
		/**
		 * Runs and counts what one call of a key does. Its result is not handed on if the key was revoked
		 * meanwhile.
		 * @param text as `verify`
		 * @throws what `act` throws, and ToolRefusal as `verify` and `enter`
		 */
		async during<T>(text: string | null, act: (key: Key) => Promise<T>): Promise<T> {
			const key = await verifyKey(find, text, now());
			try {
				const result = await whileItLives(key, () => act(key));
				counters.count(key.id, null);
				return result;
			} catch (error) {
				counters.count(key.id, error instanceof ToolRefusal ? error : null);
				throw error;
			}
		},

		/**
		 * The living key that a text is.
		 * @param text as the program sent it; null: it sent none
		 * @throws ToolRefusal key_missing, key_malformed, key_unknown, key_revoked, key_expired
		 */
		verify: (text: string | null): Promise<Key> => verifyKey(find, text, now()),

		/**
		 * Lets a call of a key begin, once fewer than ten are under way.
		 * @returns what ends it, to be called once its answer is made
		 * @throws ToolRefusal key_rate_limited; key_revoked where it was revoked while this waited
		 */
		enter: (keyId: string): Promise<() => void> => limits.enter(keyId),

		/** Aborted when the key is revoked; to be taken after entering. */
		signalOf: (keyId: string): AbortSignal => limits.signalOf(keyId),

		/** Ends the calls under way of a key that was revoked. */
		end: (keyId: string) => limits.end(keyId),

		/** Asked before a write is sent, and before an answer is delivered. */
		isLiving,

		/** Counts a call, with what refused it; nothing is written before the next flush. */
		count: (keyId: string, refusal: Pick<ToolRefusal, 'code' | 'message'> | null) =>
			counters.count(keyId, refusal),
		/** Writes down what was counted since the last time. */
		flush: counters.flush,
		today: counters.today,
		refusalsOf: counters.refusalsOf
	};
}
