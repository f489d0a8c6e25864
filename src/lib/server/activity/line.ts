import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { AuditEntry } from '../audit/audit-log.ts';
import type { Group } from '../audit/groups.ts';
import type { Schema } from '../database/schema.ts';

/** The audit log, and the ledger of renewals: the same moment comes from one or the other. */
export type Source = 'audit' | 'ledger';

export type Facts = NonNullable<AuditEntry['detail']>;

/** One line of the activity, as it is kept. */
export type Line = {
	source: Source;
	/** Its number within the source. */
	id: number;
	/** Milliseconds since 1970, UTC. */
	at: number;
	/** An `ActivityKind`; another Mooring may have written one that this one does not know. */
	kind: string;
	creatorId: string | null;
	connectionId: string | null;
	/** The account that it tells of, where one is known. */
	username: string | null;
	detail: Facts;
	/** Where the browser was. */
	address: string | null;
};

/** The place of a line: what is older comes after it. */
export type Place = Pick<Line, 'at' | 'source' | 'id'>;

/** At the same moment a consequence stands above the renewal that brought it. */
export const RANK: Record<Source, number> = { ledger: 0, audit: 1 };

/** Sorts newest first, and never calls two lines equal. */
export const newestFirst = (one: Place, other: Place) =>
	other.at - one.at || RANK[other.source] - RANK[one.source] || other.id - one.id;

/** The place as the address of the next page names it. */
export const cursorOf = ({ at, source, id }: Place) => `${String(at)}-${source}-${String(id)}`;

/** The place that a cursor names, or null: it is none of ours. */
export function readCursor(text: string): Place | null {
	const [, at, source, id] = /^(\d{1,15})-(audit|ledger)-(\d{1,15})$/.exec(text) ?? [];
	if (at === undefined || source === undefined || id === undefined) return null;
	return { at: Number(at), source: source as Source, id: Number(id) };
}

/** The account of a line in its sentence. */
export const nameIn = ({ username }: Line) => (username === null ? 'an account' : `@${username}`);

/** A creator sees the own lines; the owner besides those of nobody in particular. */
export type Viewer = { creatorId: string; isOwner: boolean };

/** What to narrow it to, and the line after which to go on. */
export type Question = {
	group: Group | null;
	connectionId: string | null;
	before: Place | null;
};

/** How far back and how many, from each source. */
export type Bounds = { since: number; limit: number };

/** The condition of a source's lines that come after a place, in the order of `newestFirst`. */
export function comesAfter(
	table: 'auditLog' | 'renewals',
	source: Source,
	place: Place | null
): Expression<SqlBool> {
	const eb = expressionBuilder<Schema, 'auditLog' | 'renewals'>();
	if (place === null) return sql<SqlBool>`true`;
	const earlier = eb(`${table}.at`, '<', place.at);
	if (RANK[source] > RANK[place.source]) return earlier;
	const sameMoment = eb(`${table}.at`, '=', place.at);
	if (RANK[source] < RANK[place.source]) return eb.or([earlier, sameMoment]);
	return eb.or([earlier, eb.and([sameMoment, eb(`${table}.id`, '<', place.id)])]);
}
