import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

export type AuditKind =
	| 'claimed'
	| 'signed_in'
	| 'signed_out'
	| 'sign_in_refused'
	| 'connected'
	| 'reconnected'
	| 'connect_refused'
	| 'connection_ended'
	| 'disconnected'
	| 'card_removed'
	| 'sign_in_link_made'
	| 'reauthenticated'
	| 'session_ended'
	| 'passkey_added'
	| 'passkey_removed'
	| 'invitation_made'
	| 'invitation_revoked'
	| 'invitation_accepted'
	| 'creator_removed'
	| 'deauthorized'
	| 'data_deletion'
	| 'callbacks_unknown'
	| 'settings_changed'
	| 'master_key_changed'
	| 'master_key_accepted'
	| 'export_made'
	| 'alert_failed'
	| 'key_made'
	| 'key_revoked'
	| 'token_taken'
	| 'graph_write'
	| 'publish_settled'
	| 'feed_made'
	| 'feed_changed'
	| 'feed_deleted';

export type AuditEntry = {
	kind: AuditKind;
	at: number;
	creatorId?: string | null;
	connectionId?: string | null;
	/** Facts for the reader; never a secret. */
	detail?: Record<string, string | number | boolean | null>;
	/** The client's address, where a browser was involved. */
	address?: string | null;
};

/**
 * Writes one line of who did what and when.
 * @returns its number
 */
export async function audit(
	db: Kysely<Schema> | Transaction<Schema>,
	entry: AuditEntry
): Promise<number> {
	const { id } = await db
		.insertInto('auditLog')
		.values({
			at: entry.at,
			kind: entry.kind,
			creatorId: entry.creatorId ?? null,
			connectionId: entry.connectionId ?? null,
			detail: JSON.stringify(entry.detail ?? {}),
			address: entry.address ?? null
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

/** A disconnect is written down before Meta is asked; what Meta said comes into the same line. */
export async function noteRevocation(
	db: Kysely<Schema> | Transaction<Schema>,
	line: number,
	said: { revocation: string; fact?: string }
) {
	const { detail } = await db
		.selectFrom('auditLog')
		.select('detail')
		.where('id', '=', line)
		.executeTakeFirstOrThrow();
	const facts = { ...(JSON.parse(detail) as object), ...said };
	await db
		.updateTable('auditLog')
		.set({ detail: JSON.stringify(facts) })
		.where('id', '=', line)
		.execute();
}
