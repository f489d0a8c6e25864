import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import { claimInstance } from '../creators/claim.ts';
import { addCreator, addIdentity, creatorOfIdentity, renameIdentity } from '../creators/creator.ts';
import type { Attempt, Connection, Schema } from '../database/schema.ts';
import type { Provider } from '../meta/provider.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { type Arrival, ConnectProblem } from './arrival.ts';
import { findByAccount, saveConsented } from './store.ts';

export type ConnectDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	/** The clock of connections; sessions and attempts keep real time. */
	clock: Clock;
	provider: Provider;
	/** When a token is due for its first renewal, and the jitter of a new connection. */
	plan: {
		dueAt(token: { issuedAt: number; expiresAt: number; jitterMs: number }): number;
		jitter(): number;
	};
	address: string | null;
};

/** Connects the account of a consent to a creator who is signed in. */
export const connectTo = (
	deps: ConnectDeps,
	attempt: Attempt,
	arrival: Arrival,
	creatorId: string
): Promise<string> =>
	deps.db.transaction().execute(async (trx) => {
		const earlier = await findByAccount(trx, deps.provider.id, arrival.profile.accountId);
		await refuseOtherAccount(trx, attempt, arrival);
		await refuseTaken(trx, deps, arrival, earlier, creatorId);
		// Only a click on "Connect again" undoes a disconnect: it names the connection.
		if (earlier?.disconnected_at && attempt.connection_id !== earlier.id) {
			throw new ConnectProblem('was_disconnected', 'You disconnected this account here.', {
				arrived: earlier.username,
				connectionId: earlier.id
			});
		}
		return keepConsent(trx, deps, attempt, arrival, { creatorId, earlier });
	});

/**
 * Makes the account of a consent the owner of an unclaimed instance, and connects it.
 * @returns null when somebody else claimed it in the meantime: nothing was stored
 */
export const claimWith = (
	deps: ConnectDeps,
	attempt: Attempt,
	arrival: Arrival
): Promise<{ creatorId: string; connectionId: string } | null> =>
	deps.db
		.transaction()
		.execute(async (trx) => {
			const now = deps.clock.now();
			const creatorId = await addCreator(trx, now);
			if (!(await claimInstance(trx, creatorId, now))) throw new AlreadyClaimed();
			const { accountId, username } = arrival.profile;
			await addIdentity(trx, creatorId, { provider: deps.provider.id, accountId, username }, now);
			await audit(trx, {
				kind: 'claimed',
				at: now,
				creatorId,
				detail: { username },
				address: deps.address
			});
			const earlier = await findByAccount(trx, deps.provider.id, accountId);
			const connectionId = await keepConsent(trx, deps, attempt, arrival, { creatorId, earlier });
			return { creatorId, connectionId };
		})
		.catch((error: unknown) => {
			if (error instanceof AlreadyClaimed) return null;
			throw error;
		});

class AlreadyClaimed extends Error {}

/**
 * Stores what a consent brought: profile, grants, sealed token, expiry, next due, ledger and audit,
 * in the caller's one transaction.
 * @returns the connection's id
 */
export async function keepConsent(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Attempt,
	arrival: Arrival,
	{ creatorId, earlier }: { creatorId: string; earlier: Connection | undefined }
): Promise<string> {
	const { profile } = arrival;
	const now = deps.clock.now();
	const id = earlier?.id ?? randomUUID();
	const jitterMs = earlier?.jitter_ms ?? deps.plan.jitter();
	const expiresAt = now + arrival.expiresIn * 1000;
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
			token_sealed: deps.vault.seal(arrival.accessToken, place),
			jitter_ms: jitterMs,
			next_attempt_at: deps.plan.dueAt({ issuedAt: now, expiresAt, jitterMs })
		},
		earlier
	);
	await renameIdentity(trx, place, profile.username);
	await audit(trx, {
		kind: earlier ? 'reconnected' : 'connected',
		at: now,
		creatorId,
		connectionId: id,
		detail: { username: profile.username },
		address: deps.address
	});
	return id;
}

async function refuseOtherAccount(trx: Transaction<Schema>, attempt: Attempt, arrival: Arrival) {
	if (!attempt.connection_id) return;
	const wanted = await trx
		.selectFrom('connections')
		.select(['account_id', 'username'])
		.where('id', '=', attempt.connection_id)
		.executeTakeFirst();
	if (!wanted || wanted.account_id === arrival.profile.accountId) return;
	throw new ConnectProblem(
		'other_account',
		'Another account came back than the one to reconnect.',
		{
			expected: wanted.username,
			arrived: arrival.profile.username
		}
	);
}

async function refuseTaken(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	arrival: Arrival,
	earlier: Connection | undefined,
	creatorId: string
) {
	const { accountId, username } = arrival.profile;
	const identityOf = await creatorOfIdentity(trx, { provider: deps.provider.id, accountId });
	const holder = earlier?.creator_id ?? identityOf;
	if (holder === null || holder === creatorId) return;
	throw new ConnectProblem('account_taken', 'Another creator of this instance has this account.', {
		arrived: username
	});
}

const union = (earlier: string | undefined, scopes: string) => [
	...new Set([...scopeList(earlier ?? '[]'), ...scopeList(scopes)])
];

/** Scope names as the database keeps them. */
export const scopeList = (json: string) => JSON.parse(json) as string[];
