import { days } from '../../src/lib/server/clock.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Problem, Status } from '../../src/lib/view.ts';
import type { Known } from './known.ts';
import type { Meta } from './meta.ts';

/** From here on a token's nearness to its end has to show. */
const RUNNING_OUT = days(14);
/** Tried for so long past its end, a token counts as ended. */
const GIVEN_UP = days(30);

/** Of a connection at one moment. */
export type Seen = { row: Connection; status: Status; problem: Problem | null; held: string[] };

/** @returns in what a status is worse than the truth; null: it is not */
export function tooBad({ row, status, held }: Seen, { said, of }: Known): string | null {
	if (status !== 'needs_reconnect' || held[0] !== of || said !== 'well') return null;
	const isGivenUp =
		row.endedCause === 'expired' &&
		row.endedAt !== null &&
		row.expiresAt !== null &&
		row.endedAt - row.expiresAt >= GIVEN_UP;
	return isGivenUp ? null : 'needs its creator, and Meta said that its token is well';
}

/**
 * @param now the time in truth, where the machine's clock is right; null: it is not
 * @returns in what a status is better than the truth; null: it is not
 */
export function tooGood(
	{ row, status, held }: Seen,
	{ said, of }: Known,
	meta: Meta,
	now: number | null
): string | null {
	if (status !== 'healthy') return null;
	if (of !== null && held[0] === of && said === 'dead')
		return 'healthy, and Meta said that its token is dead';
	const token = meta.tokenOf(held[0] ?? '');
	if (!token || now === null || token.death !== null) return null;
	const isNear = token.expiresAt - now < RUNNING_OUT - days(1);
	const isIdle = (row.nextAttemptAt ?? 0) > now + days(1);
	return isNear && isIdle ? 'healthy with less than 14 days left' : null;
}
