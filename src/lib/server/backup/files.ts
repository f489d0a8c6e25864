import type { FileHandle } from 'node:fs/promises';
import * as promises from 'node:fs/promises';

/** What backups need of a file system; tests pass one that fails. */
export type Files = Pick<typeof promises, 'mkdir' | 'open' | 'readdir' | 'rename' | 'rm' | 'stat'>;

export const systemFiles: Files = promises;

/** What is read or written at a time. */
const PIECE = 256 * 1024;

/**
 * Reads so many bytes of an open file, piece by piece.
 * @throws Error where it has become shorter meanwhile
 */
export async function* piecesOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
	for (let position = 0; position < size;) {
		const piece = Buffer.alloc(Math.min(PIECE, size - position));
		const { bytesRead } = await file.read(piece, 0, piece.length, position);
		if (bytesRead === 0) throw new Error('A file became shorter while it was read.');
		yield piece.subarray(0, bytesRead);
		position += bytesRead;
	}
}

/** Writes pieces into a fresh file for its owner alone (0600), to the disk. */
export async function writePieces(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	files: Files
): Promise<number> {
	const file = await files.open(path, 'wx', 0o600);
	let size = 0;
	try {
		for await (const piece of pieces) {
			await file.writeFile(piece);
			size += piece.length;
		}
		await file.sync();
	} finally {
		await file.close();
	}
	return size;
}

/** A new name is safe from a power cut once its folder is on the disk too; some systems cannot say. */
export async function syncFolder(folder: string, files: Files) {
	try {
		const handle = await files.open(folder, 'r');
		await handle.sync().finally(() => handle.close());
	} catch {
		// The file itself is complete, which is what counts.
	}
}
