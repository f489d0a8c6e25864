import { sql, type SqlBool, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/**
 * Takes the names out of a creator's lines that are not of what the creator still has: a name that
 * was changed since, or stands in the line of a removed card or key, would otherwise outlive the
 * deletion.
 */
export async function forgetInAudit(trx: Transaction<Schema>, creatorId: string) {
	await forgetUsernames(trx, creatorId);
	await forgetKeyNames(trx, creatorId);
}

/** Leaves of a removed creator's lines only what happened and when. */
export async function forgetLines(trx: Transaction<Schema>, creatorId: string) {
	await trx
		.updateTable('auditLog')
		.set({ detail: '{}', connectionId: null, address: null })
		.where('creatorId', '=', creatorId)
		.execute();
}

async function forgetKeyNames(trx: Transaction<Schema>, creatorId: string) {
	await trx
		.updateTable('auditLog')
		.set({ detail: sql<string>`json_remove(detail, '$.keyName')` })
		.where('creatorId', '=', creatorId)
		.where('detail', 'like', '%"keyName"%')
		.where(sql<SqlBool>`json_extract(detail, '$.keyId') NOT IN (SELECT id FROM api_keys)`)
		.execute();
}

async function forgetUsernames(trx: Transaction<Schema>, creatorId: string) {
	const left = await whatIsLeft(trx, creatorId);
	const lines = await trx
		.selectFrom('auditLog')
		.select(['id', 'connectionId', 'detail'])
		.where('creatorId', '=', creatorId)
		.where('detail', 'like', '%"username"%')
		.execute();
	for (const { id, connectionId, detail } of lines) {
		const { username, ...rest } = JSON.parse(detail) as Record<string, unknown>;
		if (connectionId !== null && left.connectionIds.has(connectionId)) continue;
		if (connectionId === null && left.usernames.has(username)) continue;
		await trx
			.updateTable('auditLog')
			.set({ detail: JSON.stringify(rest) })
			.where('id', '=', id)
			.execute();
	}
}

async function whatIsLeft(trx: Transaction<Schema>, creatorId: string) {
	const connections = await trx
		.selectFrom('connections')
		.select(['id', 'username'])
		.where('creatorId', '=', creatorId)
		.execute();
	const identities = await trx
		.selectFrom('identities')
		.select('username')
		.where('creatorId', '=', creatorId)
		.execute();
	return {
		connectionIds: new Set(connections.map(({ id }) => id)),
		usernames: new Set<unknown>([...connections, ...identities].map(({ username }) => username))
	};
}
