import type { Generated } from 'kysely';
import type { ProviderId } from '../../logins.ts';
import type { Time } from './column-types.ts';

export type InstanceTable = {
	id: 1;
	mode: 'live' | 'practice';
	createdAt: Time;
};

/** Which keys have sealed something here: lets a start tell a wrong key from the right one. */
export type KeyCheckTable = { keyId: string; fingerprint: string; createdAt: Time };

export type AuditTable = {
	id: Generated<number>;
	at: Time;
	kind: string;
	creatorId: string | null;
	connectionId: string | null;
	/** JSON without secrets. */
	detail: string;
	address: string | null;
};

/**
 * Meta's signed calls that were taken up, by the SHA-256 of their confirmation code, hex; and removals
 * of creators, by that of a code that nobody has.
 */
export type SignedRequestTable = {
	codeHash: string;
	kind: 'deauthorize' | 'data_deletion';
	/** On the clock of connections. */
	receivedAt: Time;
	/** Null while something of the deleted may still stand on the disk. */
	doneAt: Time | null;
};

/** What tells whether a setting changed since the start before, and nothing of its value. */
export type SettingMarkTable = { name: string; keyId: string; mark: string };

/** The scheduler's own pulse, and the latest gap in it that was longer than a day. */
export type SchedulerTable = {
	id: 1;
	beatAt: Time;
	awayFrom: Time | null;
	awayUntil: Time | null;
	/** See log-mark.ts; null before the first beat of a Mooring that writes it. */
	logMark: Generated<string | null>;
};

/** Credentials of a login's Meta app that were typed into Setup; see meta-apps/store.ts. */
export type MetaAppTable = {
	provider: ProviderId;
	sealed: string;
	savedAt: Time;
	/** What Meta said of them when they were saved. */
	verdict: 'right' | 'untold';
};
