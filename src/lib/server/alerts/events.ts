import type { AlertType, ChannelKind } from '../../view.ts';

/** What is decided of an event: one row for each, and nothing about it anywhere else. */
export type EventRow = {
	/** Whose matter it is: of whoever has the connection or the session, or of the owner. */
	hears: 'creator' | 'owner';
	/** Waits a moment for others of its kind, so that one message tells of them all. */
	waits: boolean;
	/** Told unless somebody chose otherwise. */
	isUsual: boolean;
	/** Where it can be told; null: anywhere. */
	only: ChannelKind | null;
	isUrgent: boolean;
	/** How it is called where types are chosen. */
	label: string;
	/** The subject; of several accounts there is no one cause. */
	subject: (names: string, why: string | null) => string;
	/** The words on the button that leads to the cure. */
	button: string;
};

const DEFAULTS = {
	hears: 'creator',
	waits: false,
	isUsual: true,
	only: null,
	isUrgent: false,
	button: 'Open Mooring'
} as const;

const event = (
	label: string,
	subject: EventRow['subject'],
	more: Partial<EventRow> = {}
): EventRow => ({ ...DEFAULTS, label, subject, ...more });

const ofConnection = { waits: true } as const;
const needing: EventRow['subject'] = (names, why) =>
	why === null ? `${names} need you` : `${names} needs you: ${why}`;
const warning: EventRow['subject'] = (names, why) =>
	why === null ? `${names} may stop working` : `${names} may stop working: ${why}`;
const ofOwner = { hears: 'owner', button: 'Open Setup' } as const;

/** Every event that is told (operations.md, section 1). */
export const EVENTS: Record<AlertType, EventRow> = {
	'connection.needs_reconnect': event('Needs you', needing, {
		...ofConnection,
		isUrgent: true,
		button: 'Reconnect'
	}),
	'connection.disconnected': event('Removed at Meta', needing, {
		...ofConnection,
		isUrgent: true,
		button: 'Reconnect'
	}),
	'connection.warning': event('Renewing fails', warning, {
		...ofConnection,
		button: 'See what helps'
	}),
	'connection.sign_in_again': event(
		'Sign-in due',
		(names, why) => `${names}: ${why ?? 'a new sign-in is due'}`,
		{
			...ofConnection,
			button: 'Sign in again'
		}
	),
	'connection.healthy': event('Well again', (names) => `${names}: well again`, ofConnection),
	'security.new_sign_in': event('New sign-in', () => 'New sign-in', { button: 'See the sessions' }),
	'security.invitation_accepted': event('Invitation accepted', () => 'Invitation accepted', {
		hears: 'owner',
		button: 'See who is here'
	}),
	'key.expiring': event('Key ends', () => 'A key ends soon', { button: 'See the keys' }),
	'feed.stale': event('Feed is old', () => 'A feed is not up to date'),
	// Other addresses are sealed by the very key that is missing.
	'instance.locked': event('Locked', () => 'Mooring is locked', {
		...ofOwner,
		only: 'mail',
		isUrgent: true
	}),
	'instance.backup_failed': event('Backup failed', () => 'The backup failed', ofOwner),
	'instance.was_away': event('Was off', () => 'Mooring was off', ofOwner),
	'instance.meta_change': event("Change of Meta's API", () => "Meta's API changes", ofOwner),
	'token.renewed': event('Token renewed', (names) => `${names}: renewed`, {
		isUsual: false,
		only: 'webhook'
	}),
	'webhook.test': event('Test', () => 'A test', { isUsual: false, button: 'See the alerts' }),
	'channel.confirm': event('Confirmation', () => 'Confirm this address', {
		isUsual: false,
		button: 'Confirm this address'
	})
};

export const ALERT_TYPES = Object.keys(EVENTS) as AlertType[];

export const isAlertType = (text: string): text is AlertType => Object.hasOwn(EVENTS, text);

/** By a button alone. */
const BY_BUTTON = new Set<AlertType>(['webhook.test', 'channel.confirm']);

/** What a channel of this kind may be asked to tell. */
export const typesFor = (kind: ChannelKind): AlertType[] =>
	ALERT_TYPES.filter(
		(type) => !BY_BUTTON.has(type) && (EVENTS[type].only === null || EVENTS[type].only === kind)
	);

/** What it tells unless somebody chose otherwise. */
export const usualTypes = (kind: ChannelKind): AlertType[] =>
	typesFor(kind).filter((type) => EVENTS[type].isUsual);
