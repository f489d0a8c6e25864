import type { Generated, Insertable, Selectable } from 'kysely';
import type { Outcome, ProviderId, Revocation, Trigger } from '../../view.ts';
import type { Cause, EndedCause, FailingCause } from '../problems/cause.ts';

/** Milliseconds since 1970, UTC. */
type Time = number;
/** A JSON list of scope names. */
type ScopeList = string;
/** 0 or 1: what SQLite and PostgreSQL share. */
type Flag = 0 | 1;

export type InstanceTable = {
	id: 1;
	mode: 'live' | 'practice';
	created_at: Time;
};

/** Which keys have sealed something here: lets a start tell a wrong key from the right one. */
export type KeyCheckTable = { key_id: string; fingerprint: string; created_at: Time };

/** At most one row for ever: the instance has an owner. */
export type ClaimTable = { id: 1; creator_id: string; claimed_at: Time };

export type CreatorTable = { id: string; created_at: Time };

/** Accounts that may sign their creator in. */
export type IdentityTable = {
	provider: ProviderId;
	account_id: string;
	/** The other id under which Meta may name it; null: not seen yet. */
	app_scoped_id: string | null;
	creator_id: string;
	username: string;
	created_at: Time;
};

export type SessionTable = {
	/** SHA-256 of the cookie's value, hex. */
	id_hash: string;
	creator_id: string;
	created_at: Time;
	expires_at: Time;
	/** Browser and system in plain words; null: not told. */
	device: string | null;
	/** To the hour; null: not since it began. */
	last_used_at: Time | null;
	/** When its creator last proved who it is; null: not in this session. */
	reauthenticated_at: Time | null;
};

/** Open invitations: one that is accepted or taken back is gone. */
export type InvitationTable = {
	/** SHA-256 of the link's code, hex. */
	code_hash: string;
	made_by: string;
	created_at: Time;
	expires_at: Time;
};

export type SignInLinkTable = { code_hash: string; creator_id: string; expires_at: Time };

/** One way to Meta and back: the authority for everything that its callback may do. */
export type AttemptTable = {
	id: string;
	provider: ProviderId;
	state_hash: string;
	cookie_hash: string;
	/** The session that started it, or null when nobody was signed in. */
	session_hash: string | null;
	creator_id: string | null;
	may_claim: Flag;
	/** Set when exactly this connection is to be connected again. */
	connection_id: string | null;
	scopes: ScopeList;
	/** Meta is to ask who it is, or to ask for declined permissions once more. */
	ask_again: 'account' | 'declined' | null;
	created_at: Time;
	expires_at: Time;
	/** Single use: set by the one statement that lets the exchange begin. */
	consumed_at: Time | null;
	/** How it ended: an error code, or null. */
	problem: string | null;
	/** Meta's own words, at most 200 characters. */
	meta_said: string | null;
	/** The accounts that the problem page names. */
	account_expected: string | null;
	account_arrived: string | null;
	/** For the page of cause (JSON): the step that failed and why, or what was found instead of a linked account. */
	found: string | null;
	/** Facebook Login: the sealed consent while the creator chooses the accounts, else null. */
	waiting_sealed: string | null;
	/** The invitation that a newcomer brought along. */
	invitation_hash: string | null;
	/** Set where it only proves again who it is: the page that asked for that. */
	confirms: string | null;
	/** Whence it was started; null: by who is signed in. */
	network: string | null;
};

