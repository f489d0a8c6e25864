/**
 * More creators: invitations, what a session tells about itself, when it was last confirmed by its
 * creator, and what an attempt does at its end besides connecting.
 */
export const creators = `
CREATE TABLE invitations (
	code_hash TEXT PRIMARY KEY NOT NULL,
	made_by TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitations_maker ON invitations (made_by);

ALTER TABLE sessions ADD COLUMN device TEXT;
ALTER TABLE sessions ADD COLUMN last_used_at INTEGER;
ALTER TABLE sessions ADD COLUMN reauthenticated_at INTEGER;

ALTER TABLE attempts ADD COLUMN invitation_hash TEXT;
ALTER TABLE attempts ADD COLUMN confirms TEXT;
`;
