/**
 * Facebook Login beside Instagram Login: the consent that waits for a choice of accounts, what the
 * page of cause needs to know, how the consent is asked, and the two dates of a Facebook sign-in.
 */
export const bothLogins = `
ALTER TABLE attempts ADD COLUMN ask_again TEXT CHECK (ask_again IN ('account', 'declined'));
ALTER TABLE attempts ADD COLUMN waiting_sealed TEXT;
ALTER TABLE attempts ADD COLUMN found TEXT CHECK (json_valid(found));
ALTER TABLE connections ADD COLUMN user_token_expires_at INTEGER;
ALTER TABLE connections ADD COLUMN data_access_expires_at INTEGER;
CREATE INDEX connections_person ON connections (provider, app_scoped_id);
`;
