import type { Kysely } from 'kysely';
import { StartError } from '../errors.ts';
import { databaseFile, openDatabase } from './open.ts';
import type { InstanceTable, Schema } from './schema.ts';

/**
 * Opens the database of an instance for a command, of the kind that the settings mean.
 * @throws StartError
 */
export async function openInstance(
	{ dataDir, practice }: { dataDir: string; practice: object | null },
	now: number
): Promise<Kysely<Schema>> {
	const { db } = openDatabase(databaseFile(dataDir));
	try {
		await stampInstance(db, practice ? 'practice' : 'live', now);
		return db;
	} catch (error) {
		await db.destroy();
		throw error;
	}
}

/**
 * Writes into a fresh database whether it is for practice or real, and refuses the other kind ever
 * after: pretend accounts must not mix with real ones.
 * @throws StartError
 */
export async function stampInstance(db: Kysely<Schema>, mode: InstanceTable['mode'], now: number) {
	await db
		.insertInto('instance')
		.values({ id: 1, mode, created_at: now })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
	const stamped = await db.selectFrom('instance').select('mode').executeTakeFirstOrThrow();
	if (stamped.mode === mode) return;
	throw new StartError(
		mode === 'live'
			? 'This data folder was made by practice mode; set DATA_DIR to another folder, or start with PRACTICE=1.'
			: 'This data folder holds a real instance, which practice mode never touches; set DATA_DIR to another folder.'
	);
}
