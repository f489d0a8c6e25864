import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { type Files, syncFolder, writePieces } from './files.ts';

/**
 * Writes a file whole or not at all, for its owner alone: under its name nothing stands before all of it
 * is on the disk.
 * @returns its size in bytes
 * @throws the error of the disk, or of what is written
 */
export async function writeWhole(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	files: Files
): Promise<number> {
	const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
	try {
		const size = await writePieces(draft, pieces, files);
		await files.rename(draft, path);
		await syncFolder(dirname(path), files);
		return size;
	} catch (error) {
		await files.rm(draft, { force: true }).catch(() => undefined);
		throw error;
	}
}
