import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import { noteAppScopedId, renameIdentity } from '../creators/creator.ts';
import type { Attempt, Connection, Schema } from '../database/schema.ts';
import type { Login } from '../meta/provider.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import type { Arrival } from './arrival.ts';
import { attemptNow, refuseOtherAccount, refuseTaken, refuseUndoing } from './refusals.ts';
import { findByAccount, saveConsented } from './store.ts';

export type ConnectDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	/** The clock of connections; sessions and attempts keep real time. */
	clock: Clock;
	provider: Pick<Login, 'id' | 'refresh'>;
	/** When a token is due for its first renewal or check, and the jitter of a new connection. */
	plan: {
		dueAt(token: {
			issuedAt: number;
			expiresAt: number | null;
			jitterMs: number;
			isRenewable: boolean;
		}): number;
		jitter(): number;
	};
	address: string | null;
};

/** A stored connection, and where its picture is for some days. */
export type Kept = { connectionId: string; pictureUrl: string | null };

/** Connects the accounts of a consent to a creator who is signed in: all of them, or none. */
export const connectTo = (
	deps: ConnectDeps,
	attempt: Attempt,
	arrivals: Arrival[],
	creatorId: string
): Promise<Kept[]> =>
	deps.db.transaction().execute(async (trx) => {
		// Read anew: a disconnect while Meta was asking takes its right to bring back away.
		const current = await attemptNow(trx, attempt.id);
		return keepAll(trx, deps, current, arrivals, creatorId);
	});

/** Stores every account of a consent for a creator, in the caller's one transaction. */
export async function keepAll(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Attempt,
	arrivals: Arrival[],
	creatorId: string
) {
	const kept: Kept[] = [];
	for (const arrival of arrivals) {
		const earlier = await findByAccount(trx, deps.provider.id, arrival.profile.accountId);
		await refuseOtherAccount(trx, attempt, arrival);
		await refuseTaken(trx, deps.provider.id, arrival, creatorId);
		refuseUndoing(attempt, earlier);
		kept.push(await keepConsent(trx, deps, attempt, arrival, { creatorId, earlier }));
	}
	return kept;
}

/**
 * Stores what a consent brought: profile, grants, sealed token, expiry, next due, ledger and audit,
 * in the caller's one transaction.
 */
export async function keepConsent(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Pick<Attempt, 'scopes'>,
	arrival: Arrival,
	{ creatorId, earlier }: { creatorId: string; earlier: Connection | undefined }
): Promise<Kept> {
	const { profile, identity } = arrival;
	const now = deps.clock.now();
	const id = earlier?.id ?? randomUUID();
	const jitterMs = earlier?.jitter_ms ?? deps.plan.jitter();
	const expiresAt = arrival.expiresIn === null ? null : now + arrival.expiresIn * 1000;
	const isRenewable = deps.provider.refresh !== null;
	const place = { connectionId: id, provider: deps.provider.id, accountId: profile.accountId };
	await saveConsented(
		trx,
		{
			id,
			creator_id: creatorId,
			provider: deps.provider.id,
			account_id: profile.accountId,
			app_scoped_id: profile.appScopedId,
			username: profile.username,
			name: profile.name,
			account_type: profile.accountType,
			granted: arrival.permissions && JSON.stringify(arrival.permissions),
			asked: JSON.stringify(union(earlier?.asked, attempt.scopes)),
			connected_at: now,
			issued_at: now,
			expires_at: expiresAt,
			user_token_expires_at: arrival.userTokenExpiresAt,
			data_access_expires_at: arrival.dataAccessExpiresAt,
			token_sealed: deps.vault.seal(arrival.accessToken, place),
			jitter_ms: jitterMs,
			next_attempt_at: deps.plan.dueAt({ issuedAt: now, expiresAt, jitterMs, isRenewable })
		},
		earlier
	);
	const signsIn = { provider: deps.provider.id, accountId: identity.accountId };
	await renameIdentity(trx, signsIn, identity.username);
	await noteAppScopedId(trx, signsIn, profile.appScopedId);
	await audit(trx, {
		kind: earlier ? 'reconnected' : 'connected',
		at: now,
		creatorId,
		connectionId: id,
		detail: { username: profile.username },
		address: deps.address
	});
	return { connectionId: id, pictureUrl: profile.pictureUrl };
}

const union = (earlier: string | undefined, scopes: string) => [
	...new Set([...scopeList(earlier ?? '[]'), ...scopeList(scopes)])
];

/** Scope names as the database keeps them. */
export const scopeList = (json: string) => JSON.parse(json) as string[];
