import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { PasskeyView } from '../../view.ts';
import type { PasskeyTable } from '../database/creator-tables.ts';
import type { Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';

/** Passkeys of one creator: a browser is told all of them when it is asked for one. */
const MAX_OF_CREATOR = 20;

/** What an authenticator made: see passkey-ceremony.ts. */
export type NewPasskey = Pick<
	PasskeyTable,
	'credentialId' | 'rpId' | 'publicKey' | 'counter' | 'transports'
>;

export type KnownPasskey = NewPasskey & Pick<PasskeyTable, 'id' | 'creatorId'>;

/** The passkeys of a creator, the first one first. */
export async function listPasskeys(db: Kysely<Schema>, creatorId: string): Promise<PasskeyView[]> {
	return (await rowsOf(db, creatorId)).map(viewOf);
}

/** What a browser is told of a creator's passkeys at this host. */
export async function credentialsOf(db: Kysely<Schema>, creatorId: string, rpId: string) {
	return (await rowsOf(db, creatorId)).filter((row) => row.rpId === rpId);
}

/** One passkey of this creator; null where there is none, or it is another's. */
export async function readPasskey(db: Kysely<Schema>, creatorId: string, id: string) {
	const row = await db
		.selectFrom('passkeys')
		.selectAll()
		.where('id', '=', id)
		.where('creatorId', '=', creatorId)
		.executeTakeFirst();
	return row ? viewOf(row) : null;
}

/** Whether a creator has a passkey, of whatever host. */
export async function hasPasskey(db: Kysely<Schema>, creatorId: string) {
	const query = db.selectFrom('passkeys').select('id').where('creatorId', '=', creatorId);
	return (await query.executeTakeFirst()) !== undefined;
}

/** Whether anybody can sign in by passkey at this host. */
export async function isAnyPasskeyAt(db: Kysely<Schema>, rpId: string) {
	const query = db.selectFrom('passkeys').select('id').where('rpId', '=', rpId);
	return (await query.executeTakeFirst()) !== undefined;
}

/**
 * Keeps a new passkey; twenty a creator.
 * @throws AppError passkey_refused
 */
export async function addPasskey(
	db: Kysely<Schema>,
	creatorId: string,
	passkey: NewPasskey & { name: string | null },
	now: number
): Promise<PasskeyView> {
	return db.transaction().execute(async (trx) => {
		const { count } = await trx
			.selectFrom('passkeys')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('creatorId', '=', creatorId)
			.executeTakeFirstOrThrow();
		if (Number(count) >= MAX_OF_CREATOR) throw tooMany();
		const row = await trx
			.insertInto('passkeys')
			.values({ ...passkey, id: randomUUID(), creatorId, createdAt: now, lastUsedAt: null })
			.onConflict((on) => on.column('credentialId').doNothing())
			.returningAll()
			.executeTakeFirst();
		if (!row) throw isKnown();
		return viewOf(row);
	});
}

/** The passkey that an authenticator names; null: never added here, or removed. */
export async function findPasskey(
	db: Kysely<Schema>,
	credentialId: string
): Promise<KnownPasskey | null> {
	const row = await db
		.selectFrom('passkeys')
		.selectAll()
		.where('credentialId', '=', credentialId)
		.executeTakeFirst();
	return row ?? null;
}

/**
 * Notes that a passkey was used, with what its authenticator counts now.
 * @returns false where it was removed, or used by another request, since it was read
 */
export async function notePasskeyUse(
	db: Kysely<Schema>,
	read: Pick<KnownPasskey, 'id' | 'counter'>,
	counter: number,
	now: number
): Promise<boolean> {
	const used = await db
		.updateTable('passkeys')
		.set({ counter, lastUsedAt: now })
		.where('id', '=', read.id)
		.where('counter', '=', read.counter)
		.returning('id')
		.executeTakeFirst();
	return used !== undefined;
}

/** False where there is none of this creator. */
export async function renamePasskey(
	db: Kysely<Schema>,
	creatorId: string,
	id: string,
	name: string
) {
	const renamed = await db
		.updateTable('passkeys')
		.set({ name })
		.where('id', '=', id)
		.where('creatorId', '=', creatorId)
		.returning('id')
		.executeTakeFirst();
	return renamed !== undefined;
}

/** Removes one passkey of this creator; false where there is none, or it is another's. */
export async function removePasskey(db: Kysely<Schema>, creatorId: string, id: string) {
	const removed = await db
		.deleteFrom('passkeys')
		.where('id', '=', id)
		.where('creatorId', '=', creatorId)
		.returning('id')
		.executeTakeFirst();
	return removed !== undefined;
}

const rowsOf = (db: Kysely<Schema>, creatorId: string) =>
	db
		.selectFrom('passkeys')
		.selectAll()
		.where('creatorId', '=', creatorId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();

const viewOf = ({ id, name, rpId, createdAt, lastUsedAt }: PasskeyTable): PasskeyView => ({
	id,
	name,
	rpId,
	addedAt: new Date(createdAt).toISOString(),
	lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString()
});

const tooMany = () =>
	new AppError(
		'passkey_refused',
		`There are ${String(MAX_OF_CREATOR)} passkeys already. Remove one that you no longer use.`
	);
const isKnown = () =>
	new AppError('passkey_refused', 'This passkey is here already. Use it to sign in.');
