import { days } from '../../src/lib/server/clock.ts';
import { healthOf, signInAgainBy } from '../../src/lib/server/connections/health.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Instance } from './instance.ts';
import type { Meta } from './meta.ts';
import { rowsOf } from './rows.ts';
import type { Trace } from './trace.ts';

/** Facebook wants a sign-in so often that a warning of it is no illness. */
const SIGN_IN_FROM = days(14);

type Parts = {
	meta: Meta;
	trace: Trace;
	heldOf: (instance: Instance, row: Connection) => string[];
};

/**
 * After a week without faults all that can live is healthy, and all else has one cause and one cure.
 * @returns what is not so; null: all is
 */
export function notHealed(instance: Instance, { meta, trace, heldOf }: Parts): string | null {
	const now = instance.clock.now();
	for (const row of rowsOf(instance)) {
		if (row.disconnectedAt !== null) continue;
		const { status, problem } = healthOf(row, { now, isLocked: false });
		const isAlive = heldOf(instance, row).some((token) => meta.honours(token));
		const isSignInDue = (signInAgainBy(row) ?? Infinity) - now < SIGN_IN_FROM;
		if (isAlive && status !== 'healthy' && !isSignInDue)
			return `${row.username}: ${status} (${problem?.code ?? ''}) after a week without faults, and its token lives`;
		if (!isAlive && (status !== 'needs_reconnect' || !problem?.sentence || !problem.cure))
			return `${row.username}: its token is dead, and it is ${status}`;
		trace.met(isAlive ? 'healthy in the end' : 'dead in the end');
	}
	return null;
}
