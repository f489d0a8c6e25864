/** What tells whether SQLite's log beside a database belongs to it: see log-mark.ts. */
export const logMark = `
ALTER TABLE scheduler ADD COLUMN log_mark TEXT;
`;
