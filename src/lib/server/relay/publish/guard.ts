import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { ProviderId } from '../../../logins.ts';
import type { Schema } from '../../database/schema.ts';
import type { Log } from '../../log.ts';
import type { Sent } from '../call.ts';

/** The connection that something is published for. */
export type Publisher = { id: string; provider: ProviderId; accountId: string };

/** What the guard against double posts keeps while the process lives. */
export type PublishGuard = {
	db: Kysely<Schema>;
	/** The connections' clock; `now` corrects it. */
	clock: Clock;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
	/** Real time; tests pass one that does not wait. */
	sleep: (ms: number) => Promise<unknown>;
	/** Publishes that a request or the job works on in this moment, by id. */
	busy: Set<string>;
	/** Publishes whose end was told to a program, to be written down soon. */
	told: Map<string, number>;
	/** The connections' clock by Meta's. */
	now(): number;
	/** Takes Meta's time from an answer's `Date` (RFC 9110, section 6.6.1). */
	hearTime(headers: Pick<Headers, 'get'>): void;
};

/**
 * What a process before this one left: what it had claimed and not sent is free; what it had sent
 * may have been published.
 */
export async function openPublishGuard({
	db,
	clock,
	log,
	sleep = (ms) => sleepFor(ms, undefined, { ref: false })
}: Pick<PublishGuard, 'db' | 'clock' | 'log'> &
	Partial<Pick<PublishGuard, 'sleep'>>): Promise<PublishGuard> {
	await db.deleteFrom('publishes').where('state', '=', 'claimed').execute();
	await db
		.updateTable('publishes')
		.set({ state: 'unclear', why: 'the server stopped after sending', nextLookAt: clock.now() })
		.where('state', '=', 'sending')
		.execute();
	let ahead = 0;
	return {
		db,
		clock,
		log,
		sleep,
		busy: new Set(),
		told: new Map(),
		now: () => clock.now() + ahead,
		hearTime(headers) {
			const date = Date.parse(headers.get('date') ?? '');
			if (!Number.isNaN(date)) ahead = date - clock.now();
		}
	};
}

/** A read of `Read`, whose answers also tell the time. */
export const hearing =
	(guard: PublishGuard, read: (...asked: [string[], Record<string, string>]) => Promise<Sent>) =>
	async (segments: string[], parameters: Record<string, string>) => {
		const sent = await read(segments, parameters);
		guard.hearTime(sent.headers);
		return sent;
	};
