/**
 * Alerts: where they go, what waits to be sent and what was, what was told already and to whom; the
 * secret calendars; the browsers that creators were seen with; and what the heartbeat's receiver said
 * last. Browsers that are signed in at this moment count as seen.
 */
export const alerts = `
CREATE TABLE alert_channels (
	id TEXT PRIMARY KEY NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	kind TEXT NOT NULL,
	address TEXT NOT NULL,
	sealed TEXT,
	state TEXT NOT NULL,
	types TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	confirm_hash TEXT UNIQUE,
	confirm_until INTEGER,
	last_at INTEGER,
	last_ok INTEGER,
	last_sentence TEXT
) STRICT;
CREATE INDEX alert_channels_creator ON alert_channels (creator_id);

CREATE TABLE alert_confirmations (
	id INTEGER PRIMARY KEY,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_confirmations_creator ON alert_confirmations (creator_id, at);

CREATE TABLE alerts (
	id TEXT PRIMARY KEY NOT NULL,
	channel_id TEXT NOT NULL REFERENCES alert_channels (id) ON DELETE CASCADE,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	connection_id TEXT REFERENCES connections (id) ON DELETE CASCADE,
	kind TEXT NOT NULL,
	type TEXT NOT NULL,
	at INTEGER NOT NULL,
	data TEXT NOT NULL,
	state TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	next_attempt_at INTEGER,
	lease_owner TEXT,
	lease_until INTEGER,
	message_id TEXT,
	done_at INTEGER
) STRICT;
CREATE INDEX alerts_due ON alerts (state, next_attempt_at);
CREATE INDEX alerts_channel ON alerts (channel_id, type);
CREATE INDEX alerts_connection ON alerts (connection_id);
CREATE INDEX alerts_creator ON alerts (creator_id);

CREATE TABLE alerts_told (
	subject TEXT NOT NULL,
	type TEXT NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	connection_id TEXT REFERENCES connections (id) ON DELETE CASCADE,
	key_id TEXT REFERENCES api_keys (id) ON DELETE CASCADE,
	since INTEGER NOT NULL,
	level INTEGER NOT NULL,
	PRIMARY KEY (subject, type)
) STRICT;
CREATE INDEX alerts_told_creator ON alerts_told (creator_id);
CREATE INDEX alerts_told_connection ON alerts_told (connection_id);
CREATE INDEX alerts_told_key ON alerts_told (key_id);

CREATE TABLE alert_hearers (
	connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	channel_id TEXT NOT NULL REFERENCES alert_channels (id) ON DELETE CASCADE,
	PRIMARY KEY (connection_id, channel_id)
) STRICT;
CREATE INDEX alert_hearers_channel ON alert_hearers (channel_id);

CREATE TABLE calendars (
	creator_id TEXT PRIMARY KEY NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	code_hash TEXT NOT NULL UNIQUE,
	made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE seen_browsers (
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	browser TEXT NOT NULL,
	last_at INTEGER NOT NULL,
	PRIMARY KEY (creator_id, browser)
) STRICT;
INSERT INTO seen_browsers (creator_id, browser, last_at)
	SELECT creator_id, coalesce(device, 'A browser'), max(coalesce(last_used_at, created_at))
	FROM sessions GROUP BY 1, 2;

CREATE TABLE heartbeat (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	at INTEGER NOT NULL,
	ok INTEGER NOT NULL,
	sentence TEXT NOT NULL
) STRICT;
`;
