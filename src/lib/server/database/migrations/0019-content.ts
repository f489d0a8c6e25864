/**
 * Content: how the sync of each connection is, its posts, the children of carousels, and the pictures
 * that were kept of them, and whether there is room for more. No link of Meta's picture hosts and no token stands in any of it. Times are
 * on the clock of connections.
 */
export const content = `
CREATE TABLE content_syncs (
	id TEXT PRIMARY KEY NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	name_key TEXT NOT NULL,
	version INTEGER NOT NULL,
	username TEXT,
	name TEXT,
	picture_version TEXT,
	synced_at INTEGER,
	failing TEXT,
	failing_since INTEGER,
	stale_told_at INTEGER,
	doubted_at INTEGER,
	doubted TEXT,
	unwanted_since INTEGER,
	next_attempt_at INTEGER,
	lease_owner TEXT,
	lease_until INTEGER
) STRICT;
CREATE INDEX content_syncs_due ON content_syncs (next_attempt_at);

CREATE TABLE posts (
	connection_id TEXT NOT NULL REFERENCES content_syncs (id) ON DELETE CASCADE,
	media_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	caption TEXT NOT NULL,
	permalink TEXT,
	published_at INTEGER NOT NULL,
	is_shared_to_feed INTEGER,
	likes INTEGER,
	comments INTEGER,
	alt TEXT,
	left_at INTEGER,
	PRIMARY KEY (connection_id, media_id)
) STRICT;
CREATE INDEX posts_newest ON posts (connection_id, published_at);
CREATE INDEX posts_left ON posts (left_at);

CREATE TABLE post_children (
	connection_id TEXT NOT NULL,
	parent_id TEXT NOT NULL,
	media_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	kind TEXT NOT NULL,
	alt TEXT,
	PRIMARY KEY (connection_id, parent_id, media_id),
	FOREIGN KEY (connection_id, parent_id) REFERENCES posts (connection_id, media_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE content_pictures (
	connection_id TEXT NOT NULL REFERENCES content_syncs (id) ON DELETE CASCADE,
	subject TEXT NOT NULL,
	files TEXT,
	bytes INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	tried_at INTEGER,
	PRIMARY KEY (connection_id, subject)
) STRICT;

CREATE TABLE media_space (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	full_since INTEGER NOT NULL
) STRICT;
`;
