import { hours, minutes, seconds } from '../../clock.ts';
import type { Publish } from '../../database/tool-tables.ts';
import type { PublishGuard, Publisher } from './guard.ts';
import { look } from './look.ts';
import type { Read } from './sight.ts';
import { change } from './store.ts';

/** When the next look follows; the last one goes on for two days. */
const DISTANCES = [seconds(15), minutes(1), minutes(3), minutes(10), hours(1)];
const LOOKED_FOR = hours(48);
/** Who may not ask Meta now comes again. */
const LATER = minutes(1);
/** How many are looked at in one run. */
const AT_ONCE = 20;
/** Programs have their answers by then, or their connection is gone. */
const TOLD_AFTER = seconds(2);

/** Reads with a connection's token; null where Meta may not be asked for it now. */
export type ReaderOf = (publisher: Publisher) => Promise<Read | null>;

/**
 * Looks at each publish whose outcome is not known and whose time has come: 5 s after it, 15 s, 1, 3
 * and 10 minutes after that, then every hour.
 */
export async function lookAtUnclear(guard: PublishGuard, readerOf: ReaderOf): Promise<void> {
	const now = guard.clock.now();
	const due = await guard.db
		.selectFrom('publishes')
		.innerJoin('connections', 'connections.id', 'publishes.connectionId')
		.selectAll('publishes')
		.select(['connections.provider', 'connections.accountId'])
		.where('publishes.state', '=', 'unclear')
		.where((eb) =>
			// Further ahead than any distance is a date of a clock that went back since.
			eb.or([eb('nextLookAt', '<=', now), eb('nextLookAt', '>', now + 2 * hours(1))])
		)
		.orderBy('nextLookAt')
		.limit(AT_ONCE)
		.execute();
	for (const { provider, accountId, ...publish } of due) {
		if (guard.busy.has(publish.id)) continue;
		guard.busy.add(publish.id);
		try {
			await lookAt(guard, publish, { id: publish.connectionId, provider, accountId }, readerOf);
		} finally {
			guard.busy.delete(publish.id);
		}
	}
}

async function lookAt(
	guard: PublishGuard,
	publish: Publish,
	publisher: Publisher,
	readerOf: ReaderOf
): Promise<void> {
	// Somebody may have been at it since the list was read.
	const current = await guard.db
		.selectFrom('publishes')
		.selectAll()
		.where('id', '=', publish.id)
		.where('state', '=', 'unclear')
		.executeTakeFirst();
	if (!current) return;
	const now = guard.clock.now();
	const read = await readerOf(publisher);
	if (read === null) return void (await change(guard, current, { nextLookAt: now + LATER }));
	const looked = await look(guard, publisher, current, read);
	if (looked.verdict === 'published' || looked.verdict === 'not published') return;
	const looks = current.looks + 1;
	const isOver = now - current.claimedAt > LOOKED_FOR;
	const distance = DISTANCES[Math.min(looks, DISTANCES.length) - 1] ?? hours(1);
	await change(guard, looked.publish, { looks, nextLookAt: isOver ? null : now + distance });
}

/**
 * Writes down which publishes a program was told of. A moment after its answer left: a server that
 * is killed just then leaves a publish of which nobody heard.
 * @param now real time; Infinity at the stop
 */
export async function storeTold({ db, told }: PublishGuard, now: number): Promise<void> {
	const ids = [...told].filter(([, at]) => at <= now - TOLD_AFTER).map(([id]) => id);
	if (ids.length === 0) return;
	await db.updateTable('publishes').set({ isTold: 1 }).where('id', 'in', ids).execute();
	for (const id of ids) told.delete(id);
}
