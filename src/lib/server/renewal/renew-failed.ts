import { againAt, isGivenUp, lookAgainAt, nextAfterFailure } from '../connections/due-dates.ts';
import type { Connection } from '../database/schema.ts';
import { causeOf, OtherAccount, whyOf } from '../meta/errors.ts';
import type { Login, Patience } from '../meta/provider.ts';
import { isEndedCause, needsSomebody } from '../problems/causes.ts';
import type { Entry, Settled } from './fenced-update.ts';
import * as results from './outcomes.ts';
import type { RenewalDeps } from './queue.ts';
import type { RenewalResult } from './result.ts';

/** One renewal under way. */
export type Renewal = RenewalDeps & { provider: Login; token: string; patience: Patience };

/**
 * Stores what came of an attempt that brought nothing. Of two tokens that are held the other one comes
 * next where Meta calls the one dead; only where both were is it the end, and then looks go on to ask
 * for the one and the other in turn: Meta has called living tokens dead, and which one lives is not
 * known.
 * @param held as it is leased
 */
export async function fail(
	renewal: Renewal,
	held: Connection,
	entry: Entry,
	error: unknown
): Promise<RenewalResult> {
	const { clock, token } = renewal;
	const why = whyOf(error, [token]);
	const { cause } = why;
	const systemCode = cause === 'unreachable' ? why.detail : null;
	renewal.log.warn(
		{ connectionId: held.id, cause, said: why.code, systemCode },
		'a renewal failed'
	);
	const failures = held.failures + 1;
	const now = clock.now();
	const expiresAt = held.expiresAt;
	let outcome: 'transient' | 'rejected' = 'rejected';
	let settled: Settled | null;
	const isOneOfTwo = held.previousTokenSealed !== null;
	if (isDefinite(error) && isOneOfTwo && !wasRestored(held) && held.endedCause === null) {
		const before = {
			failures,
			now,
			expiresAt: held.previousExpiresAt,
			cause: 'unexpected'
		} as const;
		settled = await results.storeRestored(renewal, held, entry, why, nextAfterFailure(before));
	} else if (isEndedCause(cause)) {
		const isNew = held.endedCause !== cause;
		const nextAt = isNew ? lookAgainAt({ now, endedAt: now, expiresAt }) : againAt(held, now, now);
		const end = { ...why, outcome, isOtherNext: isOneOfTwo };
		settled = await results.storeEnded(renewal, held, entry, cause, end, nextAt);
	} else {
		if (!needsSomebody(cause)) outcome = 'transient';
		const said = { ...why, outcome };
		const failingSince = held.failingSince ?? now;
		if (held.endedCause === null && isGivenUp({ now, expiresAt, failingSince })) {
			settled = await results.storeEnded(renewal, held, entry, 'expired', said, null);
		} else {
			const nextAt = againAt(held, now, nextAfterFailure({ failures, now, expiresAt, cause }));
			settled = await results.storeFailed(renewal, held, entry, { ...said, cause }, nextAt);
		}
	}
	return settled ? outcome : overtaken(renewal, held);
}

/** Whether the token before is in use again: the one that is held beside it is newer. */
const wasRestored = ({ issuedAt, previousIssuedAt }: Connection) =>
	previousIssuedAt !== null && previousIssuedAt > issuedAt;

/** Whether an answer says for certain that this token will not do. */
export const isDefinite = (error: unknown) =>
	error instanceof OtherAccount || isEndedCause(causeOf(error));

/** Somebody else has the connection by now. */
export function overtaken(deps: RenewalDeps, held: Connection): RenewalResult {
	deps.log.warn({ connectionId: held.id }, 'a renewal was overtaken: nothing stored');
	return 'overtaken';
}
