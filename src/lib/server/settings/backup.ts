import { join, resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { Practice } from './practice.ts';

export type BackupSettings = {
	/** What backups are encrypted to; null: none is made. */
	key: string | null;
	/** Where the daily ones are kept, as an absolute path. */
	folder: string;
};

/** A shorter one could be guessed by whoever gets hold of a backup. */
const SHORTEST_KEY = 16;

/** How backups are made. Practice keeps its own apart wherever they are. */
export function backupSettings(
	source: Environment,
	dataDir: string,
	practice: Practice | null
): BackupSettings {
	const key = source.secret('BACKUP_KEY')?.trim() ?? null;
	if (key !== null && [...key].length < SHORTEST_KEY) {
		source.problem(
			`BACKUP_KEY must have at least ${String(SHORTEST_KEY)} characters; \`openssl rand -base64 32\` prints a good one.`
		);
	}
	const given = source.text('BACKUP_DIR');
	if (given === undefined) return { key, folder: join(dataDir, 'backups') };
	return { key, folder: practice ? join(resolve(given), 'practice') : resolve(given) };
}
