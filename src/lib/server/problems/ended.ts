import { type EndedCause, quoted, type CauseRow } from './cause.ts';

const reconnect = { cure: 'reconnect' } as const;

/**
 * Definite ends, under 190 and 102: Graph API "Error handling", authentication subcodes.
 * graph.instagram.com often sends subcode 0 or none, and then only the words tell.
 */
export const ENDED: Record<EndedCause, CauseRow> = {
	expired: {
		...reconnect,
		category: 'person',
		says: /session has expired/i,
		codes: ['190/463'],
		code: 'expired',
		sentence: ({ meta, ranOut }) =>
			`The token ran out on ${ranOut}. ${meta} cannot renew it any more.`,
		activity: 'the token ran out'
	},
	password_changed: {
		...reconnect,
		category: 'person',
		says: /changed (their|the|your) password|for security reasons/i,
		codes: ['190/460'],
		code: 'password_changed',
		sentence: ({ meta, on }) =>
			`The ${meta} password was changed, or ${meta} ended this connection for security reasons, on ${on}.`,
		activity: 'the password was changed'
	},
	app_removed: {
		...reconnect,
		category: 'person',
		says: /not authorized application|has not (been )?authorized|removed the app/i,
		codes: ['190/458'],
		code: 'app_removed',
		sentence: ({ meta, on }) => `Mooring was removed in ${meta}'s settings; noticed on ${on}.`,
		activity: "Mooring was removed in the account's settings"
	},
	logged_out: {
		...reconnect,
		category: 'person',
		says: /logged out/i,
		codes: ['190/467'],
		code: 'logged_out',
		sentence: ({ meta, on }) =>
			`${meta} says that you logged out there, which ended this connection on ${on}.`,
		activity: 'it was logged out at Meta'
	},
	page_role_lost: {
		...reconnect,
		category: 'person',
		says: /(administrator|editor|moderator|role|admin)\b.*\bpage\b/i,
		codes: ['190/492'],
		code: 'page_role_lost',
		sentence: ({ on }) =>
			`Your role on the Facebook Page was taken away; noticed on ${on}. Ask who manages the Page to give it back, then reconnect.`,
		activity: 'the role on the Facebook Page was taken away'
	},
	unused: {
		...reconnect,
		category: 'person',
		says: /hasn.?t engaged|longer than 90 days/i,
		codes: ['190/493'],
		code: 'unused',
		sentence: ({ meta, on }) =>
			`${meta} wants you to sign in again after 90 days without, and ended this connection on ${on}.`,
		activity: 'nobody signed in at Meta for 90 days'
	},
	checkpoint: {
		...reconnect,
		category: 'person',
		says: /checkpoint|follow the instructions/i,
		codes: ['190/459'],
		code: 'checkpoint',
		sentence: ({ meta }) =>
			`${meta} wants you to confirm something. Open ${meta} first, then reconnect.`,
		activity: 'Meta wants something confirmed'
	},
	unconfirmed: {
		...reconnect,
		category: 'person',
		says: /not a confirmed user|unconfirmed/i,
		codes: ['190/464'],
		code: 'unconfirmed',
		sentence: ({ meta }) =>
			`${meta} wants this account confirmed. Open ${meta} first, then reconnect.`,
		activity: 'Meta wants the account confirmed'
	},
	/** Given up with `accept-new-key`; while the key may come back a connection is `locked`. */
	key_lost: {
		...reconnect,
		category: 'machine',
		code: 'key_lost',
		sentence: ({ on }) =>
			`The key that sealed this token was given up on ${on}. Connect the account again.`,
		activity: 'the key that sealed the token was given up'
	},
	token_ended: {
		...reconnect,
		category: 'person',
		code: 'token_ended',
		sentence: ({ meta, on, detail }) =>
			`${meta} ended this connection on ${on}${quoted(' and said: ', detail) || ' without saying why'}.`,
		activity: 'Meta ended it'
	}
};
