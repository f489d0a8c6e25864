import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Our copies of pictures: DATA_DIR/media/CONNECTION/FILE. */
export const mediaFolder = (dataDir: string) => join(dataDir, 'media');

const CONNECTION = /^[\w-]{1,64}$/;
/** As content/picture-names.ts makes them: 32 hexadecimal digits, the width, and what it is. */
export const PICTURE_FILE = /^[\da-f]{32}-\d{1,5}\.(webp|jpg)$/;

/** @throws RangeError for what is no id of a connection */
export function folderOf(dataDir: string, connectionId: string): string {
	if (!CONNECTION.test(connectionId)) throw new RangeError('No id of a connection');
	return join(mediaFolder(dataDir), connectionId);
}

/**
 * A kept picture by the name that it has in its address. Whether its post is shown is asked elsewhere.
 * @returns null where there is none, or no picture could have that name
 */
export async function readPicture(
	dataDir: string,
	connectionId: string,
	file: string
): Promise<Uint8Array<ArrayBuffer> | null> {
	if (!PICTURE_FILE.test(file)) return null;
	try {
		return new Uint8Array(await readFile(join(folderOf(dataDir, connectionId), file)));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}
