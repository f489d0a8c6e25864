import { spawn } from 'node:child_process';
import { beGentle, ownProgram, typeFlags } from '../own-program.ts';

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
	const child = spawn(process.execPath, [...typeFlags(), ownProgram('bin/mooring.ts'), 'backup'], {
		env: { ...process.env, PRACTICE: isPractice ? '1' : '0' },
		stdio: 'ignore'
	});
	const ended = new Promise<number | null>((resolve) => {
		child.once('exit', resolve);
		child.once('error', () => resolve(1));
	});
	beGentle(child);
	return { ended, stop: () => void child.kill('SIGTERM') };
}
