import { randomUUID } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Trigger } from '../../view.ts';
import { seconds } from '../clock.ts';
import { isTooYoung, MIN_AGE } from '../connections/due-dates.ts';
import { isLeased } from '../database/lease.ts';
import type { Connection } from '../database/schema.ts';
import { AppError, locked, notFound } from '../errors.ts';
import { claimOne, LEASE, type RenewalDeps } from './queue.ts';
import { renew } from './renew.ts';
import type { RenewalResult } from './result.ts';

/** Meta counts what it is asked: pressing again and again would use up what renewals need. */
const COOL_DOWN = seconds(60);

/**
 * A renewal by hand, of an ended connection too: it may have healed. Resolves once Meta was asked,
 * whatever it said; joins a renewal that is under way.
 * @throws AppError not_found; not_connected, locked, token_too_young (409); rate_limited (429): by
 * hand it was asked less than a minute ago, or Meta's limit is reached; not_configured (503): Meta was not asked
 */
export async function renewNow(deps: RenewalDeps, connectionId: string): Promise<void> {
	const { db, vault, clock } = deps;
	const connection = await db
		.selectFrom('connections')
		.selectAll()
		.where('id', '=', connectionId)
		.executeTakeFirst();
	if (!connection) throw notFound();
	if (connection.disconnectedAt !== null) {
		throw new AppError('not_connected', 'This account is disconnected. Connect it again first.');
	}
	if (connection.tokenSealed === null) {
		throw new AppError(
			'not_connected',
			connection.endedCause === 'key_lost'
				? 'The key that sealed this token was given up. Connect this account again.'
				: "Mooring was removed in the account's settings. Connect this account again."
		);
	}
	if (vault.isLocked) throw locked();
	const provider = deps.providers[connection.provider];
	if (!provider) {
		throw new AppError('not_configured', 'The login of this connection is not configured.');
	}
	const now = clock.now();
	const hasAge = provider.refresh === null || !isTooYoung(connection.issuedAt, now);
	// One that waits for `/me` has stored its young token already: it is joined all the same.
	if (!isLeased(connection, now, LEASE)) {
		if (!hasAge) throw tooYoung(connection, now);
		await refuseTooSoon(deps, connectionId, now);
		refuseBlocked(deps, connection);
	}
	const result = await renewOrJoin(deps, connectionId, 'manual');
	if (result === 'skipped') throw locked();
	if (result === 'held') refuseBlocked(deps, connection);
}

/**
 * By the clock of the ledger: a line from the future was written before the clock went back. A new
 * consent may be looked at at once.
 */
async function refuseTooSoon({ db }: RenewalDeps, connectionId: string, now: number) {
	const latest = await db
		.selectFrom('renewals')
		.select(['at', 'trigger'])
		.where('connectionId', '=', connectionId)
		.where('trigger', 'in', ['manual', 'connect'])
		.where('outcome', '!=', 'skipped')
		.where('at', '>', now - COOL_DOWN)
		.where('at', '<=', now)
		.orderBy('id', 'desc')
		.executeTakeFirst();
	if (latest?.trigger !== 'manual') return;
	const retryAfter = Math.ceil((latest.at + COOL_DOWN - now) / 1000);
	const wait = `${String(retryAfter)} ${retryAfter === 1 ? 'second' : 'seconds'}`;
	throw new AppError(
		'rate_limited',
		`Meta was asked about this account less than a minute ago. Try again in ${wait}.`,
		{ retryAfter }
	);
}

/** Past 95 percent a creator's own click goes on; what Meta has blocked nobody asks. */
function refuseBlocked({ brake }: RenewalDeps, connection: Connection) {
	const held = brake?.mayCall(connection, 'creator');
	if (!held) return;
	const left = Math.ceil(held.waitMs / 60_000);
	throw new AppError(
		'rate_limited',
		`Meta’s limit of calls is reached. Try again in ${left === 1 ? 'a minute' : `${String(left)} minutes`}.`,
		{ retryAfter: Math.ceil(held.waitMs / 1000) }
	);
}

function tooYoung({ issuedAt }: Connection, now: number) {
	const minutesLeft = Math.ceil((issuedAt + MIN_AGE - now) / 60_000);
	const wait = minutesLeft > 90 ? `${Math.ceil(minutesLeft / 60)} hours` : `${minutesLeft} min`;
	return new AppError(
		'token_too_young',
		`Meta renews no token in its first 24 hours. This one can be renewed in ${wait}.`
	);
}

/** How long to wait for a renewal that somebody else has under way, in real time. */
const PATIENCE = seconds(25);
const LOOK_EVERY = 250;

/**
 * Renews one connection, or waits for the renewal that is under way: never two at once.
 * @param isCheck whether the token is only to be checked by `/me`
 * @returns `joined` when another renewal ended meanwhile, or did not end in 25 s
 */
export async function renewOrJoin(
	deps: RenewalDeps,
	id: string,
	trigger: Trigger,
	isCheck = false
): Promise<RenewalResult | 'joined'> {
	const { db, clock, sleep = sleepFor } = deps;
	for (let waited = 0; waited <= PATIENCE; waited += LOOK_EVERY) {
		const claim = { now: clock.now(), owner: randomUUID(), leaseMs: LEASE };
		// Once somebody else was seen at work, a free row means that the work is done.
		if (waited > 0 && !(await isHeld(deps, id))) return 'joined';
		const connection = await claimOne(db, id, claim);
		if (connection) return renew(deps, connection, trigger, isCheck);
		await sleep(LOOK_EVERY);
	}
	return 'joined';
}

/** Released leases are null; one that ran out still names who let it, and may be claimed. */
async function isHeld({ db }: RenewalDeps, id: string) {
	const row = await db
		.selectFrom('connections')
		.select('leaseOwner')
		.where('id', '=', id)
		.executeTakeFirst();
	return Boolean(row?.leaseOwner);
}
