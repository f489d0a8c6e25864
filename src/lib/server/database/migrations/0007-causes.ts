/**
 * Causes are one table in code (problems/causes.ts), so the columns no longer list them; the ledger
 * and the connection keep the cause and what was said beside the code.
 */
export const causes = `
ALTER TABLE connections ADD COLUMN failing TEXT;
ALTER TABLE connections ADD COLUMN ended TEXT;
UPDATE connections SET failing = failing_cause, ended = ended_cause;
ALTER TABLE connections DROP COLUMN failing_cause;
ALTER TABLE connections DROP COLUMN ended_cause;
ALTER TABLE connections RENAME COLUMN failing TO failing_cause;
ALTER TABLE connections RENAME COLUMN ended TO ended_cause;
ALTER TABLE connections ADD COLUMN cause_detail TEXT;
ALTER TABLE renewals ADD COLUMN cause TEXT;
ALTER TABLE renewals ADD COLUMN detail TEXT CHECK (length(detail) <= 200);
`;
