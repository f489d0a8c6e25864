/**
 * Keys for programs, with the connections that each names; what they were used for by hour, and
 * the latest calls that were refused. Times are real time.
 */
export const apiKeys = `
CREATE TABLE api_keys (
	id TEXT PRIMARY KEY NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	secret_hash TEXT NOT NULL,
	actions TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	expires_at INTEGER,
	last_used_at INTEGER,
	revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_creator ON api_keys (creator_id);

CREATE TABLE api_key_connections (
	key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
	connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	PRIMARY KEY (key_id, connection_id)
) STRICT;
CREATE INDEX api_key_connections_connection ON api_key_connections (connection_id);

CREATE TABLE api_key_hours (
	key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
	hour INTEGER NOT NULL,
	calls INTEGER NOT NULL,
	refused INTEGER NOT NULL,
	PRIMARY KEY (key_id, hour)
) STRICT;

CREATE TABLE api_key_refusals (
	id INTEGER PRIMARY KEY,
	key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	code TEXT NOT NULL,
	sentence TEXT NOT NULL
) STRICT;
CREATE INDEX api_key_refusals_key ON api_key_refusals (key_id, id);
`;
