import type { Kysely } from 'kysely';
import { counted } from '../../format.ts';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import type { Tell } from '../tell.ts';

/** Then the latest good one is too old, whatever became of it since. */
const OLD = days(2);

/** How much of a trouble was told: that one failed, and that the latest good one is old. */
const FAILED = 1;
const IS_OLD = 2;

type State = {
	goodAt: number | null;
	problem: string | null;
	told: number;
};

/** What the owner has to hear now; null: nothing, or it was told. Only after a try. */
export function whatToTell({ goodAt, problem, told }: State, now: number) {
	const why = problem === null ? '' : ` The latest try failed: ${problem}`;
	if (goodAt !== null && now - goodAt > OLD && told < IS_OLD) {
		const age = counted(Math.floor((now - goodAt) / days(1)), 'day');
		return { level: IS_OLD, sentence: `The latest good backup is ${age} old.${why}` };
	}
	if (problem !== null && told < FAILED) {
		return { level: FAILED, sentence: `A backup failed: ${problem}` };
	}
	return null;
}

/** Tells the owner of backups that fail, once when it begins and once when the latest is two days old. */
export async function tellOfBackups(db: Kysely<Schema>, tell: Tell, now: number): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const row = await trx.selectFrom('backups').selectAll().executeTakeFirst();
		const news = row && whatToTell(row, now);
		if (!news) return;
		await trx.updateTable('backups').set({ told: news.level }).execute();
		await tell(trx, { what: 'instance', type: 'instance.backup_failed', sentence: news.sentence });
	});
}
