/** What the latest consent asked for, and which missing permissions their creator has put aside. */
export const latestConsent = `
ALTER TABLE connections ADD COLUMN asked_latest TEXT;
ALTER TABLE connections ADD COLUMN dismissed TEXT;
`;
