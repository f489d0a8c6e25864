import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { StartError } from '../errors.ts';

/** A backup that is being made by a process of its own. */
export type BackupRun = {
	/** How it ended; null: by a signal. */
	ended: Promise<number | null>;
	stop(): void;
};

/**
 * Makes the daily backup in a process of its own: deriving its key takes a second of pure computing and
 * a copy of the database holds its thread as long, neither of which a server may wait for.
 * @param isPractice which of two instances it is about
 */
export function startBackup({ isPractice }: { isPractice: boolean }): BackupRun {
	const child = spawn(process.execPath, [...flags(), program(), 'backup'], {
		env: { ...process.env, PRACTICE: isPractice ? '1' : '0' },
		stdio: 'ignore'
	});
	const ended = new Promise<number | null>((resolve) => {
		child.once('exit', resolve);
		child.once('error', () => resolve(1));
	});
	if (child.pid !== undefined) beGentle(child.pid);
	return { ended, stop: () => void child.kill('SIGTERM') };
}

/** What the server itself needs to run TypeScript; not its limits, nor an inspector's port. */
const flags = () => process.execArgv.filter((flag) => flag.includes('strip-types'));

/** Upwards from here: in the build this file is in a chunk of its own. */
function program() {
	for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
		const file = join(folder, 'bin/mooring.ts');
		if (existsSync(file)) return file;
		if (dirname(folder) === folder) throw new StartError('bin/mooring.ts is not there.');
	}
}

function beGentle(pid: number) {
	try {
		setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
	} catch {
		// It is over already, or this system has no such thing.
	}
}
