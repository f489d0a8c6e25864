import { randomUUID } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Trigger } from '../../view.ts';
import { seconds } from '../clock.ts';
import type { RenewalDeps } from './deps.ts';
import { claimOne, LEASE } from './queue.ts';
import { renew, type RenewalResult } from './renew.ts';

/** How long to wait for a renewal that somebody else has under way, in real time. */
const PATIENCE = seconds(25);
const LOOK_EVERY = 250;

/**
 * Renews one connection, or waits for the renewal that is under way: never two at once.
 * @returns `joined` when another renewal ended meanwhile, or did not end in 25 s
 */
export async function renewOrJoin(
	deps: RenewalDeps,
	id: string,
	trigger: Trigger
): Promise<RenewalResult | 'joined'> {
	const { db, clock, sleep = sleepFor } = deps;
	for (let waited = 0; waited <= PATIENCE; waited += LOOK_EVERY) {
		const claim = { now: clock.now(), owner: randomUUID(), leaseMs: LEASE };
		// Once somebody else was seen at work, a free row means that the work is done.
		if (waited > 0 && !(await isLeased(deps, id))) return 'joined';
		const connection = await claimOne(db, id, claim);
		if (connection) return renew(deps, connection, trigger);
		await sleep(LOOK_EVERY);
	}
	return 'joined';
}

/** Released leases are null; one that ran out still names who let it, and may be claimed. */
async function isLeased({ db }: RenewalDeps, id: string) {
	const row = await db
		.selectFrom('connections')
		.select('lease_owner')
		.where('id', '=', id)
		.executeTakeFirst();
	return Boolean(row?.lease_owner);
}
