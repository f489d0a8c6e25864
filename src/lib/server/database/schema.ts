import type { Generated, Selectable } from 'kysely';
import type { ProviderId } from '../../logins.ts';
import type { Outcome, Revocation, Trigger } from '../../view.ts';
import type { Cause, EndedCause, FailingCause } from '../problems/cause.ts';
import type {
	AlertChannelTable,
	AlertConfirmationTable,
	AlertHearerTable,
	AlertTable,
	AlertsToldTable,
	CalendarTable,
	HeartbeatTable,
	SeenBrowserTable
} from './alert-tables.ts';
import type { BackupTable } from './backup-tables.ts';
import type { Flag, ScopeList, Time } from './column-types.ts';
import type { FeedMarkTable, FeedShownTable, FeedSlugTable, FeedTable } from './feed-tables.ts';
import type {
	ContentPictureTable,
	ContentSyncTable,
	MediaSpaceTable,
	PostChildTable,
	PostTable
} from './content-tables.ts';
import type { MetaFindingTable } from './meta-finding-tables.ts';
import type {
	ApiKeyConnectionTable,
	ApiKeyHourTable,
	ApiKeyRefusalTable,
	ApiKeyTable,
	ContainerTable,
	MetaBlockTable,
	PublishTable
} from './tool-tables.ts';

export type InstanceTable = {
	id: 1;
	mode: 'live' | 'practice';
	createdAt: Time;
};

/** Which keys have sealed something here: lets a start tell a wrong key from the right one. */
export type KeyCheckTable = { keyId: string; fingerprint: string; createdAt: Time };

/** At most one row for ever: the instance has an owner. */
export type ClaimTable = { id: 1; creatorId: string; claimedAt: Time };

export type CreatorTable = { id: string; createdAt: Time };

/** Accounts that may sign their creator in. */
export type IdentityTable = {
	provider: ProviderId;
	accountId: string;
	/** The other id under which Meta may name it; null: not seen yet. */
	appScopedId: string | null;
	creatorId: string;
	username: string;
	createdAt: Time;
};

/** How a creator showed who it is: a login at Meta, a sign-in link, a passkey. */
export type ProvedBy = 'login' | 'link' | 'passkey';

export type SessionTable = {
	/** SHA-256 of the cookie's value, hex. */
	idHash: string;
	creatorId: string;
	createdAt: Time;
	expiresAt: Time;
	/** Browser and system in plain words; null: not told. */
	device: string | null;
	/** To the hour; null: not since it began. */
	lastUsedAt: Time | null;
	/** When its creator last signed in or proved who it is; null: not in this session. */
	reauthenticatedAt: Time | null;
	/** By what; null: not in this session, or by a Mooring that did not note it. */
	provedBy: Generated<ProvedBy | null>;
	/** Where its browser was when it began, as in the audit log; null: not told. */
	address: Generated<string | null>;
};

/** Open invitations: one that is accepted or taken back is gone. */
export type InvitationTable = {
	/** SHA-256 of the link's code, hex. */
	codeHash: string;
	madeBy: string;
	createdAt: Time;
	expiresAt: Time;
	/** For whom it is, in the words of who made it; null: they gave none. */
	label: string | null;
};

export type SignInLinkTable = { codeHash: string; creatorId: string; expiresAt: Time };

/** A public key whose private half signs its creator in. */
export type PasskeyTable = {
	id: string;
	creatorId: string;
	/** As the authenticator names it, base64url. */
	credentialId: string;
	/** The host name that it was made for: it works nowhere else. */
	rpId: string;
	/** COSE, base64url. */
	publicKey: string;
	/** The signatures that its authenticator has counted so far; 0 where it counts none. */
	counter: number;
	/** A JSON list of how its authenticator is reached. */
	transports: string;
	name: string | null;
	createdAt: Time;
	lastUsedAt: Time | null;
};

/** What a browser was asked to sign: single use, five minutes. */
export type PasskeyQuestionTable = {
	/** SHA-256 of the cookie's value, hex; the challenge is derived from that value. */
	codeHash: string;
	purpose: 'add' | 'prove';
	/** The session that asked, or null when nobody was signed in. */
	sessionHash: string | null;
	/** Whence it was asked; null: by who is signed in. */
	network: string | null;
	expiresAt: Time;
};

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

export type Schema = {
	instance: InstanceTable;
	keyChecks: KeyCheckTable;
	claim: ClaimTable;
	creators: CreatorTable;
	identities: IdentityTable;
	sessions: SessionTable;
	signInLinks: SignInLinkTable;
	passkeys: PasskeyTable;
	passkeyQuestions: PasskeyQuestionTable;
	invitations: InvitationTable;
	attempts: AttemptTable;
	connections: ConnectionTable;
	renewals: RenewalTable;
	auditLog: AuditTable;
	signedRequests: SignedRequestTable;
	settingMarks: SettingMarkTable;
	scheduler: SchedulerTable;
	metaApps: MetaAppTable;
	apiKeys: ApiKeyTable;
	apiKeyConnections: ApiKeyConnectionTable;
	apiKeyHours: ApiKeyHourTable;
	apiKeyRefusals: ApiKeyRefusalTable;
	metaBlocks: MetaBlockTable;
	containers: ContainerTable;
	publishes: PublishTable;
	alertChannels: AlertChannelTable;
	alertConfirmations: AlertConfirmationTable;
	alerts: AlertTable;
	alertsTold: AlertsToldTable;
	alertHearers: AlertHearerTable;
	calendars: CalendarTable;
	seenBrowsers: SeenBrowserTable;
	heartbeat: HeartbeatTable;
	metaFindings: MetaFindingTable;
	backups: BackupTable;
	contentSyncs: ContentSyncTable;
	posts: PostTable;
	postChildren: PostChildTable;
	contentPictures: ContentPictureTable;
	mediaSpace: MediaSpaceTable;
	feeds: FeedTable;
	feedSlugs: FeedSlugTable;
	feedMarks: FeedMarkTable;
	feedShown: FeedShownTable;
};

export type Connection = Selectable<ConnectionTable>;
export type Attempt = Selectable<AttemptTable>;
export type Renewal = Selectable<RenewalTable>;
