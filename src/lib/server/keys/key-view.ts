import type { KeyView } from '../../view.ts';
import { days } from '../clock.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';

/** Days before its end at which a key's creator is warned. */
const WARNED_AT = [days(3), days(14)];

type Used = { calls: number; refused: number; lastUsedAt: number | null };

/** A key as its creator sees it. @param used what was counted of it today, written or not */
export const keyView = (key: Key, used: Used): KeyView => ({
	id: key.id,
	name: key.name,
	connections: key.connectionIds,
	actions: key.actions,
	createdAt: iso(key.createdAt),
	expiresAt: isoOrNull(key.expiresAt),
	lastUsedAt: isoOrNull(latest(key.lastUsedAt, used.lastUsedAt)),
	revokedAt: isoOrNull(key.revokedAt),
	callsToday: used.calls,
	refusedToday: used.refused
});

/** Keys as their creator sees them, with what was counted of each. */
export async function keyViews(keys: Pick<Keys, 'today'>, stored: Key[]): Promise<KeyView[]> {
	const used = await keys.today(stored.map(({ id }) => id));
	return stored.map((key) => keyView(key, used(key.id)));
}

/**
 * Whether a living key ends soon enough for a warning.
 * @param now milliseconds of real time
 * @returns the days before its end that were reached, 14 or 3, and whole days left; null: none
 */
export function expiryWarning(
	{ expiresAt, revokedAt }: Pick<Key, 'expiresAt' | 'revokedAt'>,
	now: number
): { reached: 14 | 3; daysLeft: number } | null {
	if (expiresAt === null || revokedAt !== null || expiresAt <= now) return null;
	const left = expiresAt - now;
	const reached = WARNED_AT.find((before) => left <= before);
	if (reached === undefined) return null;
	return { reached: reached === days(3) ? 3 : 14, daysLeft: Math.floor(left / days(1)) };
}

const latest = (one: number | null, other: number | null) =>
	one === null || other === null ? (one ?? other) : Math.max(one, other);
const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));
