import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import type { Schema } from '../database/schema.ts';
import { AppError, notFound } from '../errors.ts';
import { hashOf } from '../opaque-secret.ts';
import { isLivingAt, keysOf } from './find.ts';
import { makeKeyText, type Random, readKeyText } from './format.ts';
import type { Key } from './key.ts';
import { checkExpiry, MOST_KEYS, readActions, readName } from './key-terms.ts';

/** What is asked for; all of it is judged. */
export type WantedKey = {
	creatorId: string;
	name: string;
	/** The ids of connections of this creator. */
	connections: string[];
	actions: string[];
	/** Milliseconds; null: never. */
	expiresAt: number | null;
};

/** Who does it and when: keys go by real time, lines of the activity by the connections' clock. */
export type Doing = {
	now: number;
	at: number;
	address: string | null;
	/** At this machine's terminal, not in a browser. */
	byTerminal?: boolean;
};

/**
 * Makes a key. `secret` is the whole of it; nobody can read it again.
 * @throws AppError invalid_request, too_many_keys
 */
export async function makeKey(
	db: Kysely<Schema>,
	wanted: WantedKey,
	{ random, ...doing }: Doing & { random: Random }
): Promise<{ key: Key; secret: string }> {
	const { creatorId, expiresAt } = wanted;
	const name = readName(wanted.name);
	const actions = readActions(wanted.actions);
	checkExpiry(expiresAt, doing.now);
	const secret = makeKeyText(random);
	const id = readKeyText(secret)?.id ?? '';
	return db.transaction().execute(async (trx) => {
		const connectionIds = await ownConnections(trx, creatorId, wanted.connections);
		await refuseTooMany(trx, creatorId, doing.now);
		const key = { id, creatorId, name, createdAt: doing.now, expiresAt };
		const row = { ...key, lastUsedAt: null, revokedAt: null };
		await trx
			.insertInto('apiKeys')
			.values({ ...row, secretHash: hashOf(secret), actions: JSON.stringify(actions) })
			.execute();
		await trx
			.insertInto('apiKeyConnections')
			.values(connectionIds.map((connectionId) => ({ keyId: id, connectionId })))
			.execute();
		await note(trx, 'key_made', { id, creatorId, name }, doing);
		return { key: { ...row, actions, connectionIds }, secret };
	});
}

/** A creator's keys: those that open something first, the newest of each kind first. */
export async function listKeys(db: Kysely<Schema>, creatorId: string, now: number): Promise<Key[]> {
	const keys = (await keysOf(db, creatorId)).map(withoutSecret);
	return [
		...keys.filter((key) => isLivingAt(key, now)),
		...keys.filter((key) => !isLivingAt(key, now))
	];
}

/**
 * A creator's own key; another creator's is as unknown as none.
 * @throws AppError not_found
 */
export async function ownKey(db: Kysely<Schema>, creatorId: string, id: string): Promise<Key> {
	const key = (await keysOf(db, creatorId)).find((one) => one.id === id);
	if (!key) throw notFound();
	return withoutSecret(key);
}

/** @throws AppError not_found, invalid_request */
export async function renameKey(
	db: Kysely<Schema>,
	creatorId: string,
	id: string,
	name: string
): Promise<Key> {
	const key = await ownKey(db, creatorId, id);
	const renamed = readName(name);
	await db.updateTable('apiKeys').set({ name: renamed }).where('id', '=', id).execute();
	return { ...key, name: renamed };
}

/**
 * Revokes a key for good; one that is revoked stays as it is. Calls under way end by `Keys.end`.
 * @throws AppError not_found
 */
export const revokeKey = (
	db: Kysely<Schema>,
	creatorId: string,
	id: string,
	doing: Doing
): Promise<Key> =>
	db.transaction().execute(async (trx) => {
		const key = await ownKey(trx, creatorId, id);
		if (key.revokedAt !== null) return key;
		await trx.updateTable('apiKeys').set({ revokedAt: doing.now }).where('id', '=', id).execute();
		await note(trx, 'key_revoked', key, doing);
		return { ...key, revokedAt: doing.now };
	});

async function ownConnections(trx: Transaction<Schema>, creatorId: string, given: string[]) {
	if (given.length === 0) {
		throw new AppError('invalid_request', 'Choose at least one account for the key.');
	}
	if (new Set(given).size < given.length) {
		throw new AppError('invalid_request', 'One of these accounts is named twice.');
	}
	const own = await trx
		.selectFrom('connections')
		.select('id')
		.where('creatorId', '=', creatorId)
		.where('id', 'in', given)
		.orderBy('connectedAt')
		.orderBy('id')
		.execute();
	if (own.length < given.length) {
		throw new AppError('invalid_request', 'One of these accounts is not connected here.');
	}
	return own.map(({ id }) => id);
}

async function refuseTooMany(trx: Transaction<Schema>, creatorId: string, now: number) {
	const keys = await keysOf(trx, creatorId);
	if (keys.filter((key) => isLivingAt(key, now)).length < MOST_KEYS) return;
	throw new AppError(
		'too_many_keys',
		`There are ${String(MOST_KEYS)} keys already. Revoke one that is not used any more.`
	);
}

const note = (
	trx: Transaction<Schema>,
	kind: 'key_made' | 'key_revoked',
	{ id, creatorId, name }: Pick<Key, 'id' | 'creatorId' | 'name'>,
	{ at, address, byTerminal = false }: Doing
) =>
	audit(trx, {
		kind,
		at,
		creatorId,
		detail: { keyId: id, keyName: name, ...(byTerminal ? { by: 'terminal' } : {}) },
		address
	});

function withoutSecret<Stored extends Key>(stored: Stored): Key {
	const { id, creatorId, name, actions, connectionIds } = stored;
	const { createdAt, expiresAt, lastUsedAt, revokedAt } = stored;
	return {
		id,
		creatorId,
		name,
		actions,
		connectionIds,
		createdAt,
		expiresAt,
		lastUsedAt,
		revokedAt
	};
}
