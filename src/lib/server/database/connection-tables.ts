import type { Generated } from 'kysely';
import type { ProviderId } from '../../logins.ts';
import type { Outcome, Revocation, Trigger } from '../../view.ts';
import type { Cause, EndedCause, FailingCause } from '../problems/cause.ts';
import type { Flag, ScopeList, Time } from './column-types.ts';

/** One way to Meta and back: the authority for everything that its callback may do. */
export type AttemptTable = {
	id: string;
	provider: ProviderId;
	stateHash: string;
	cookieHash: string;
	/** The session that started it, or null when nobody was signed in. */
	sessionHash: string | null;
	creatorId: string | null;
	mayClaim: Flag;
	/** Set when exactly this connection is to be connected again. */
	connectionId: string | null;
	scopes: ScopeList;
	/** Meta is to ask who it is, or to ask for declined permissions once more. */
	askAgain: 'account' | 'declined' | null;
	createdAt: Time;
	expiresAt: Time;
	/** Single use: set by the one statement that lets the exchange begin. */
	consumedAt: Time | null;
	/** How it ended: an error code, or null. */
	problem: string | null;
	/** Meta's own words, at most 200 characters. */
	metaSaid: string | null;
	/** The accounts that the problem page names. */
	accountExpected: string | null;
	accountArrived: string | null;
	/** For the page of cause (JSON): the step that failed and why, or what was found instead of a linked account. */
	found: string | null;
	/** Facebook Login: the sealed consent while the creator chooses the accounts, else null. */
	waitingSealed: string | null;
	/** The invitation that a newcomer brought along. */
	invitationHash: string | null;
	/** Set where it only proves again who it is: the page that asked for that. */
	confirms: string | null;
	/** Whence it was started; null: by who is signed in. */
	network: string | null;
};

export type ConnectionTable = {
	id: string;
	creatorId: string;
	provider: ProviderId;
	/** The professional account id: `user_id` of `/me`. */
	accountId: string;
	/** Who it is to our app: the account's app-scoped id, or the Facebook user's id. */
	appScopedId: string;
	username: string;
	name: string | null;
	accountType: 'business' | 'creator' | null;
	/** The Page that it is linked to; null: its login needs none, or it is not known yet. */
	pageId: string | null;
	pageName: string | null;
	/** MIME type of the kept picture, and a text that changes with its bytes. */
	pictureType: string | null;
	pictureVersion: string | null;

	granted: ScopeList | null;
	/** Everything that was ever asked for this account. */
	asked: ScopeList;
	/** What the consent asked for that brought the token; null: before this was kept, or imported. */
	askedLatest: ScopeList | null;
	/** Missing permissions that its creator wants to hear no more of; null: none. */
	dismissed: ScopeList | null;

	connectedAt: Time;
	issuedAt: Time;
	expiresAt: Time | null;
	/** Facebook Login: when the user token and the access to data end; null: never, or not told. */
	userTokenExpiresAt: Time | null;
	dataAccessExpiresAt: Time | null;
	/** Null once erased. */
	tokenSealed: string | null;
	/** Grows with each stored token; fences late writers off. */
	tokenVersion: number;
	/** The token before, kept until the current one has answered `/me`; null when proved. */
	previousTokenSealed: string | null;
	previousIssuedAt: Time | null;
	previousExpiresAt: Time | null;

	/** 0 to 12 hours, fixed per connection, so that connections do not fall due together. */
	jitterMs: number;
	/** When the sweep looks at it next; null: never by itself. */
	nextAttemptAt: Time | null;
	leaseOwner: string | null;
	leaseUntil: Time | null;
	lastRefreshAt: Time | null;

	/** Failed attempts in a row, since when, and why the latest did. */
	failures: number;
	failingSince: Time | null;
	failingCause: FailingCause | null;
	/** A definite end: why and when. */
	endedCause: EndedCause | null;
	endedAt: Time | null;
	/** What was said with the latest cause: as `detail` of the ledger. */
	causeDetail: string | null;
	/** Set while the sealed token cannot be opened by the key in use. */
	unreadable: Flag;

	disconnectedAt: Time | null;
	revocationOutcome: Revocation['outcome'] | null;
	revocationMessage: string | null;
};

/** The ledger: one row per attempt to renew (JSON calls them refreshes). */
export type RenewalTable = {
	id: Generated<number>;
	connectionId: string;
	at: Time;
	trigger: Trigger;
	outcome: Outcome;
	/** Meta's code such as `190/460`, or our cause where Meta gave none. */
	code: string | null;
	/** Why it went wrong; null where it did not, and in rows older than this column. */
	cause: Cause | null;
	/** Meta's own words, at most 200 characters, or the system's code of a network failure. */
	detail: string | null;
	expiresBefore: Time | null;
	expiresAfter: Time | null;
	nextDueAt: Time | null;
};
