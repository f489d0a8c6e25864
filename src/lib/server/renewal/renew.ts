import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Trigger } from '../../view.ts';
import { seconds } from '../clock.ts';
import { againAt, dueAt, isTooYoung, MIN_AGE, PROOF_AGAIN } from '../connections/due-dates.ts';
import { isOfDatabase, retryWhileBusy } from '../database/retry-busy.ts';
import type { Connection } from '../database/schema.ts';
import { codeOf } from '../meta/errors.ts';
import { prove } from '../meta/prove.ts';
import type { Page, Profile } from '../meta/provider.ts';
import { UnreadableToken } from '../vault/token-vault.ts';
import type { Entry, Settled } from './fenced-update.ts';
import { callerOf, patienceFor, waitFor } from './limits.ts';
import * as results from './outcomes.ts';
import { NotStored, storeLater } from './store-later.ts';
import { endClaim, type RenewalDeps } from './queue.ts';
import { fail, isDefinite, overtaken, type Renewal } from './renew-failed.ts';
import type { RenewalResult } from './result.ts';

/**
 * Renews one leased connection: the previous renewal is proved first where that is still open, then
 * Meta is asked for a new token, and the new one has to answer `/me`. A token under 24 hours of age,
 * or one of a login without renewal, is only checked by `/me`. Never throws.
 * @param isCheck whether the token is only to be checked, whatever its age
 */
export async function renew(
	deps: RenewalDeps,
	leased: Connection,
	trigger: Trigger,
	isCheck = false
): Promise<RenewalResult> {
	const result = await renewAndRelease(deps, leased, trigger, isCheck);
	deps.over?.(result);
	return result;
}

async function renewAndRelease(
	deps: RenewalDeps,
	leased: Connection,
	trigger: Trigger,
	isCheck: boolean
): Promise<RenewalResult> {
	const entry = { line: null, at: deps.clock.now(), trigger, expiresBefore: leased.expiresAt };
	let later = Promise.resolve();
	try {
		return await renewLeased(deps, leased, entry, isCheck);
	} catch (error) {
		deps.log.error({ connectionId: leased.id, ...describe(error) }, 'a renewal crashed');
		if (error instanceof NotStored) later = storeLater(deps.db, error.store, deps.sleep);
		return 'crashed';
	} finally {
		// While a token waits for the disk nobody asks Meta for another.
		void later.finally(() => endClaim(deps.db, leased.id));
	}
}

async function renewLeased(
	deps: RenewalDeps,
	leased: Connection,
	entry: Entry,
	isCheck: boolean
): Promise<RenewalResult> {
	const { providers } = deps;
	const provider = providers[leased.provider];
	const token = openOrNull(deps, leased);
	if (!provider || token === null) {
		const why = token === null ? 'unreadable' : 'not_configured';
		const nextAt = againAt(leased, entry.at, entry.at + MIN_AGE);
		const settled = await results.storeSkipped(deps, leased, entry, why, nextAt);
		return settled ? 'skipped' : overtaken(deps, leased);
	}
	const by = callerOf(entry.trigger);
	const wait = waitFor(deps, leased, by, entry.at);
	if (wait !== null) {
		await results.putOff(deps, leased, by === 'creator' ? leased.nextAttemptAt : entry.at + wait);
		return 'held';
	}
	const patience = patienceFor(deps, leased, by);
	const renewal = { ...deps, provider, token, patience };
	if (isCheck || provider.refresh === null || isTooYoung(leased.issuedAt, entry.at)) {
		return check(renewal, leased, entry);
	}
	if (leased.previousTokenSealed === null) return refresh(renewal, leased, entry);

	const proof = await proofOf(renewal, leased, token);
	if (!(proof instanceof Error)) {
		const proved = await results.dropPrevious(renewal, leased);
		return proved ? refresh(renewal, proved, entry) : overtaken(deps, leased);
	}
	// Only a definite answer sends us back to the previous token.
	if (isDefinite(proof)) return fail(renewal, leased, entry, proof);
	return refresh(renewal, leased, entry);
}

