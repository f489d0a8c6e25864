import type { Caller } from '../brake/brake.ts';
import { days, seconds } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import type { Patience } from '../meta/provider.ts';
import type { Trigger } from '../../view.ts';
import type { RenewalDeps } from './queue.ts';

const IN_BACKGROUND = seconds(15);
/** Somebody waits for it: three calls must end before a browser gives up. */
const BY_HAND = seconds(9);

/** On a token's last day its renewal waits for nothing: what is lost then is the connection. */
const LAST = days(1);
/** So that a wait that is as good as over is none to be taken up again at once. */
const SHORTEST = seconds(1);

export const callerOf = (trigger: Trigger): Caller =>
	trigger === 'manual' ? 'creator' : 'background';

/** How long each call of a renewal may take; the brake hears what Meta says beside its answers. */
export const patienceFor = (
	{ brake }: Pick<RenewalDeps, 'brake'>,
	connection: Connection,
	by: Caller
): Patience => ({
	timeoutMs: by === 'creator' ? BY_HAND : IN_BACKGROUND,
	...(brake ? { heard: (answer) => void brake.heard(connection, answer) } : {})
});

/**
 * How long a renewal has to wait for Meta's limits in milliseconds, never into its token's last day;
 * null: not at all.
 * @param now on the clock of connections
 */
export function waitFor(
	{ brake }: Pick<RenewalDeps, 'brake'>,
	connection: Pick<Connection, 'id' | 'provider' | 'expiresAt'>,
	by: Caller,
	now: number
): number | null {
	const untilLast = (connection.expiresAt ?? Infinity) - LAST - now;
	const isLastDay = untilLast <= 0 && untilLast > -LAST;
	if (!brake || (isLastDay && by === 'background')) return null;
	const held = brake.mayCall(connection, by);
	if (held === null) return null;
	return Math.max(SHORTEST, untilLast > 0 ? Math.min(held.waitMs, untilLast) : held.waitMs);
}
