import { LOGINS, type ProviderId, settingName } from '../../logins.ts';
import { scopeList } from '../connections/connect.ts';
import { permissionsOf } from '../connections/health.ts';
import { findConnection, listConnections, listOfPerson } from '../connections/store.ts';
import { isClaimCode, isClaimed } from '../creators/claim.ts';
import { findInvitation } from '../creators/invitations.ts';
import type { Connection } from '../database/schema.ts';
import { AppError, locked, notFound } from '../errors.ts';
import { readScopes } from '../meta/scopes.ts';
import { type BrowserHalf, type NewAttempt, stateOf } from './attempts.ts';
import type { AuthorizationDeps } from './types.ts';

export type StartRequest = {
	provider: ProviderId;
	/** The query's `scopes` and `connection`. */
	scopes: string | null;
	connectionId: string | null;
	session: { creatorId: string; hash: string } | null;
	claimCode: string | null;
	/** The code of an invitation that this browser has opened. */
	invitationCode: string | null;
	/** What was declined at Facebook in this browser's attempts that came to nothing. */
	declinedBefore: string[];
	/** Only to prove again who it is: the page to go on to, on our closed list. */
	confirms: string | null;
	/** Whence it comes; kept of who is not signed in. */
	network: string;
};

/**
 * Whether a browser may claim: the instance belongs to nobody and it brings the claim code. In
 * practice mode the first sign-in claims by itself.
 */
export async function mayClaim(
	deps: AuthorizationDeps,
	claimCode: string | null
): Promise<boolean> {
	if (await isClaimed(deps.db)) return false;
	if (deps.claimsItself) return true;
	const { dataDir, claimCode: setting } = deps.settings;
	return claimCode !== null && isClaimCode(claimCode, dataDir, setting);
}

/**
 * Prepares an attempt. Who may do what at its end is written into the attempt at its start.
 * @throws AppError not_configured, locked, invalid_scopes, not_claimed, not_found
 */
export async function prepareAttempt(
	deps: AuthorizationDeps,
	request: StartRequest
): Promise<NewAttempt> {
	const { provider, session, confirms } = request;
	if (!deps.providers[provider]) throw notConfigured(provider);
	if (deps.vault.isLocked) throw locked();
	const asked = readScopes(request.scopes, provider);
	const claims = session === null && (await mayClaim(deps, request.claimCode));
	if (session === null && !claims && !(await isClaimed(deps.db))) throw notClaimed();
	const connection =
		session && request.connectionId && confirms === null
			? await findConnection(deps.db, session.creatorId, request.connectionId)
			: null;
	if (connection === undefined || (connection && connection.provider !== provider)) {
		throw notFound();
	}
	const had = connection ? await scopesOfAll(deps, connection) : [];
	const scopes = [...new Set([...asked, ...had])];
	return {
		provider,
		sessionHash: session?.hash ?? null,
		creatorId: session?.creatorId ?? null,
		mayClaim: claims,
		connectionId: connection?.id ?? null,
		scopes,
		askAgain:
			confirms !== null
				? 'account'
				: LOGINS[provider].asksAgain === 'declined'
					? await asksForDeclined(deps, request, connection, scopes)
					: await asksForAccount(deps, request),
		invitationHash: session || claims ? null : await invitationOf(deps, request),
		confirms,
		network: session ? null : request.network
	};
}

/** An invitation that is open now; whether it still is decides its end. */
async function invitationOf(
	{ db, clock }: AuthorizationDeps,
	{ invitationCode, confirms }: StartRequest
) {
	if (invitationCode === null || confirms !== null) return null;
	return (await findInvitation(db, invitationCode, clock.now()))?.hash ?? null;
}

/** All that a connection has or was ever asked for: a consent anew must not lose any of it. */
const scopesOf = ({ asked, granted }: Connection) => [
	...scopeList(asked),
	...scopeList(granted ?? '[]')
];

/** Where a consent is a person's it is for all that they connected. */
async function scopesOfAll({ db }: AuthorizationDeps, connection: Connection) {
	const { creatorId, provider, appScopedId: userId } = connection;
	if (LOGINS[provider].brings === 'one account') return scopesOf(connection);
	const others = await listOfPerson(db, creatorId, { provider, userId });
	return [connection, ...others].flatMap(scopesOf);
}

/** Facebook shows a permission that was declined again only where it is told to. */
async function asksForDeclined(
	{ db }: AuthorizationDeps,
	{ provider: login, session, declinedBefore }: StartRequest,
	connection: Connection | null,
	scopes: string[]
) {
	if (connection?.granted) {
		const granted = scopeList(connection.granted);
		return scopes.some((scope) => !granted.includes(scope)) ? 'declined' : null;
	}
	const others = session ? await listConnections(db, session.creatorId) : [];
	const missing = others
		.filter(({ provider }) => provider === login)
		.flatMap((row) => permissionsOf(row).missing ?? []);
	const declined = new Set([...declinedBefore, ...missing]);
	return scopes.some((scope) => declined.has(scope)) ? 'declined' : null;
}

/** The browser may be signed in to Instagram as the account that is connected already. */
async function asksForAccount(deps: AuthorizationDeps, { session }: StartRequest) {
	if (!session) return null;
	const has = await listConnections(deps.db, session.creatorId);
	return has.length > 0 ? 'account' : null;
}

/** Where Meta asks for consent. */
export function authorizationURL(
	deps: Pick<AuthorizationDeps, 'providers'>,
	half: Pick<BrowserHalf, 'secret'>,
	attempt: Pick<NewAttempt, 'provider' | 'scopes' | 'askAgain'>
): URL {
	const provider = deps.providers[attempt.provider];
	if (!provider) throw notConfigured(attempt.provider);
	return provider.createAuthorizationURL(stateOf(half.secret), attempt.scopes, {
		forceReauth: attempt.askAgain === 'account',
		isRerequest: attempt.askAgain === 'declined'
	});
}

export const notConfigured = (provider: ProviderId) => {
	const id = settingName(provider, 'CLIENT_ID');
	const secret = settingName(provider, 'CLIENT_SECRET');
	return new AppError(
		'not_configured',
		`Mooring has no Meta app for this login yet. Whoever runs it types one into Setup, or sets ${id} and ${secret} and restarts.`
	);
};

const notClaimed = () =>
	new AppError(
		'not_claimed',
		'Nobody has set this Mooring up yet. Its first link opens it: npm run mooring -- claim-link prints it.'
	);
