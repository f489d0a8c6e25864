import type { Kysely } from 'kysely';
import { eraseTraces } from '../database/erase.ts';
import type { Schema } from '../database/schema.ts';
import { dropMedia } from './drop-media.ts';

export type PurgeDeps = {
	db: Kysely<Schema>;
	pictures: { dropOrphans(): Promise<void> };
	settings: { dataDir: string };
};

/**
 * Takes from the disk what deleted rows left behind: pictures of connections that are gone,
 * and the bytes that still stand in the database's files. Only then is a deletion done; until then it is
 * tried again, by every later call and by the tidying job.
 * @returns whether nothing is left
 */
export async function purgeDeleted(
	{ db, pictures, settings }: PurgeDeps,
	now: number
): Promise<boolean> {
	const pending = await db
		.selectFrom('signedRequests')
		.select('codeHash')
		.where('doneAt', 'is', null)
		.execute();
	if (pending.length === 0) return true;
	await pictures.dropOrphans();
	await dropMedia(db, settings.dataDir);
	if (!(await eraseTraces(db))) return false;
	await db
		.updateTable('signedRequests')
		.set({ doneAt: now })
		.where(
			'codeHash',
			'in',
			pending.map(({ codeHash: hash }) => hash)
		)
		.execute();
	return true;
}
