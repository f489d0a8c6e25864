import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { armor, Decrypter } from 'age-encryption';
import { StartError } from '../errors.ts';

/** Whatever was changed and wherever: age tells no more, and neither do we. */
const changed = (file: string) =>
	new StartError(`${file} does not open: it was changed, or BACKUP_KEY is not its own.`);

const unreadable = (file: string, error: NodeJS.ErrnoException) =>
	new StartError(`${file} cannot be read (${String(error.code)}): check its path and its rights.`, {
		cause: error
	});

/**
 * Decrypts a file of age with a passphrase piece by piece, binary or armored. Each piece is as it was
 * encrypted; that nothing is missing is known at the end only.
 * @throws StartError with the one sentence to print
 */
export async function* decrypt(file: string, key: string): AsyncGenerator<Uint8Array> {
	const age = new Decrypter();
	age.addPassphrase(key);
	try {
		for await (const piece of await age.decrypt(await readSealed(file))) yield piece;
	} catch (error) {
		throw isOfDisk(error) ? unreadable(file, error) : changed(file);
	}
}

/** Everything else is what the library says of the bytes. */
export const isOfDisk = (error: unknown): error is NodeJS.ErrnoException =>
	error instanceof Error && 'syscall' in error;

const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';

/** An armored file is text, which the library takes whole; a binary one comes piece by piece. */
async function readSealed(file: string): Promise<ReadableStream<Uint8Array>> {
	const opened = await open(file, 'r');
	const start = Buffer.alloc(ARMOR.length);
	await opened.read(start, 0, start.length, 0).finally(() => opened.close());
	if (start.toString('latin1') !== ARMOR) {
		return Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
	}
	const bytes = armor.decode(await readFile(file, 'latin1'));
	return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
}
