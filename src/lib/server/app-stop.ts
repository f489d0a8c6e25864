import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from './app-parts.ts';
import type { Log } from './log.ts';
import { storeTold } from './relay/publish/job.ts';

/** Ends what is under way; each part gives up what it holds. */
export const endParts = ({ sweep, pictures, content, alerts, masterKeys }: Parts) =>
	Promise.all([sweep.stop(), pictures.stop(), content.stop(), alerts.stop(), masterKeys?.stop()]);

/** Waits for all of it, and no longer than so many milliseconds. */
export async function atMost(ms: number, all: Promise<unknown>[]): Promise<void> {
	const wait = new AbortController();
	const patience = sleep(ms, undefined, { signal: wait.signal }).catch(() => undefined);
	await Promise.race([Promise.all(all), patience]);
	wait.abort();
}

/** Writes down what was only counted and told in memory. */
export async function keepCounts({ keys, publishing, log }: Parts): Promise<void> {
	const [counts, told] = await Promise.allSettled([keys.flush(), storeTold(publishing, Infinity)]);
	if (counts.status === 'rejected') logFailed(log, counts.reason, 'counts were lost');
	if (told.status === 'rejected') logFailed(log, told.reason, 'what was told is not written down');
}

/** An error of what nobody waits for, without anything that it may quote but its own sentence. */
export const logFailed = (log: Pick<Log, 'error'>, error: unknown, words: string) =>
	log.error({ error: error instanceof Error ? error.message : 'unknown' }, words);
