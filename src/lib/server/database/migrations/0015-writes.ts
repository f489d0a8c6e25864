/**
 * What Meta has blocked, in real time; and what was published: containers that were made here, by
 * hashes of what they hold, and one row for each container that was published, on the clock of
 * connections.
 */
export const writes = `
CREATE TABLE meta_blocks (
	place TEXT PRIMARY KEY NOT NULL,
	connection_id TEXT REFERENCES connections (id) ON DELETE CASCADE,
	code INTEGER NOT NULL,
	until INTEGER NOT NULL,
	untold INTEGER NOT NULL
) STRICT;
CREATE INDEX meta_blocks_connection ON meta_blocks (connection_id);

CREATE TABLE containers (
	connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	container_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	caption_hash TEXT,
	media_hash TEXT,
	made_at INTEGER NOT NULL,
	PRIMARY KEY (connection_id, container_id)
) STRICT;
CREATE INDEX containers_made_at ON containers (made_at);

CREATE TABLE publishes (
	id TEXT PRIMARY KEY NOT NULL,
	connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	creation_id TEXT NOT NULL,
	key_id TEXT,
	kind TEXT,
	caption_hash TEXT,
	media_hash TEXT,
	state TEXT NOT NULL CHECK (state IN ('claimed', 'sending', 'published', 'unclear')),
	claimed_at INTEGER NOT NULL,
	sent_at INTEGER,
	known_media TEXT,
	media_id TEXT,
	is_told INTEGER NOT NULL DEFAULT 0,
	why TEXT,
	container_says TEXT,
	finished_at INTEGER,
	looks INTEGER NOT NULL DEFAULT 0,
	next_look_at INTEGER,
	UNIQUE (connection_id, creation_id)
) STRICT;
CREATE INDEX publishes_next_look ON publishes (next_look_at) WHERE state = 'unclear';
CREATE INDEX publishes_claimed_at ON publishes (claimed_at);
`;
