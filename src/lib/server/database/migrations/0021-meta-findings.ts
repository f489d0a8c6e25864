/** What was found to change at Meta, and what was told of it. Real time. */
export const metaFindings = `
CREATE TABLE meta_findings (
	subject TEXT PRIMARY KEY NOT NULL,
	found TEXT,
	at INTEGER NOT NULL,
	told TEXT
) STRICT;
`;