export type ConnectionTable = {
	id: string;
	creator_id: string;
	provider: ProviderId;
	/** The professional account id: `user_id` of `/me`. */
	account_id: string;
	/** Who it is to our app: the account's app-scoped id, or the Facebook user's id. */
	app_scoped_id: string;
	username: string;
	name: string | null;
	account_type: 'business' | 'creator' | null;
	/** MIME type of the kept picture, and a text that changes with its bytes. */
	picture_type: string | null;
	picture_version: string | null;

	granted: ScopeList | null;
	/** Everything that was ever asked for this account. */
	asked: ScopeList;
	/** What the consent asked for that brought the token; null: before this was kept, or imported. */
	asked_latest: ScopeList | null;
	/** Missing permissions that its creator wants to hear no more of; null: none. */
	dismissed: ScopeList | null;

	connected_at: Time;
	issued_at: Time;
	expires_at: Time | null;
	/** Facebook Login: when the user token and the access to data end; null: never, or not told. */
	user_token_expires_at: Time | null;
	data_access_expires_at: Time | null;
	/** Null once erased. */
	token_sealed: string | null;
	/** Grows with each stored token; fences late writers off. */
	token_version: number;
	/** The token before, kept until the current one has answered `/me`; null when proved. */
	previous_token_sealed: string | null;
	previous_issued_at: Time | null;
	previous_expires_at: Time | null;

	/** 0 to 12 hours, fixed per connection, so that connections do not fall due together. */
	jitter_ms: number;
	/** When the sweep looks at it next; null: never by itself. */
	next_attempt_at: Time | null;
	lease_owner: string | null;
	lease_until: Time | null;
	last_refresh_at: Time | null;

	/** Failed attempts in a row, since when, and why the latest did. */
	failures: number;
	failing_since: Time | null;
	failing_cause: FailingCause | null;
	/** A definite end: why and when. */
	ended_cause: EndedCause | null;
	ended_at: Time | null;
	/** What was said with the latest cause: as `detail` of the ledger. */
	cause_detail: string | null;
	/** Set while the sealed token cannot be opened by the key in use. */
	unreadable: Flag;

	disconnected_at: Time | null;
	revocation_outcome: Revocation['outcome'] | null;
	revocation_message: string | null;
};

/** The ledger: one row per attempt to renew (JSON calls them refreshes). */
export type RenewalTable = {
	id: Generated<number>;
	connection_id: string;
	at: Time;
	trigger: Trigger;
	outcome: Outcome;
	/** Meta's code such as `190/460`, or our cause where Meta gave none. */
	code: string | null;
	/** Why it went wrong; null where it did not, and in rows older than this column. */
	cause: Cause | null;
	/** Meta's own words, at most 200 characters, or the system's code of a network failure. */
	detail: string | null;
	expires_before: Time | null;
	expires_after: Time | null;
	next_due_at: Time | null;
};

export type AuditTable = {
	id: Generated<number>;
	at: Time;
	kind: string;
	creator_id: string | null;
	connection_id: string | null;
	/** JSON without secrets. */
	detail: string;
	address: string | null;
};

/** Meta's signed calls that were taken up, by the SHA-256 of their confirmation code, hex. */
export type SignedRequestTable = {
	code_hash: string;
	kind: 'deauthorize' | 'data_deletion';
	/** On the clock of connections. */
	received_at: Time;
	/** Null while something of the deleted may still stand on the disk. */
	done_at: Time | null;
};

/** What tells whether a setting changed since the start before, and nothing of its value. */
export type SettingMarkTable = { name: string; key_id: string; mark: string };

/** The scheduler's own pulse, and the latest gap in it that was longer than a day. */
export type SchedulerTable = {
	id: 1;
	beat_at: Time;
	away_from: Time | null;
	away_until: Time | null;
};

export type Schema = {
	instance: InstanceTable;
	key_checks: KeyCheckTable;
	claim: ClaimTable;
	creators: CreatorTable;
	identities: IdentityTable;
	sessions: SessionTable;
	sign_in_links: SignInLinkTable;
	invitations: InvitationTable;
	attempts: AttemptTable;
	connections: ConnectionTable;
	renewals: RenewalTable;
	audit_log: AuditTable;
	signed_requests: SignedRequestTable;
	setting_marks: SettingMarkTable;
	scheduler: SchedulerTable;
};

export type Connection = Selectable<ConnectionTable>;
export type NewConnection = Insertable<ConnectionTable>;
export type Attempt = Selectable<AttemptTable>;
export type Renewal = Selectable<RenewalTable>;
