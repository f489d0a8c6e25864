/**
 * Passkeys (WebAuthn), the questions that browsers were asked for one, and by what the creator of a
 * session last proved who it is. A question goes with the session that it was asked in.
 */
export const passkeys = `
CREATE TABLE passkeys (
	id TEXT PRIMARY KEY NOT NULL,
	creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	credential_id TEXT NOT NULL UNIQUE,
	rp_id TEXT NOT NULL,
	public_key TEXT NOT NULL,
	counter INTEGER NOT NULL,
	transports TEXT NOT NULL,
	name TEXT,
	created_at INTEGER NOT NULL,
	last_used_at INTEGER
) STRICT;
CREATE INDEX passkeys_creator ON passkeys (creator_id);

CREATE TABLE passkey_questions (
	code_hash TEXT PRIMARY KEY NOT NULL,
	purpose TEXT NOT NULL CHECK (purpose IN ('add', 'prove')),
	session_hash TEXT REFERENCES sessions (id_hash) ON DELETE CASCADE,
	network TEXT,
	expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX passkey_questions_session ON passkey_questions (session_hash);

ALTER TABLE sessions ADD COLUMN proved_by TEXT CHECK (proved_by IN ('login', 'link', 'passkey'));
`;
