import { Encrypter } from 'age-encryption';
import { createTarPacker, type TarPackController } from 'modern-tar';
import type { Part } from './parts.ts';

/** scrypt's work factor as a power of two, as the age program has it; a second and 256 MB of memory. */
export const WORK_FACTOR = 18;

/**
 * A tar of these parts, encrypted to a passphrase in the format of age (age-encryption.org/v1), which
 * the `age` program opens as well. Whatever its size, a few megabytes are in memory at a time.
 * @throws the error of whatever part could not be read
 */
export async function* pack(
	parts: AsyncIterable<Part>,
	{ key, workFactor }: { key: string; workFactor: number }
): AsyncGenerator<Uint8Array> {
	const age = new Encrypter();
	age.setPassphrase(key);
	age.setScryptWorkFactor(workFactor);
	const { readable, controller } = createTarPacker();
	const encrypted = await age.encrypt(readable as ReadableStream<Uint8Array>);
	// What goes wrong in a part comes out below as the stream's own error.
	const filled = fill(controller, parts).catch(() => undefined);
	try {
		for await (const piece of encrypted) yield piece;
	} finally {
		// Who reads no further ends the stream; its part still has a file open.
		await filled;
	}
}

async function fill(controller: TarPackController, parts: AsyncIterable<Part>) {
	try {
		for await (const { name, size, pieces } of parts) {
			const entry = controller.add({ name, size, mode: 0o600 }).getWriter();
			for await (const piece of pieces) await entry.write(piece);
			await entry.close();
		}
		controller.finalize();
	} catch (error) {
		controller.error(error instanceof Error ? error : new Error('A part of the backup failed.'));
	}
}
