import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

const byDatabase = new WeakMap<Kysely<Schema>, Set<string>>();

/**
 * The connections that this process is renewing. The lease keeps other processes away, and this
 * one while the clock is steady; a clock that leaps past the lease must not make it ask Meta twice.
 */
export function underWay(db: Kysely<Schema>): Set<string> {
	const ids = byDatabase.get(db) ?? new Set<string>();
	byDatabase.set(db, ids);
	return ids;
}
