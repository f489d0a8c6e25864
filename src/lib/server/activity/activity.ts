import type { Kysely } from 'kysely';
import { KEPT_FOR } from '../audit/retention.ts';
import type { Schema } from '../database/schema.ts';
import { auditLines } from './audit-lines.ts';
import { ledgerLines } from './ledger-lines.ts';
import { type Line, newestFirst, type Question, type Viewer } from './line.ts';

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
