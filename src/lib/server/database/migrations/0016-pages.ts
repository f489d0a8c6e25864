/** The Page that an account is linked to, where its login reaches it by one. */
export const pages = `
ALTER TABLE connections ADD COLUMN page_id TEXT;
ALTER TABLE connections ADD COLUMN page_name TEXT;
`;
