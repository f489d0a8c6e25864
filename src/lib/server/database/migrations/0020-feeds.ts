/**
 * Feeds: public addresses that show the posts of a connection; every slug that a feed ever had; the
 * posts that its creator hides or pins; and what each format showed last, so that `Last-Modified`
 * outlives a restart.
 */
export const feeds = `
CREATE TABLE feeds (
	id TEXT PRIMARY KEY NOT NULL,
	connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	slug TEXT NOT NULL UNIQUE,
	enabled INTEGER NOT NULL,
	rules TEXT NOT NULL,
	version INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feeds_connection ON feeds (connection_id, created_at);

CREATE TABLE feed_slugs (
	slug TEXT PRIMARY KEY NOT NULL,
	feed_id TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
	since INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_slugs_feed ON feed_slugs (feed_id, since);

CREATE TABLE feed_marks (
	feed_id TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
	media_id TEXT NOT NULL,
	mark TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (feed_id, media_id, mark)
) STRICT;

CREATE TABLE feed_shown (
	feed_id TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
	format TEXT NOT NULL,
	hash TEXT NOT NULL,
	changed_at INTEGER NOT NULL,
	PRIMARY KEY (feed_id, format)
) STRICT;
`;
