import type { Kysely } from 'kysely';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { auditLines } from './audit-lines.ts';
import type { Group } from './groups.ts';
import { ledgerLines } from './ledger-lines.ts';
import { type Line, newestFirst, type Place } from './line.ts';

/** OWASP ASVS 5.0, 14.2.7: what is kept about people has an end. */
export const KEPT_FOR = days(400);

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

/** The newest lines first: those of the audit log, and the renewals of the ledger. */
export async function readActivity(
	db: Kysely<Schema>,
	viewer: Viewer,
	question: Question,
	{ now, limit }: { now: number; limit: number }
): Promise<Line[]> {
	const bounds = { since: now - KEPT_FOR, limit };
	const lines = [
		...(await auditLines(db, viewer, question, bounds)),
		...(await ledgerLines(db, viewer, question, bounds))
	];
	return lines.sort(newestFirst).slice(0, limit);
}
