import type { Kysely, Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import { audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import { noteAppScopedId, renameIdentity } from '../creators/creator.ts';
import type { Attempt, Connection, Schema } from '../database/schema.ts';
import type { Login, Page, Profile } from '../meta/provider.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { type Tell, tellNobody } from '../tell.ts';
import { saveConsented } from './store.ts';

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
	tell?: Tell;
};

/** A stored connection, and where its picture is for some days. */
export type Kept = { connectionId: string; pictureUrl: string | null };

/**
 * Stores what a consent brought: profile, grants, sealed token, expiry, next due, ledger and audit,
 * in the caller's one transaction.
 */
export async function keepConsent(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Pick<Attempt, 'scopes'>,
	account: ConsentedAccount,
	{ creatorId, earlier }: { creatorId: string; earlier: Connection | undefined }
): Promise<Kept> {
	const { profile, identity } = account;
	const now = deps.clock.now();
	const id = earlier?.id ?? randomUUID();
	const jitterMs = earlier?.jitterMs ?? deps.plan.jitter();
	const expiresAt = account.expiresIn === null ? null : now + account.expiresIn * 1000;
	const isRenewable = deps.provider.refresh !== null;
	const place = { connectionId: id, provider: deps.provider.id, accountId: profile.accountId };
	await saveConsented(
		trx,
		{
			id,
			creatorId,
			provider: deps.provider.id,
			accountId: profile.accountId,
			appScopedId: profile.appScopedId,
			username: profile.username,
			name: profile.name,
			accountType: profile.accountType,
			pageId: account.page?.id ?? earlier?.pageId ?? null,
			pageName: account.page?.name ?? earlier?.pageName ?? null,
			granted: account.permissions && JSON.stringify(account.permissions),
			asked: JSON.stringify(union(earlier?.asked, attempt.scopes)),
			askedLatest: attempt.scopes,
			dismissed: stillDismissed(earlier, account.permissions),
			connectedAt: now,
			issuedAt: now,
			expiresAt,
			userTokenExpiresAt: account.userTokenExpiresAt,
			dataAccessExpiresAt: account.dataAccessExpiresAt,
			tokenSealed: deps.vault.seal(account.accessToken, place),
			jitterMs,
			nextAttemptAt: deps.plan.dueAt({ issuedAt: now, expiresAt, jitterMs, isRenewable })
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
	await (deps.tell ?? tellNobody)(trx, { what: 'connection', id });
	return { connectionId: id, pictureUrl: profile.pictureUrl };
}

/**
 * The stored token stays, because it may do more than the one that came; what was asked for besides
 * is remembered, so that it can be asked for together with the rest.
 */
export async function keepStored(
	trx: Transaction<Schema>,
	deps: Pick<ConnectDeps, 'clock' | 'address'>,
	attempt: Pick<Attempt, 'scopes'>,
	earlier: Connection
): Promise<Kept> {
	await trx
		.updateTable('connections')
		.set({ asked: JSON.stringify(union(earlier.asked, attempt.scopes)) })
		.where('id', '=', earlier.id)
		.execute();
	await audit(trx, {
		kind: 'reconnected',
		at: deps.clock.now(),
		creatorId: earlier.creatorId,
		connectionId: earlier.id,
		detail: { username: earlier.username, kept: 'stored' },
		address: deps.address
	});
	return { connectionId: earlier.id, pictureUrl: null };
}

/** What is allowed now and declined another time is told again. */
function stillDismissed(earlier: Connection | undefined, granted: string[] | null) {
	if (!earlier?.dismissed) return null;
	return JSON.stringify(scopeList(earlier.dismissed).filter((scope) => !granted?.includes(scope)));
}

const union = (earlier: string | undefined, scopes: string) => [
	...new Set([...scopeList(earlier ?? '[]'), ...scopeList(scopes)])
];

/** Scope names as the database keeps them. */
export const scopeList = (json: string) => JSON.parse(json) as string[];

/** One account that a consent brought, with the token to keep for it; nothing is stored yet. */
export type ConsentedAccount = {
	accessToken: string;
	/** Seconds, as Meta said; null: without an end, or not told. */
	expiresIn: number | null;
	/** null: Meta did not tell. */
	permissions: string[] | null;
	profile: Profile;
	/** The Page that it is linked to; left out where its login needs none. */
	page?: Page;
	/** Facebook Login: when the user's own token and the access to data end, in milliseconds. */
	userTokenExpiresAt: number | null;
	dataAccessExpiresAt: number | null;
	/** Who consented: what signs in, and has its name in the audit log. */
	identity: { accountId: string; username: string };
};
