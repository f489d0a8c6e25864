/** What became of the backups: one row, once one was tried. Real time. */
export const backups = `
CREATE TABLE backups (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	tried_at INTEGER NOT NULL,
	good_at INTEGER,
	kept_at INTEGER,
	problem TEXT,
	told INTEGER NOT NULL DEFAULT 0
) STRICT;
`;
