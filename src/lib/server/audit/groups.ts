import type { AuditKind } from './audit-log.ts';

/** What a line of the activity tells of; renewals are kept in the ledger. */
export type ActivityKind = AuditKind | 'renewal';

/** What the activity can be narrowed to. A kind may be in more than one. */
export const GROUPS = {
	'sign-ins': [
		'claimed',
		'signed_in',
		'signed_out',
		'sign_in_refused',
		'sign_in_link_made',
		'reauthenticated',
		'session_ended',
		'passkey_added',
		'passkey_removed',
		'invitation_accepted'
	],
	connections: [
		'connected',
		'reconnected',
		'connect_refused',
		'connection_ended',
		'disconnected',
		'card_removed',
		'deauthorized',
		'data_deletion'
	],
	tools: ['key_made', 'key_revoked', 'token_taken', 'graph_write', 'publish_settled'],
	feeds: ['feed_made', 'feed_changed', 'feed_deleted'],
	renewals: ['renewal'],
	refusals: ['sign_in_refused', 'connect_refused', 'callbacks_unknown'],
	meta: ['deauthorized', 'data_deletion', 'callbacks_unknown'],
	instance: [
		'claimed',
		'invitation_made',
		'invitation_revoked',
		'invitation_accepted',
		'creator_removed',
		'settings_changed',
		'master_key_changed',
		'master_key_accepted',
		'export_made',
		'alert_failed'
	]
} as const satisfies Record<string, readonly ActivityKind[]>;

export type Group = keyof typeof GROUPS;

export const isGroup = (text: string): text is Group => Object.hasOwn(GROUPS, text);
