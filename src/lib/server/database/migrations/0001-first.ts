/**
 * Every table of the first version. STRICT, so that a text can never stand where a time is due.
 * What belongs to a creator or a connection goes with it; the audit log keeps its lines.
 */
export const first = `
CREATE TABLE instance (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE key_checks (
	key_id TEXT PRIMARY KEY NOT NULL,
	fingerprint TEXT NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE creators (
	id TEXT PRIMARY KEY NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

-- No cascade: an instance never becomes unclaimed again.
CREATE TABLE claim (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	creator_id TEXT NOT NULL REFERENCES creators (id) DEFERRABLE INITIALLY DEFERRED,
	claimed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE identities (
	provider TEXT NOT NULL CHECK (provider IN ('instagram', 'facebook')),
	account_id TEXT NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	username TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (provider, account_id)
) STRICT;
CREATE INDEX identities_creator ON identities (creator_id);

CREATE TABLE sessions (
	id_hash TEXT PRIMARY KEY NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_creator ON sessions (creator_id);

CREATE TABLE sign_in_links (
	code_hash TEXT PRIMARY KEY NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_links_creator ON sign_in_links (creator_id);

CREATE TABLE connections (
	id TEXT PRIMARY KEY NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	provider TEXT NOT NULL CHECK (provider IN ('instagram', 'facebook')),
	account_id TEXT NOT NULL,
	app_scoped_id TEXT NOT NULL,
	username TEXT NOT NULL,
	name TEXT,
	account_type TEXT CHECK (account_type IN ('business', 'creator')),
	picture_type TEXT,
	picture_version TEXT,
	granted TEXT CHECK (json_valid(granted)),
	asked TEXT NOT NULL CHECK (json_valid(asked)),
	connected_at INTEGER NOT NULL,
	issued_at INTEGER NOT NULL,
	expires_at INTEGER,
	token_sealed TEXT,
	token_version INTEGER NOT NULL,
	previous_token_sealed TEXT,
	previous_issued_at INTEGER,
	previous_expires_at INTEGER,
	jitter_ms INTEGER NOT NULL CHECK (jitter_ms BETWEEN 0 AND 43200000),
	next_attempt_at INTEGER,
	lease_owner TEXT,
	lease_until INTEGER,
	last_refresh_at INTEGER,
	failures INTEGER NOT NULL CHECK (failures >= 0),
	failing_since INTEGER,
	failing_cause TEXT CHECK (
		failing_cause IN ('unreachable', 'unexpected', 'throttled', 'not_a_tester', 'app_not_permitted')
	),
	ended_cause TEXT CHECK (
		ended_cause IN (
			'expired', 'password_changed', 'app_removed', 'token_ended', 'checkpoint', 'unconfirmed'
		)
	),
	ended_at INTEGER,
	unreadable INTEGER NOT NULL CHECK (unreadable IN (0, 1)),
	disconnected_at INTEGER,
	revocation_outcome TEXT CHECK (
		revocation_outcome IN ('revoked', 'refused', 'unreachable', 'not_tried')
	),
	revocation_message TEXT,
	UNIQUE (provider, account_id)
) STRICT;
CREATE INDEX connections_creator ON connections (creator_id);
CREATE INDEX connections_due ON connections (next_attempt_at);

CREATE TABLE attempts (
	id TEXT PRIMARY KEY NOT NULL,
	provider TEXT NOT NULL CHECK (provider IN ('instagram', 'facebook')),
	state_hash TEXT NOT NULL UNIQUE,
	cookie_hash TEXT NOT NULL,
	session_hash TEXT,
	creator_id TEXT REFERENCES creators (id) ON DELETE CASCADE,
	may_claim INTEGER NOT NULL CHECK (may_claim IN (0, 1)),
	connection_id TEXT REFERENCES connections (id) ON DELETE CASCADE,
	scopes TEXT NOT NULL CHECK (json_valid(scopes)),
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	consumed_at INTEGER,
	problem TEXT,
	meta_said TEXT,
	account_expected TEXT,
	account_arrived TEXT
) STRICT;
CREATE INDEX attempts_creator ON attempts (creator_id);
CREATE INDEX attempts_connection ON attempts (connection_id);

CREATE TABLE renewals (
	id INTEGER PRIMARY KEY,
	connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	trigger TEXT NOT NULL CHECK (trigger IN ('schedule', 'manual', 'connect')),
	outcome TEXT NOT NULL CHECK (
		outcome IN ('connected', 'renewed', 'checked', 'transient', 'rejected', 'skipped')
	),
	code TEXT,
	expires_before INTEGER,
	expires_after INTEGER,
	next_due_at INTEGER
) STRICT;
CREATE INDEX renewals_connection ON renewals (connection_id, id);

-- AUTOINCREMENT: the number of a line is never given out twice.
CREATE TABLE audit_log (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	creator_id TEXT,
	connection_id TEXT,
	detail TEXT NOT NULL CHECK (json_valid(detail)),
	address TEXT
) STRICT;
CREATE INDEX audit_log_creator ON audit_log (creator_id, id);

CREATE TABLE scheduler (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	beat_at INTEGER NOT NULL,
	away_from INTEGER,
	away_until INTEGER
) STRICT;
`;
