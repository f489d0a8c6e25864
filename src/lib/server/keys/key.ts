import type { ActionId } from './actions.ts';

/** A key that opens something, as the database has it; never its secret. Times in milliseconds. */
export type Key = {
	/** The public eight characters. */
	id: string;
	creatorId: string;
	name: string;
	/** In the order of the table of actions. */
	actions: ActionId[];
	/** The connections that it names, the oldest first. */
	connectionIds: string[];
	createdAt: number;
	/** In real time, as all of a key; null: it does not expire. */
	expiresAt: number | null;
	lastUsedAt: number | null;
	revokedAt: number | null;
};
