import { join } from 'node:path';
import { type Files, piecesOf } from './files.ts';
import { IN_BACKUP, type Manifest, nameInBackup } from './manifest.ts';

/** One file of a backup, read when its turn comes. */
export type Part = { name: string; size: number; pieces: AsyncIterable<Uint8Array> };

export type Content = {
	manifest: Manifest;
	/** The checked copy of the database. */
	database: string;
	dataDir: string;
	/** The connections in that copy: pictures of others are none of it. */
	connections: string[];
	/** The text of the key file; null: it stays out. */
	key: string | null;
};

/** What a backup holds, in order: what it is comes first. What is removed meanwhile is left out. */
export async function* partsOf(content: Content, files: Files): AsyncGenerator<Part> {
	const { manifest, database, dataDir, connections, key } = content;
	yield text(IN_BACKUP.manifest, `${JSON.stringify(manifest, null, '\t')}\n`);
	yield* file(IN_BACKUP.database, database, files);
	if (key !== null) yield text(IN_BACKUP.key, `${key}\n`);
	for (const id of connections) {
		yield* file(`${IN_BACKUP.pictures}/${id}`, join(dataDir, IN_BACKUP.pictures, id), files);
	}
	if (!manifest.withMedia) return;
	for (const id of connections) {
		const folder = join(dataDir, IN_BACKUP.media, id);
		for (const name of await namesIn(folder, files)) {
			yield* file(`${IN_BACKUP.media}/${id}/${name}`, join(folder, name), files);
		}
	}
}

function text(name: string, content: string): Part {
	const bytes = Buffer.from(content);
	return { name, size: bytes.length, pieces: once(bytes) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- what reads it reads files too
async function* once(bytes: Uint8Array) {
	yield bytes;
}

/** Opened before its size is told: under its name another file may stand a moment later. */
async function* file(name: string, path: string, files: Files): AsyncGenerator<Part> {
	if (nameInBackup(name) === null) return;
	const opened = await orNull(files.open(path, 'r'));
	if (opened === null) return;
	try {
		const { size } = await opened.stat();
		yield { name, size, pieces: piecesOf(opened, size) };
	} finally {
		await opened.close();
	}
}

/** The files of a folder; none where it is not there. Drafts have a name that is no name of ours. */
async function namesIn(folder: string, files: Files): Promise<string[]> {
	const found = await orNull(files.readdir(folder, { withFileTypes: true }));
	return (found ?? []).filter((one) => one.isFile()).map((one) => one.name);
}

async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
	try {
		return await asked;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}
