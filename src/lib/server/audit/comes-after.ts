import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type Place, RANK, type Source } from './line.ts';

/** The condition of a source's lines that come after a place, in the order of `newestFirst`. */
export function comesAfter(
	table: 'audit_log' | 'renewals',
	source: Source,
	place: Place | null
): Expression<SqlBool> {
	const eb = expressionBuilder<Schema, 'audit_log' | 'renewals'>();
	if (place === null) return sql<SqlBool>`true`;
	const earlier = eb(`${table}.at`, '<', place.at);
	if (RANK[source] > RANK[place.source]) return earlier;
	const sameMoment = eb(`${table}.at`, '=', place.at);
	if (RANK[source] < RANK[place.source]) return eb.or([earlier, sameMoment]);
	return eb.or([earlier, eb.and([sameMoment, eb(`${table}.id`, '<', place.id)])]);
}
