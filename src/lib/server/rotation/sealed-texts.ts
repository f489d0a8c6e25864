import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { TokenPlace } from '../vault/token-vault.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** A sealed text where it stands. */
export type SealedText = {
	sealed: string;
	place: TokenPlace;
	/** A connection's token before the current one. */
	isPrevious: boolean;
	/**
	 * Puts another in its place, in one statement.
	 * @returns false where something else stands there by now
	 */
	replace(sealed: string): Promise<boolean>;
};

/** How many are read at a time, so that what is read is young when its turn comes. */
const BATCH = 50;

/** The sealed texts of one column that another key than this one sealed, after a row of that id. */
type Read = (
	db: Database,
	keyId: string,
	after: string
) => Promise<(SealedText & { id: string })[]>;

/** How a text of that key begins; compared by its bytes, since LIKE takes a for A and _ for any. */
const prefixOf = (keyId: string) => `v1.${keyId}.`;
const isOfOther = (column: string, keyId: string) => {
	const prefix = prefixOf(keyId);
	return sql<boolean>`substr(${sql.ref(column)}, 1, ${prefix.length}) <> ${prefix}`;
};

const ofConnections =
	(column: 'tokenSealed' | 'previousTokenSealed'): Read =>
	async (db, keyId, after) => {
		const rows = await db
			.selectFrom('connections')
			.select(['id', 'provider', 'accountId'])
			.select((eb) => eb.ref(column).$notNull().as('sealed'))
			.where(isOfOther(column, keyId))
			.where('id', '>', after)
			.orderBy('id')
			.limit(BATCH)
			.execute();
		return rows.map(({ id, provider, accountId, sealed }) => ({
			id,
			sealed,
			place: { connectionId: id, provider, accountId },
			isPrevious: column === 'previousTokenSealed',
			replace: (next) =>
				wasReplaced(
					db
						.updateTable('connections')
						.set({ [column]: next })
						.where('id', '=', id)
						.where(column, '=', sealed)
				)
		}));
	};

/** Every column that holds sealed texts: what is missing here is lost with the key that sealed it. */
const COLUMNS: readonly Read[] = [
	ofConnections('tokenSealed'),
	ofConnections('previousTokenSealed'),
	async (db, keyId, after) => {
		const rows = await db
			.selectFrom('attempts')
			.select(['id', 'provider'])
			.select((eb) => eb.ref('waitingSealed').$notNull().as('sealed'))
			.where(isOfOther('waitingSealed', keyId))
			.where('id', '>', after)
			.orderBy('id')
			.limit(BATCH)
			.execute();
		return rows.map(({ id, provider, sealed }) => ({
			id,
			sealed,
			place: { attemptId: id, provider },
			isPrevious: false,
			replace: (next) =>
				wasReplaced(
					db
						.updateTable('attempts')
						.set({ waitingSealed: next })
						.where('id', '=', id)
						.where('waitingSealed', '=', sealed)
				)
		}));
	},
	async (db, keyId, after) => {
		const rows = await db
			.selectFrom('alertChannels')
			.select('id')
			.select((eb) => eb.ref('sealed').$notNull().as('sealed'))
			.where(isOfOther('sealed', keyId))
			.where('id', '>', after)
			.orderBy('id')
			.limit(BATCH)
			.execute();
		return rows.map(({ id, sealed }) => ({
			id,
			sealed,
			place: { channelId: id },
			isPrevious: false,
			replace: (next) =>
				wasReplaced(
					db
						.updateTable('alertChannels')
						.set({ sealed: next })
						.where('id', '=', id)
						.where('sealed', '=', sealed)
				)
		}));
	},
	async (db, keyId, after) => {
		const rows = await db
			.selectFrom('metaApps')
			.select(['provider', 'sealed'])
			.where(isOfOther('sealed', keyId))
			.where(sql<boolean>`provider > ${after}`)
			.orderBy('provider')
			.limit(BATCH)
			.execute();
		return rows.map(({ provider, sealed }) => ({
			id: provider,
			sealed,
			place: { metaAppOf: provider },
			isPrevious: false,
			replace: (next) =>
				wasReplaced(
					db
						.updateTable('metaApps')
						.set({ sealed: next })
						.where('provider', '=', provider)
						.where('sealed', '=', sealed)
				)
		}));
	}
];

async function wasReplaced(update: {
	executeTakeFirst(): Promise<{ numUpdatedRows: bigint }>;
}): Promise<boolean> {
	return (await update.executeTakeFirst()).numUpdatedRows === 1n;
}

/** Every text that another key than this one sealed; the key's id is ours, never a stranger's. */
export async function* textsOfOthers(db: Database, keyId: string): AsyncGenerator<SealedText> {
	for (const read of COLUMNS) {
		for (let after = ''; ;) {
			const texts = await read(db, keyId, after);
			yield* texts;
			const last = texts.at(-1);
			if (!last) break;
			after = last.id;
		}
	}
}

/** Every sealed text. */
export const allTexts = (db: Database) => textsOfOthers(db, '');
