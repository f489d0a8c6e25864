import type { KeyView } from '../../view.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';

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

const latest = (one: number | null, other: number | null) =>
	one === null || other === null ? (one ?? other) : Math.max(one, other);
const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));