/** Asks `/me` alone. */
async function check(renewal: Renewal, held: Connection, entry: Entry): Promise<RenewalResult> {
	const proof = await proofOf(renewal, held, renewal.token);
	if (proof instanceof Error) return fail(renewal, held, entry, proof);
	const plan = planOf(renewal, held);
	// A check is all that such a token ever gets: it counts as its renewal.
	const counts = renewal.provider.refresh === null;
	const nextAt = dueAt(counts ? { ...plan, issuedAt: entry.at } : plan);
	const page = await pageOf(renewal);
	const proved = { nextAt, counts, page };
	const settled = await results.storeProved(renewal, held, entry, proof, proved);
	return settled ? 'checked' : overtaken(renewal, held);
}

async function refresh(renewal: Renewal, held: Connection, entry: Entry): Promise<RenewalResult> {
	const { clock, vault, provider, token, patience, sleep = sleepFor } = renewal;
	if (provider.refresh === null) return check(renewal, held, entry);
	// A machine that slept since the claim may have lost the lease: Meta is not asked twice.
	if (held.leaseUntil === null || clock.now() >= held.leaseUntil) return overtaken(renewal, held);
	let answer;
	try {
		answer = await provider.refresh(token, patience);
	} catch (error) {
		return fail(renewal, held, entry, error);
	}
	const now = clock.now();
	const life = { issuedAt: now, expiresAt: now + seconds(answer.expiresIn) };
	const keepsPrevious = answer.accessToken !== token;
	const plan = { keepsPrevious, nextAt: now + PROOF_AGAIN };
	// Sealed with each try: the key may be another one by then.
	const store = () => {
		const sealed = vault.seal(answer.accessToken, placeOf(held));
		return results.storeRenewed(renewal, held, entry, { sealed, ...life }, plan);
	};
	const settled = await retryWhileBusy(store, sleep).catch((error: unknown) => {
		throw isOfDatabase(error) ? new NotStored(store, error) : error;
	});
	if (!settled) return overtaken(renewal, held);
	return proveRenewed({ ...renewal, token: answer.accessToken }, settled);
}

/** The first `/me` of a new token. */
async function proveRenewed(
	renewal: Renewal,
	{ connection, entry }: Settled
): Promise<RenewalResult> {
	const { token } = renewal;
	const proof = await proofOf(renewal, connection, token);
	const due = dueAt(planOf(renewal, connection));
	if (!(proof instanceof Error)) {
		await results.storeProved(renewal, connection, entry, proof, { nextAt: due, counts: false });
		return 'renewed';
	}
	if (isDefinite(proof)) return fail(renewal, connection, entry, proof);
	// The same string again needs no proof: it is the token that was good before.
	const isProofOpen = connection.previousTokenSealed !== null;
	const nextAt = isProofOpen ? renewal.clock.now() + PROOF_AGAIN : due;
	await results.storeUnproved(renewal, connection, entry, codeOf(proof), nextAt);
	return 'renewed';
}

/** The Page that the token is for; good to know, and no reason to fail. */
const pageOf = ({ provider, token, patience }: Renewal): Promise<Page | null> =>
	provider.readPage?.(token, patience).catch(() => null) ?? Promise.resolve(null);

/** The profile, null where the token works without one, or why there is no proof. */
async function proofOf(
	{ provider, patience }: Renewal,
	held: Connection,
	token: string
): Promise<Profile | null | Error> {
	const granted = held.granted === null ? null : (JSON.parse(held.granted) as string[]);
	try {
		return await prove(provider, token, { accountId: held.accountId, granted }, patience);
	} catch (error) {
		return error instanceof Error ? error : new Error('unknown', { cause: error });
	}
}

function openOrNull({ vault }: RenewalDeps, held: Connection): string | null {
	if (held.tokenSealed === null) return null;
	try {
		return vault.open(held.tokenSealed, placeOf(held));
	} catch (error) {
		if (error instanceof UnreadableToken) return null;
		throw error;
	}
}

const placeOf = (held: Connection) => ({
	connectionId: held.id,
	provider: held.provider,
	accountId: held.accountId
});

const planOf = ({ refreshAfterDays, provider }: Renewal, held: Connection) => ({
	issuedAt: held.issuedAt,
	expiresAt: held.expiresAt,
	jitterMs: held.jitterMs,
	refreshAfterDays,
	isRenewable: provider.refresh !== null
});

/** Where it broke, without the message: that may quote what was being read. */
const describe = (error: unknown) =>
	error instanceof Error
		? { error: error.name, where: error.stack?.match(/^ {4}at .*$/gm)?.slice(0, 5) }
		: { error: 'unknown' };
