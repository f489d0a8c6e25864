import { readdirSync } from 'node:fs';
import { DRAFT, madeAt } from '../backup/file-names.ts';
import { days } from '../clock.ts';

/** None of the kept backups is older. */
const LONGEST_KEPT = days(30);

/**
 * Until when a backup may be kept, at the latest, that was made before a time: by the names in the
 * folder of backups, drafts counted. Times in milliseconds.
 * @returns null: none is there
 */
export function keptUntil(folder: string, before: number): number | null {
	const made = namesIn(folder)
		.map((name) => madeAt(DRAFT.test(name) ? name.replace(/\.[0-9a-f]{12}\.draft$/, '') : name))
		.filter((at) => at !== null && at <= before);
	return made.length === 0 ? null : Math.max(...(made as number[])) + LONGEST_KEPT;
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}
