import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StartError } from '../errors.ts';

/**
 * Writes what a command makes to a file (0600, whole or not at all; one that is there is replaced), or
 * with `-` to standard output.
 * @param file against the folder in which the command was typed, which npm tells
 * @returns the whole path, null for standard output, and how many bytes
 * @throws StartError where the file cannot be written
 */
export async function writeOut(
	bytes: ReadableStream<Uint8Array>,
	file: string
): Promise<{ path: string | null; bytes: number }> {
	const from = Readable.fromWeb(bytes as Parameters<typeof Readable.fromWeb>[0]);
	const { counter, count } = counting();
	if (file === '-') {
		await pipeline(from, counter, process.stdout, { end: false });
		return { path: null, bytes: count() };
	}
	const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
	const draft = `${path}.${randomUUID()}.draft`;
	try {
		const to = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
		await pipeline(from, counter, to);
		await rename(draft, path);
		return { path, bytes: count() };
	} catch (error) {
		await rm(draft, { force: true });
		throw isOfDisk(error) ? new StartError(`${path} cannot be written (${error.code}).`) : error;
	}
}

function counting() {
	let bytes = 0;
	const counter = new Transform({
		transform(piece: Buffer, _, done) {
			bytes += piece.length;
			done(null, piece);
		}
	});
	return { counter, count: () => bytes };
}

const isOfDisk = (error: unknown): error is Error & { code: string } =>
	error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
