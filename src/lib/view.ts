import type { ProviderId } from './logins.ts';

/** The JSON that browsers get (see the README): shared by server and pages, no secret in it. */
export type Status = 'healthy' | 'warning' | 'needs_reconnect' | 'locked' | 'disconnected';
export type Trigger = 'schedule' | 'manual' | 'connect';
export type Outcome = 'connected' | 'renewed' | 'checked' | 'transient' | 'rejected' | 'skipped';

/** What is wrong, in one sentence, and the one thing that mends it. */
export type Problem = {
	code: ProblemCode;
	sentence: string;
	cure: Cure;
};
export type Cure =
	| 'none'
	| 'try_now'
	| 'reconnect'
	| 'allow'
	| 'show_tester_steps'
	| 'show_app_steps'
	| 'show_key_steps';
export type ProblemCode =
	| 'expired'
	| 'password_changed'
	| 'app_removed'
	| 'token_ended'
	| 'checkpoint'
	| 'unconfirmed'
	| 'logged_out'
	| 'page_role_lost'
	| 'unused'
	| 'not_a_tester'
	| 'app_not_permitted'
	| 'app_blocked'
	| 'app_unknown'
	| 'app_secret'
	| 'two_factor'
	| 'data_access_over'
	| 'meta_not_answering'
	| 'cannot_reach_meta'
	| 'rate_limited'
	| 'running_out'
	| 'sign_in_again'
	| 'permission_missing'
	| 'key_lost';

export type ConnectionView = {
	id: string;
	provider: ProviderId;
	account: {
		id: string;
		username: string;
		/** The username where the account has no other name. */
		name: string;
		accountType: 'business' | 'creator' | null;
		pictureUrl: string | null;
	};
	status: Status;
	problem: Problem | null;
	/** Scope names; null where Meta did not tell. */
	permissions: { granted: string[] | null; missing: string[] | null };
	/** ISO 8601 UTC, as are all times below. */
	connectedAt: string;
	issuedAt: string;
	expiresAt: string | null;
	nextRefreshAt: string | null;
	lastRefreshAt: string | null;
};

/** One row of the ledger. */
export type RefreshView = {
	at: string;
	trigger: Trigger;
	outcome: Outcome;
	code: string | null;
	/** What Meta said, in a word or two. */
	word: string;
	/** Meta's own words, or what the system said where no answer came. Plain text. */
	detail: string | null;
	expiresBefore: string | null;
	expiresAfter: string | null;
	nextDueAt: string | null;
};

/** Rows of the ledger that follow each other and say the same, as the page tells them. */
export type HistoryRow = RefreshView & { triggers: Trigger[]; times: number; since: string };

/** What came of the attempts of a connection; what was not asked does not count. */
export type LedgerCounts = {
	/** Consents. */
	connected: number;
	renewed: number;
	checked: number;
	refused: number;
	unanswered: number;
};

export type Revocation = {
	outcome: 'revoked' | 'refused' | 'unreachable' | 'not_tried';
	message: string;
};

export type CreatorView = {
	id: string;
	isOwner: boolean;
	identities: { provider: ProviderId; accountId: string; username: string }[];
};

/** Who did what, when and from where: one line, or equal ones that follow each other. */
export type ActivityView = {
	/** Names its oldest line, and the place in a list after which the next page begins. */
	id: string;
	at: string;
	/** A sentence without its full stop. */
	what: string;
	tone: 'good' | 'warn' | 'bad' | 'off';
	who: string;
	/** The address of the browser, where there was one. */
	address: string | null;
	/** How many lines it stands for, and when the oldest of them was. */
	times: number;
	since: string;
};

/** A passkey as its creator sees it. */
export type PasskeyView = {
	id: string;
	/** The device that it was added with, or what its creator calls it; null: not told. */
	name: string | null;
	/** The host name that it works at. */
	rpId: string;
	/** ISO 8601 UTC. */
	addedAt: string;
	lastUsedAt: string | null;
};

/** A key for programs as its creator sees it; never its secret. */
export type KeyView = {
	id: string;
	name: string;
	/** The ids of the connections that it names. */
	connections: string[];
	actions: string[];
	/** ISO 8601 UTC. */
	createdAt: string;
	expiresAt: string | null;
	lastUsedAt: string | null;
	revokedAt: string | null;
	/** Since midnight UTC. */
	callsToday: number;
	refusedToday: number;
};

/** What somebody has to hear of; alerts/events.ts says when, and who. */
export type AlertType =
	| 'connection.warning'
	| 'connection.needs_reconnect'
	| 'connection.sign_in_again'
	| 'connection.healthy'
	| 'connection.disconnected'
	| 'security.new_sign_in'
	| 'security.invitation_accepted'
	| 'key.expiring'
	| 'feed.stale'
	| 'instance.locked'
	| 'instance.backup_failed'
	| 'instance.was_away'
	| 'instance.meta_change'
	| 'token.renewed'
	| 'webhook.test'
	/** To the address itself, before it is told anything. */
	| 'channel.confirm';

export type ChannelKind = 'mail' | 'ntfy' | 'webhook';
/** `off`: its receiver said that it is gone. */
export type ChannelState = 'unconfirmed' | 'on' | 'off';

/** Where a creator is told, as its creator sees it. */
export type ChannelView = {
	id: string;
	kind: ChannelKind;
	/** Whole for mail, else shortened. */
	address: string;
	state: ChannelState;
	types: AlertType[];
	/** What came of the latest try, in words. */
	lastResult: { at: string; ok: boolean; sentence: string } | null;
};

/** Which posts a feed shows, and how much of them; see docs/FEED.md. */
export type FeedRules = {
	kinds: ('image' | 'carousel' | 'video' | 'reel')[];
	containsAny: string[];
	containsNone: string[];
	notBefore: string | null;
	max: number;
	offGridReels: boolean;
	counts: boolean;
};

/** A feed as `/api/feeds` tells it; times are ISO 8601 UTC. */
export type FeedView = {
	id: string;
	slug: string;
	name: string;
	connectionId: string;
	enabled: boolean;
	rules: FeedRules;
	addresses: { json: string; rss: string; embed: string };
	/** The last good sync; null: none yet. */
	syncedAt: string | null;
	/** The last good sync, if it is too long ago. */
	staleSince: string | null;
	reason:
		| 'waiting'
		| 'meta_unreachable'
		| 'needs_reconnect'
		| 'rate_limited'
		| 'permission_missing'
		| 'locked'
		| null;
};
