import type { Kysely } from 'kysely';
import { LOGINS } from '../../logins.ts';
import type { Schema } from '../database/schema.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { keyring } from '../vault/keyring.ts';
import { tokenVault, type TokenPlace } from '../vault/token-vault.ts';

/** What the keys at hand open. */
export type Tried = {
	/** Of the connections' tokens. */
	open: number;
	all: number;
	/** Whose tokens do not open, by their names. */
	closed: string[];
	/** What else is sealed and does not open, in words. */
	others: string[];
};

/** Tries everything that is sealed with the keys at hand, and writes nothing. */
export async function tryTokens(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null
): Promise<Tried> {
	const [first, ...older] = masters ?? [];
	const vault = tokenVault(first ? keyring([first, ...older]) : null);
	const opens = (sealed: string | null, place: TokenPlace) => {
		if (sealed === null) return true;
		try {
			vault.open(sealed, place);
			return true;
		} catch {
			return false;
		}
	};
	const connections = await db.selectFrom('connections').selectAll().execute();
	const sealed = connections.filter(({ tokenSealed: token }) => token !== null);
	const closed = sealed.filter(
		({ tokenSealed, previousTokenSealed, id, provider, accountId }) =>
			![tokenSealed, previousTokenSealed].every((token) =>
				opens(token, { connectionId: id, provider, accountId })
			)
	);
	const apps = await db.selectFrom('metaApps').selectAll().execute();
	const channels = await db.selectFrom('alertChannels').selectAll().execute();
	return {
		open: sealed.length - closed.length,
		all: sealed.length,
		closed: closed.map(({ username }) => `@${username}`),
		others: [
			...apps
				.filter(({ sealed, provider }) => !opens(sealed, { metaAppOf: provider }))
				.map(({ provider }) => `the app of ${LOGINS[provider].name}`),
			...channels
				.filter(({ sealed, id }) => !opens(sealed, { channelId: id }))
				.map(({ kind, address }) => `the ${kind} channel ${address}`)
		]
	};
}

/** "12 of 12 tokens open." */
export const triedSentence = ({ open, all }: Tried) =>
	`${String(open)} of ${String(all)} tokens open.`;
