/** The newest lines of one creator, of nobody, or of one kind are read without a walk through all others. */
export const activityIndex = `
DROP INDEX audit_log_creator;
CREATE INDEX audit_log_creator ON audit_log (creator_id, at, id);
CREATE INDEX audit_log_kind ON audit_log (kind, at, id);
`;
