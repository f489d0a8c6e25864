import type { Kysely } from 'kysely';
import { stampInstance } from './instance.ts';
import { databaseFile, openDatabase } from './open.ts';
import type { Schema } from './schema.ts';

/**
 * Opens the database of an instance for a command, of the kind that the settings mean.
 * @throws StartError
 */
export async function openInstance(
	{ dataDir, practice }: { dataDir: string; practice: object | null },
	now: number
): Promise<Kysely<Schema>> {
	const mode = practice ? 'practice' : 'live';
	const { db } = openDatabase(databaseFile(dataDir), mode);
	try {
		await stampInstance(db, mode, now);
		return db;
	} catch (error) {
		await db.destroy();
		throw error;
	}
}
