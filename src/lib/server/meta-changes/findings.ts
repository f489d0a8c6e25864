import type { Kysely, Transaction } from 'kysely';
import { PROVIDER_IDS } from '../../logins.ts';
import type { Schema } from '../database/schema.ts';
import { ANSWERED_BY, loginPageOf, type MetaFound } from './judge.ts';

/** What was found so far. */
export async function readFound(db: Kysely<Schema>): Promise<MetaFound> {
	const rows = await db
		.selectFrom('metaFindings')
		.select(['subject', 'found'])
		.where('found', 'is not', null)
		.execute();
	const foundOf = (subject: string) => rows.find((row) => row.subject === subject)?.found ?? null;
	const [asked, by] = foundOf(ANSWERED_BY)?.split(' ') ?? [];
	const pages = PROVIDER_IDS.map((id) => [id, foundOf(loginPageOf(id))] as const);
	return {
		answered: asked !== undefined && by !== undefined ? { asked, by } : null,
		loginPages: Object.fromEntries(pages.filter(([, found]) => found !== null))
	};
}

/** Stores what was found of a subject; what was told of it stays. */
export async function noteFound(
	db: Kysely<Schema>,
	subject: string,
	found: string | null,
	at: number
): Promise<void> {
	await db
		.insertInto('metaFindings')
		.values({ subject, found, at, told: null })
		.onConflict((conflict) => conflict.column('subject').doUpdateSet({ found, at }))
		.execute();
}

/** When each subject was looked at, in milliseconds. */
export async function lookedAt(db: Kysely<Schema>): Promise<Map<string, number>> {
	const rows = await db.selectFrom('metaFindings').select(['subject', 'at']).execute();
	return new Map(rows.map(({ subject, at }) => [subject, at]));
}

/** Notes of a subject what was told; null: it is no longer so, and is told again should it come back. */
export async function noteToldOf(
	trx: Transaction<Schema>,
	subject: string,
	told: string | null,
	at: number
): Promise<void> {
	await trx
		.insertInto('metaFindings')
		.values({ subject, found: null, at, told })
		.onConflict((conflict) => conflict.column('subject').doUpdateSet({ told }))
		.execute();
}

export async function toldOfSubjects(
	trx: Transaction<Schema>
): Promise<Map<string, string | null>> {
	const rows = await trx.selectFrom('metaFindings').select(['subject', 'told']).execute();
	return new Map(rows.map(({ subject, told }) => [subject, told]));
}
