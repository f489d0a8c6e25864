import { setTimeout as sleepFor } from 'node:timers/promises';
import { minutes } from '../clock.ts';
import { isOfDatabase } from '../database/retry-busy.ts';

const EVERY = minutes(1);
/** A day: after that somebody has seen that the disk is full. */
const TRIES = 24 * 60;

/** A token came, and the database did not take it within seconds. `store` tries once more. */
export class NotStored extends Error {
	readonly store: () => Promise<unknown>;

	constructor(store: () => Promise<unknown>, cause: unknown) {
		super('a renewed token could not be stored yet', { cause });
		this.name = 'NotStored';
		this.store = store;
	}
}

/**
 * Holds a new token in memory until the disk takes it: Meta may have ended the string before, and then
 * there is no other. The fence of the store holds: what was connected anew meanwhile stays.
 * @param sleep real time in milliseconds
 * @returns once it is stored, or given up
 */
export async function storeLater(
	store: () => Promise<unknown>,
	sleep: (ms: number) => Promise<unknown> = waitAside
): Promise<void> {
	for (let tried = 0; tried < TRIES; tried += 1) {
		await sleep(EVERY);
		try {
			await store();
			return;
		} catch (error) {
			if (!isOfDatabase(error)) return;
		}
	}
}

/** Nobody has to wait at a stop for what waits here. */
const waitAside = (ms: number) => sleepFor(ms, undefined, { ref: false });
