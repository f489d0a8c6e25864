import { isClaimCode, isClaimed } from '../creators/claim.ts';
import { AppError, locked, notFound } from '../errors.ts';
import { readScopes } from '../meta/scopes.ts';
import { type BrowserHalf, type NewAttempt, stateOf } from './attempts.ts';
import { scopeList } from './connect.ts';
import type { JourneyDeps } from './journey.ts';
import { findConnection } from './store.ts';

export type StartRequest = {
	/** The query's `scopes` and `connection`. */
	scopes: string | null;
	connectionId: string | null;
	session: { creatorId: string; hash: string } | null;
	claimCode: string | null;
};

/**
 * Whether a browser may claim: the instance belongs to nobody and it brings the claim code. In
 * practice mode the first sign-in claims by itself.
 */
export async function mayClaim(deps: JourneyDeps, claimCode: string | null): Promise<boolean> {
	if (await isClaimed(deps.db)) return false;
	if (deps.claimsItself) return true;
	const { dataDir, claimCode: setting } = deps.settings;
	return claimCode !== null && isClaimCode(claimCode, dataDir, setting);
}

/**
 * Prepares a journey to Meta. Who may do what at its end is written into the attempt at its start.
 * @throws AppError not_configured, locked, invalid_scopes, not_claimed, not_found
 */
export async function prepareAttempt(
	deps: JourneyDeps,
	request: StartRequest
): Promise<NewAttempt> {
	if (!deps.providers.instagram) throw notConfigured();
	if (deps.vault.isLocked) throw locked();
	const asked = readScopes(request.scopes);
	const { session } = request;
	const claims = session === null && (await mayClaim(deps, request.claimCode));
	if (session === null && !claims && !(await isClaimed(deps.db))) throw notClaimed();
	const connection =
		session && request.connectionId
			? await findConnection(deps.db, session.creatorId, request.connectionId)
			: null;
	if (connection === undefined) throw notFound();
	return {
		provider: 'instagram',
		sessionHash: session?.hash ?? null,
		creatorId: session?.creatorId ?? null,
		mayClaim: claims,
		connectionId: connection?.id ?? null,
		scopes: [
			...new Set([
				...asked,
				...scopeList(connection?.asked ?? '[]'),
				...scopeList(connection?.granted ?? '[]')
			])
		]
	};
}

/** Where Meta asks for consent. A creator who is signed in chooses the account anew. */
export function authorizationURL(
	deps: JourneyDeps,
	half: Pick<BrowserHalf, 'secret'>,
	attempt: Pick<NewAttempt, 'scopes' | 'sessionHash'>
): URL {
	const provider = deps.providers.instagram;
	if (!provider) throw notConfigured();
	return provider.createAuthorizationURL(stateOf(half.secret), attempt.scopes, {
		forceReauth: attempt.sessionHash !== null
	});
}

export const notConfigured = () =>
	new AppError(
		'not_configured',
		'Mooring has no Meta app yet: set INSTAGRAM_CLIENT_ID and INSTAGRAM_CLIENT_SECRET and restart.'
	);

const notClaimed = () =>
	new AppError(
		'not_claimed',
		'This instance belongs to nobody yet. Open the claim link first: npm run mooring -- claim-link prints it.'
	);
