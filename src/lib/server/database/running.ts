import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isInstanceLocked } from './instance-lock.ts';
import { readSecretFile, writeSecretFile } from './secret-file.ts';

/** What the running server says of itself to the commands: where it is reached, and as what. */
export type Running = z.infer<typeof RUNNING>;

const RUNNING = z.object({
	origin: z.url({ protocol: /^https?$/ }),
	mode: z.enum(['live', 'practice']),
	pid: z.int(),
	/** Where practice's pretend Meta listens; null for a live one. */
	simulatorPort: z.int().nullable()
});

const runningFile = (dataDir: string) => join(dataDir, 'running.json');

/**
 * Leaves word of the running server in its data folder, in place of what an earlier one left.
 * @throws StartError where it cannot be written
 */
export function noteRunning(dataDir: string, running: Running) {
	writeSecretFile(runningFile(dataDir), JSON.stringify(running), {
		what: 'The note on what runs',
		replaces: true
	});
}

export const forgetRunning = (dataDir: string) => rmSync(runningFile(dataDir), { force: true });

/**
 * The server that runs with this data folder, or null. A note that a server left which was killed
 * outright counts for nothing: the lock on its folder is free.
 */
export function readRunning(dataDir: string): Running | null {
	try {
		const text = readSecretFile(runningFile(dataDir));
		if (text === null || !isInstanceLocked(dataDir)) return null;
		return RUNNING.parse(JSON.parse(text));
	} catch {
		// Cut off, foreign or unreadable: a command then goes by its settings.
		return null;
	}
}
