import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { days } from '../clock.ts';
import { DRAFT, DRAFT_LIFE, madeAt } from './file-names.ts';

/** How many days and weeks keep their newest backup. */
export const DAILY = 7;
export const WEEKLY = 4;
/** What was erased here is gone from every backup after this. */
export const BACKUPS_KEPT_FOR = days(30);

/** A backup in the folder, and when it was made, in milliseconds. */
export type KeptBackup = { name: string; at: number };

/** The backups in a folder, oldest first; no other file is one. */
export async function keptBackups(folder: string): Promise<KeptBackup[]> {
	const names = await namesIn(folder);
	return names
		.flatMap((name) => {
			const at = madeAt(name);
			return at === null ? [] : [{ name, at }];
		})
		.toSorted((one, other) => one.at - other.at);
}

/**
 * Which of these backups go: what is neither the newest of one of the latest 7 days that have one, nor
 * of one of the latest 4 such weeks (Monday to Sunday, UTC), and whatever is older than 30 days.
 */
export function spentBackups(backups: KeptBackup[], now: number): KeptBackup[] {
	const newestFirst = backups.toSorted((one, other) => other.at - one.at);
	const young = newestFirst.filter(({ at }) => now - at <= BACKUPS_KEPT_FOR);
	const kept = new Set([
		...newestOfEach(young, dayOf, DAILY),
		...newestOfEach(young, weekOf, WEEKLY)
	]);
	return newestFirst.filter((backup) => !kept.has(backup));
}

const dayOf = (at: number) => Math.floor(at / days(1));
/** 1 January 1970 was a Thursday. */
const weekOf = (at: number) => Math.floor((dayOf(at) + 3) / 7);

function newestOfEach(newestFirst: KeptBackup[], periodOf: (at: number) => number, count: number) {
	const newest = new Map<number, KeptBackup>();
	for (const backup of newestFirst) {
		const period = periodOf(backup.at);
		if (!newest.has(period)) newest.set(period, backup);
	}
	return [...newest.values()].slice(0, count);
}

/** Removes the backups that are spent, and drafts that a kill has left. Nothing else is touched. */
export async function dropOldBackups(folder: string, now: number): Promise<void> {
	for (const { name } of spentBackups(await keptBackups(folder), now)) {
		await rm(join(folder, name), { force: true });
	}
	for (const name of (await namesIn(folder)).filter((one) => DRAFT.test(one))) {
		const draft = await stat(join(folder, name)).catch(() => null);
		if (draft && now - draft.mtimeMs > DRAFT_LIFE) await rm(join(folder, name), { force: true });
	}
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}
