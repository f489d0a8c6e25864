import type { Kysely } from 'kysely';
import { PROVIDER_IDS, type ProviderId } from '../../logins.ts';
import type { Schema } from '../database/schema.ts';
import { type TokenVault, UnreadableToken } from '../vault/token-vault.ts';

/** What a Meta app is known by at Meta; null where the login knows no configuration, or none is set. */
export type AppCredentials = {
	clientId: string;
	clientSecret: string;
	configId: string | null;
};

/** Credentials that were typed into Setup. Times in milliseconds. */
export type SavedApp = AppCredentials & {
	savedAt: number;
	/** What Meta said when they were saved: they fit, or nothing that tells. */
	verdict: Verdict;
};
export type Verdict = 'right' | 'untold';

type Deps = { db: Kysely<Schema>; vault: TokenVault };

/** What is saved of each login; `unreadable` where another key sealed it. */
export type SavedApps = { [id in ProviderId]?: SavedApp | 'unreadable' };

/** Everything that Setup has saved. While locked nothing can be read. */
export async function readSavedApps({ db, vault }: Deps): Promise<SavedApps> {
	const rows = await db.selectFrom('metaApps').selectAll().execute();
	return Object.fromEntries(
		PROVIDER_IDS.flatMap((id) => {
			const row = rows.find(({ provider }) => provider === id);
			if (!row) return [];
			const credentials = open(vault, id, row.sealed);
			const { savedAt, verdict } = row;
			return [[id, credentials ? { ...credentials, savedAt, verdict } : 'unreadable']];
		})
	);
}

function open(vault: TokenVault, id: ProviderId, sealed: string): AppCredentials | null {
	if (vault.isLocked) return null;
	try {
		return JSON.parse(vault.open(sealed, { metaAppOf: id })) as AppCredentials;
	} catch (error) {
		if (error instanceof UnreadableToken) return null;
		throw error;
	}
}

/** Seals credentials for a login, in the place of what was saved for it. @throws AppError locked */
export async function saveApp(
	{ db, vault }: Deps,
	id: ProviderId,
	{ clientId, clientSecret, configId, savedAt, verdict }: SavedApp
): Promise<void> {
	const text = JSON.stringify({ clientId, clientSecret, configId });
	const kept = { sealed: vault.seal(text, { metaAppOf: id }), savedAt, verdict };
	await db
		.insertInto('metaApps')
		.values({ provider: id, ...kept })
		.onConflict((conflict) => conflict.column('provider').doUpdateSet(kept))
		.execute();
}

/** Forgets what was saved for a login. @returns false where nothing was */
export async function dropApp(db: Kysely<Schema>, id: ProviderId): Promise<boolean> {
	const gone = await db
		.deleteFrom('metaApps')
		.where('provider', '=', id)
		.returning('provider')
		.executeTakeFirst();
	return gone !== undefined;
}

/** Changes with every saving, also by a command in another process. */
export async function savedAppsVersion(db: Kysely<Schema>): Promise<string> {
	const rows = await db
		.selectFrom('metaApps')
		.select(['provider', 'savedAt'])
		.orderBy('provider')
		.execute();
	return JSON.stringify(rows);
}

/** A value as it may be shown again: its first four and last two characters. */
export const masked = (value: string) =>
	value.length < 12 ? '…' : `${value.slice(0, 4)}…${value.slice(-2)}`;
