import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { StartError } from './errors.ts';

/**
 * A program of ours that runs beside the server, looked for upwards from here: in the build this file
 * is in a chunk of its own.
 * @param path from the root of the repository or the image
 * @throws StartError where it is not there
 */
export function ownProgram(path: string): string {
	for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
		const file = join(folder, path);
		if (existsSync(file)) return file;
		if (dirname(folder) === folder) throw new StartError(`${path} is not there.`);
	}
}

/** What Node itself needs to run TypeScript; not the server's limits, nor an inspector's port. */
export const typeFlags = () => process.execArgv.filter((flag) => flag.includes('strip-types'));

/** Of the scale of `nice`: a third of what others get that want the processor as well. */
const LOWER = 5;

/** What else runs on this machine comes first, the server above all; a busy one starves nothing. */
export function beGentle({ pid }: { pid?: number | undefined }): void {
	if (pid === undefined) return;
	try {
		setPriority(pid, LOWER);
	} catch {
		// It is over already, or this system has no such thing.
	}
}
