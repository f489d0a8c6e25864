import { setTimeout as sleepFor } from 'node:timers/promises';
import { minutes } from '../clock.ts';
import { isOfDatabase } from '../database/retry-busy.ts';

const EVERY = minutes(1);
/** A day: after that somebody has seen that the disk is full. */
const TRIES = 24 * 60;

/** A token came, and the database did not take it within seconds. `store` tries once more. */
export class NotStored extends Error {
	readonly store: Store;

	constructor(store: Store, cause: unknown) {
		super('a renewed token could not be stored yet', { cause });
		this.name = 'NotStored';
		this.store = store;
	}
}

type Store = () => Promise<unknown>;

/** What waits for the disk, by database. */
const byDatabase = new WeakMap<object, Set<Store>>();

/**
 * Holds a new token in memory until the disk takes it: Meta may have ended the string before, and then
 * there is no other. The fence of the store holds: what was connected anew meanwhile stays.
 * @param sleep real time in milliseconds
 * @returns once it is stored, or given up
 */
export async function storeLater(
	db: object,
	store: Store,
	sleep: (ms: number) => Promise<unknown> = waitAside
): Promise<void> {
	const waiting = byDatabase.get(db) ?? new Set();
	byDatabase.set(db, waiting.add(store));
	for (let tried = 0; tried < TRIES; tried += 1) {
		await sleep(EVERY);
		try {
			await store();
			break;
		} catch (error) {
			if (!isOfDatabase(error)) break;
		}
	}
	waiting.delete(store);
}

/** Tries once more at a stop, which follows upon a disk that was made free. Never throws. */
export const storeNow = (db: object) =>
	Promise.allSettled(Array.from(byDatabase.get(db) ?? [], (store) => store()));

/** Nobody has to wait at a stop for what waits here. */
const waitAside = (ms: number) => sleepFor(ms, undefined, { ref: false });
