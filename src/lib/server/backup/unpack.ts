import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createTarDecoder } from 'modern-tar';
import { diskFault } from '../database/disk-faults.ts';
import { StartError } from '../errors.ts';
import { decrypt, isOfDisk } from './decrypt.ts';
import { systemFiles, writePieces } from './files.ts';
import { IN_BACKUP, MANIFEST, type Manifest, nameInBackup } from './manifest.ts';

type Tar = ReadableStream<Uint8Array<ArrayBuffer>>;

const notABackup = (file: string, cause?: unknown) =>
	new StartError(`${file} opens, but it is no backup of this Mooring's kind.`, { cause });

/**
 * Unpacks a backup into an empty folder. Nothing of it may be used before this has returned: only then
 * all of it is known to be as it was made.
 * @throws StartError with the one sentence to print
 */
export async function unpack(
	file: string,
	{ key, into }: { key: string; into: string }
): Promise<Manifest> {
	const names = new Set<string>();
	try {
		const tar = Readable.toWeb(Readable.from(decrypt(file, key))) as Tar;
		for await (const { header, body } of tar.pipeThrough(createTarDecoder({ strict: true }))) {
			if (header.type === 'directory') {
				await body.cancel();
				continue;
			}
			const name = nameInBackup(header.name);
			if (name === null || header.type !== 'file' || names.has(name)) throw notABackup(file);
			names.add(name);
			await mkdir(dirname(join(into, name)), { recursive: true, mode: 0o700 });
			await writePieces(join(into, name), body, systemFiles);
		}
		if (!names.has(IN_BACKUP.database)) throw notABackup(file);
		return MANIFEST.parse(JSON.parse(await readFile(join(into, IN_BACKUP.manifest), 'utf8')));
	} catch (error) {
		if (error instanceof StartError) throw error;
		const isMissing = !names.has(IN_BACKUP.manifest);
		throw isOfDisk(error) && !isMissing
			? diskFault('The data folder', error)
			: notABackup(file, error);
	}
}
