/**
 * The activity page: both kinds of lines are read newest first and dropped by their age, and each
 * start compares the settings with those of the start before.
 */
export const activity = `
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX renewals_at ON renewals (at, id);

CREATE TABLE setting_marks (
	name TEXT PRIMARY KEY NOT NULL,
	key_id TEXT NOT NULL,
	mark TEXT NOT NULL
) STRICT;
`;
