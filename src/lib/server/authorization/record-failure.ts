import type { Kysely } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import { readCreator } from '../creators/creator.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { ConnectProblem } from '../problems/connect-problem.ts';
import { isFailed } from '../problems/failed-step.ts';
import type { AuthorizationDeps } from './types.ts';

/** Does it; where it fails, how it ended is kept with the attempt and in the audit log. */
export async function recordingFailure<T>(
	deps: Pick<AuthorizationDeps, 'db' | 'clock' | 'log'>,
	attempt: Attempt,
	address: string | null,
	act: () => Promise<T>
): Promise<T> {
	try {
		return await act();
	} catch (error) {
		if (error instanceof AppError) await remember(deps, attempt, error, address);
		throw error;
	}
}

async function remember(
	{ db, clock, log }: Pick<AuthorizationDeps, 'db' | 'clock' | 'log'>,
	attempt: Attempt,
	error: AppError,
	address: string | null
) {
	const facts = error instanceof ConnectProblem ? error : null;
	const failed = isFailed(facts?.found) ? facts.found : null;
	if (failed) {
		const systemCode = failed.cause === 'unreachable' ? failed.detail : null;
		const { step, cause } = failed;
		log.warn({ login: attempt.provider, step, cause, systemCode }, 'a consent failed');
	}
	await endAttempt(db, attempt.id, {
		problem: error.code,
		metaSaid: facts?.metaSaid ?? null,
		accountExpected: facts?.accounts.expected ?? null,
		accountArrived: facts?.accounts.arrived ?? null,
		connectionId: facts?.connectionId ?? null,
		found: facts?.found ?? null
	});
	if (attempt.creatorId !== null && !(await readCreator(db, attempt.creatorId))) return;
	await audit(db, {
		kind:
			attempt.sessionHash === null || attempt.confirms !== null
				? 'sign_in_refused'
				: 'connect_refused',
		at: clock.now(),
		creatorId: attempt.creatorId,
		detail: { why: error.code, login: attempt.provider, cause: failed?.cause ?? null },
		address
	});
}

/** Keeps for the problem page how an attempt ended. */
export async function endAttempt(
	db: Kysely<Schema>,
	id: string,
	end: {
		problem: ErrorCode;
		metaSaid?: string | null;
		accountExpected?: string | null;
		accountArrived?: string | null;
		connectionId?: string | null;
		found?: object | null;
	}
) {
	await db
		.updateTable('attempts')
		.set({
			problem: end.problem,
			metaSaid: end.metaSaid?.slice(0, 200) ?? null,
			accountExpected: end.accountExpected ?? null,
			accountArrived: end.accountArrived ?? null,
			found: end.found ? JSON.stringify(end.found) : null,
			waitingSealed: null,
			...(end.connectionId ? { connectionId: end.connectionId } : {})
		})
		.where('id', '=', id)
		.execute();
}
