/**
 * From which network an attempt was started, so that a flood gives way to everybody else; and
 * consents that wait now hold the accounts to choose from, so those sealed before begin anew.
 */
export const networks = `
ALTER TABLE attempts ADD COLUMN network TEXT;
UPDATE attempts SET waiting_sealed = NULL;
`;
