import type { Kysely } from 'kysely';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaFolder } from '../content/media-folder.ts';
import type { Schema } from '../database/schema.ts';

/**
 * Removes the pictures of posts of connections that are gone.
 * @throws the error of the disk
 */
export async function dropMedia(db: Kysely<Schema>, dataDir: string): Promise<void> {
	const media = mediaFolder(dataDir);
	const folders = await namesIn(media);
	// Asked after the look into the folder: a connection is there before its pictures.
	const rows = await db.selectFrom('connections').select('id').execute();
	const kept = new Set(rows.map(({ id }) => id));
	for (const name of folders) {
		if (!kept.has(name)) await rm(join(media, name), { recursive: true, force: true });
	}
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw error;
	}
}
