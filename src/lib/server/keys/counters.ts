import type { Kysely } from 'kysely';
import { days, hours, minutes } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { inTurn } from '../in-turn.ts';
import type { ToolRefusal } from './tool-refusal.ts';
import { type Counted, KEPT_REFUSALS, type Refused, writeCounts } from './write-counts.ts';

/** Calls of a key since midnight UTC. */
export type Today = { calls: number; refused: number };

const NOTHING: Today = { calls: 0, refused: 0 };

/**
 * What keys were used for, kept in memory until the next flush, so that a read of Meta's costs no
 * write to the disk. A crash loses the last ten seconds of it.
 * @param now milliseconds of real time
 */
export function keyCounters({ db, now }: { db: Kysely<Schema>; now: () => number }) {
	let unwritten = new Map<string, Counted>();
	// Reading and flushing take turns, so that nothing is seen twice or not at all.
	const turn = inTurn();

	function countedOf(keyId: string): Counted {
		const known = unwritten.get(keyId);
		if (known) return known;
		const fresh: Counted = { lastUsedAt: 0, hours: new Map(), refusals: [] };
		unwritten.set(keyId, fresh);
		return fresh;
	}

	function add(keyId: string, { lastUsedAt, hours: byHour, refusals }: Counted) {
		const counted = countedOf(keyId);
		counted.lastUsedAt = Math.max(counted.lastUsedAt, lastUsedAt);
		for (const [hour, { calls, refused }] of byHour) {
			const known = counted.hours.get(hour) ?? NOTHING;
			counted.hours.set(hour, { calls: known.calls + calls, refused: known.refused + refused });
		}
		counted.refusals = [...counted.refusals, ...refusals].slice(-KEPT_REFUSALS);
	}

	const unwrittenToday = (keyId: string, midnight: number) => {
		const sum = { ...NOTHING };
		for (const [hour, { calls, refused }] of unwritten.get(keyId)?.hours ?? []) {
			if (hour < midnight) continue;
			sum.calls += calls;
			sum.refused += refused;
		}
		return sum;
	};

	return {
		/** Counts a call of a key; `refusal` is what it was refused by. */
		count(keyId: string, refusal: Pick<ToolRefusal, 'code' | 'message'> | null) {
			const at = now();
			const one = { calls: 1, refused: refusal ? 1 : 0 };
			const refusals = refusal ? [{ at, code: refusal.code, sentence: refusal.message }] : [];
			add(keyId, {
				lastUsedAt: at - (at % minutes(1)),
				hours: new Map([[at - (at % hours(1)), one]]),
				refusals
			});
		},

		/** Writes what was counted, all or nothing: what fails is tried with the next flush. */
		flush: () =>
			turn(async () => {
				if (unwritten.size === 0) return;
				const taken = unwritten;
				unwritten = new Map();
				try {
					await writeCounts(db, taken);
				} catch (error) {
					const since = unwritten;
					unwritten = taken;
					for (const [keyId, counted] of since) add(keyId, counted);
					throw error;
				}
			}),

		/** Calls and refusals of these keys since midnight UTC, and when each was used last. */
		today: (keyIds: string[]) =>
			turn(async () => {
				const midnight = now() - (now() % days(1));
				const rows = await db
					.selectFrom('apiKeyHours')
					.select((eb) => [
						'keyId',
						eb.fn.sum<number>('calls').as('calls'),
						eb.fn.sum<number>('refused').as('refused')
					])
					.where('keyId', 'in', keyIds)
					.where('hour', '>=', midnight)
					.groupBy('keyId')
					.execute();
				return (keyId: string): Today & { lastUsedAt: number | null } => {
					const written = rows.find((row) => row.keyId === keyId) ?? NOTHING;
					const more = unwrittenToday(keyId, midnight);
					return {
						calls: written.calls + more.calls,
						refused: written.refused + more.refused,
						lastUsedAt: unwritten.get(keyId)?.lastUsedAt ?? null
					};
				};
			}),

		/** The latest refusals of a key, the newest first. */
		refusalsOf: (keyId: string): Promise<Refused[]> =>
			turn(async () => {
				const written = await db
					.selectFrom('apiKeyRefusals')
					.select(['at', 'code', 'sentence'])
					.where('keyId', '=', keyId)
					.orderBy('id', 'desc')
					.limit(KEPT_REFUSALS)
					.execute();
				const more = unwritten.get(keyId)?.refusals ?? [];
				return [...more.toReversed(), ...written].slice(0, KEPT_REFUSALS);
			})
	};
}
