import { join } from 'node:path';
import { databaseFile } from '../database/open.ts';
import { type Files, systemFiles } from './files.ts';
import { IN_BACKUP, type Manifest } from './manifest.ts';
import { pack, WORK_FACTOR } from './pack.ts';
import { partsOf } from './parts.ts';
import { takeSnapshot } from './snapshot.ts';

export type Wanted = {
	dataDir: string;
	/** A folder for the copy of the database, see working-folder.ts. */
	working: string;
	mode: Manifest['mode'];
	/** What it is encrypted to. */
	backupKey: string;
	/** The text of the key file; null: it stays out. */
	secretKey: string | null;
	withMedia: boolean;
	/** Milliseconds of real time. */
	now: number;
	/** Stops it between two pieces. */
	signal?: AbortSignal;
	workFactor?: number;
	files?: Files;
};

/**
 * Makes a backup, beside a running server or without one, and hands it over piece by piece. In the
 * working folder a checked copy of the database stands meanwhile.
 * @param keep takes the pieces to where the backup is to be
 * @returns what is in it, and what `keep` says
 * @throws StartError, or the error of a disk
 */
export async function makeBackup<Kept>(
	wanted: Wanted,
	keep: (pieces: AsyncIterable<Uint8Array>) => Promise<Kept>
): Promise<{ manifest: Manifest; kept: Kept }> {
	const { dataDir, working, mode, secretKey, withMedia, now, files = systemFiles } = wanted;
	const database = join(working, IN_BACKUP.database);
	const { connections, schema, tokens } = takeSnapshot(databaseFile(dataDir), database, mode);
	const manifest: Manifest = {
		program: 'mooring',
		format: 1,
		madeAt: new Date(now).toISOString(),
		mode,
		schema,
		tokens,
		withKey: secretKey !== null,
		withMedia
	};
	const content = { manifest, database, dataDir, connections, key: secretKey };
	const packed = pack(partsOf(content, files), {
		key: wanted.backupKey,
		workFactor: wanted.workFactor ?? WORK_FACTOR
	});
	return { manifest, kept: await keep(until(packed, wanted.signal)) };
}

async function* until(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined) {
	for await (const piece of pieces) {
		signal?.throwIfAborted();
		yield piece;
	}
}
