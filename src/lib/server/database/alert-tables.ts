import type { Generated } from 'kysely';
import type { AlertType, ChannelKind, ChannelState } from '../../view.ts';
import type { Flag, Time } from './column-types.ts';

/** Where a creator is told. Times are the connections' clock. */
export type AlertChannelTable = {
	id: string;
	creatorId: string;
	kind: ChannelKind;
	/** Mail: the address. Else so much of it as may be shown. */
	address: string;
	/** The whole address with its token or secret; null for mail. */
	sealed: string | null;
	state: ChannelState;
	/** A JSON list of what is told there. */
	types: string;
	createdAt: Time;
	/** SHA-256 of the code in the mail that confirms the address, hex; null: none is open. */
	confirmHash: string | null;
	confirmUntil: Time | null;
	/** What came of the latest try; null: none yet. */
	lastAt: Time | null;
	lastOk: Flag | null;
	lastSentence: string | null;
};

/** Mails that asked to confirm an address: they are counted. */
export type AlertConfirmationTable = { id: Generated<number>; creatorId: string; at: Time };

/** What is to be sent to one channel, or was. */
export type AlertTable = {
	id: string;
	channelId: string;
	creatorId: string;
	connectionId: string | null;
	kind: ChannelKind;
	type: AlertType;
	/** When it became true. */
	at: Time;
	/** JSON; see alerts/alert.ts. */
	data: string;
	/** `dropped`: overtaken while it was being sent. */
	state: 'waiting' | 'sent' | 'failed' | 'dropped';
	/** Tries that failed. */
	attempts: number;
	nextAttemptAt: Time | null;
	leaseOwner: string | null;
	leaseUntil: Time | null;
	/** What went out in one message has the same. */
	messageId: string | null;
	doneAt: Time | null;
};

/** What was told already of a connection, a key or the instance, since when it is so, and how far. */
export type AlertsToldTable = {
	/** The id of the connection, `key ID`, or `instance`. */
	subject: string;
	type: AlertType;
	creatorId: string;
	connectionId: string | null;
	keyId: string | null;
	since: Time;
	level: number;
};

/** The channels that heard that a connection is ill. */
export type AlertHearerTable = { connectionId: string; channelId: string };

/** The calendar of a creator: SHA-256 of its code, hex. */
export type CalendarTable = { creatorId: string; codeHash: string; madeAt: Time };

/** The browsers that a creator has signed in with, in the words of the session list. Real time. */
export type SeenBrowserTable = { creatorId: string; browser: string; lastAt: Time };

/** What the receiver of the heartbeat answered last. Real time. */
export type HeartbeatTable = { id: 1; at: Time; ok: Flag; sentence: string };
