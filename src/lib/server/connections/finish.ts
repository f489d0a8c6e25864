import { dropClaimCode, isClaimed } from '../creators/claim.ts';
import { audit } from '../audit/audit-log.ts';
import type { Attempt } from '../database/schema.ts';
import { AppError, locked } from '../errors.ts';
import type { Callback } from '../meta/callback.ts';
import { arrive, type Arrival, ConnectProblem } from './arrival.ts';
import { consumeAttempt, endAttempt, unknownState } from './attempts.ts';
import { claimWith, type ConnectDeps, connectTo } from './connect.ts';
import type { JourneyDeps } from './journey.ts';
import { signInWith } from './sign-in.ts';
import { notConfigured } from './start.ts';

export type FinishRequest = {
	answer: Callback;
	/** The transaction cookie of an attempt, or null. */
	secretFor: (attemptId: string) => string | null;
	/**
	 * A pasted address brings its session or claim along and must match the attempt's; the callback
	 * brings none, because Strict cookies do not come back from Meta.
	 */
	pastedBy: { sessionHash: string | null; mayClaim: boolean } | null;
	address: string | null;
};

/** What a browser is to be told and given once the one saving transaction is done. */
export type Finished = {
	attemptId: string;
	/** Where to go on: the connection, or `/` after a sign-in. */
	path: string;
	/** The creator for whom a session begins now, or null: theirs goes on. */
	signIn: string | null;
};

/**
 * Ends an attempt: everything between Meta's answer and the saved connection. Nothing is stored
 * unless all of it went well.
 * @throws ConnectProblem or AppError; how it ended is kept with the attempt for ten minutes
 */
export async function finish(deps: JourneyDeps, request: FinishRequest): Promise<Finished> {
	const { answer } = request;
	if (answer.kind === 'unreadable') throw unknownState();
	if (answer.kind === 'error' && answer.state === null) throw denied(answer);
	const attempt = await consumeAttempt(
		deps.db,
		{ provider: 'instagram', state: answer.state ?? '', secretFor: request.secretFor },
		Date.now()
	);
	try {
		if (answer.kind === 'error') throw denied(answer);
		return await conclude(deps, attempt, answer.code, request);
	} catch (error) {
		if (error instanceof AppError) await remember(deps, attempt, error, request.address);
		throw error;
	}
}

async function conclude(
	deps: JourneyDeps,
	attempt: Attempt,
	code: string,
	request: FinishRequest
): Promise<Finished> {
	const provider = deps.providers.instagram;
	if (!provider) throw notConfigured();
	if (deps.vault.isLocked) throw locked();
	await refuseWithoutRight(deps, attempt, request);
	const arrival = await arrive(provider, code);
	const connecting = { ...deps, provider, address: request.address };
	const done = await save(deps, connecting, attempt, arrival);
	if (done.connectionId) {
		deps.pictures.fetchLater(done.connectionId, arrival.profile.pictureUrl);
	}
	return { attemptId: attempt.id, path: done.path, signIn: done.signIn };
}

async function save(
	deps: JourneyDeps,
	connecting: ConnectDeps,
	attempt: Attempt,
	arrival: Arrival
) {
	if (attempt.session_hash !== null && attempt.creator_id !== null) {
		// Meta's answer took seconds: a sign-out in between counts.
		if (!(await deps.sessions.isAlive(attempt.session_hash, attempt.creator_id))) {
			throw sessionEnded();
		}
		const connectionId = await connectTo(connecting, attempt, arrival, attempt.creator_id);
		return { connectionId, path: `/connections/${connectionId}`, signIn: null };
	}
	if (attempt.may_claim) {
		const claimed = await claimWith(connecting, attempt, arrival);
		if (claimed) {
			dropClaimCode(deps.settings.dataDir);
			const { connectionId, creatorId } = claimed;
			return { connectionId, path: `/connections/${connectionId}`, signIn: creatorId };
		}
	}
	const { creatorId, keptConnectionId } = await signInWith(connecting, attempt, arrival);
	return { connectionId: keptConnectionId, path: '/', signIn: creatorId };
}

/** What can be refused before anything is sent to Meta, is. */
async function refuseWithoutRight(deps: JourneyDeps, attempt: Attempt, request: FinishRequest) {
	const { session_hash: sessionHash, creator_id: creatorId } = attempt;
	if (sessionHash !== null && creatorId !== null) {
		if (!(await deps.sessions.isAlive(sessionHash, creatorId))) throw sessionEnded();
	}
	const { pastedBy } = request;
	if (!pastedBy) return;
	const isOwnSession = sessionHash !== null && pastedBy.sessionHash === sessionHash;
	const isClaim = attempt.may_claim === 1 && pastedBy.mayClaim && !(await isClaimed(deps.db));
	if (!isOwnSession && !isClaim) {
		throw new ConnectProblem(
			'paste_cannot_sign_in',
			'A pasted address connects only for the one who started it, and never signs in.'
		);
	}
}

const sessionEnded = () =>
	new ConnectProblem('session_ended', 'You signed out while Instagram was asking.');

function denied(answer: { error: string; words: string | null }) {
	return answer.error === 'access_denied'
		? new ConnectProblem('denied', 'You said no at Instagram.', { metaSaid: answer.words })
		: new ConnectProblem('meta_refused', 'Meta refused the request.', {
				metaSaid: answer.words ?? answer.error
			});
}

async function remember(
	deps: JourneyDeps,
	attempt: Attempt,
	error: AppError,
	address: string | null
) {
	const facts = error instanceof ConnectProblem ? error : null;
	await endAttempt(deps.db, attempt.id, {
		problem: error.code,
		metaSaid: facts?.metaSaid ?? null,
		accountExpected: facts?.accounts.expected ?? null,
		accountArrived: facts?.accounts.arrived ?? null,
		connectionId: facts?.connectionId ?? null
	});
	await audit(deps.db, {
		kind: attempt.session_hash === null ? 'sign_in_refused' : 'connect_refused',
		at: Date.now(),
		creatorId: attempt.creator_id,
		detail: { why: error.code },
		address
	});
}
