/**
 * What Meta signed and Mooring did, so that the same request has one effect, and the state that the
 * public page of a deletion tells. Nothing in it says whom it was about. An identity outlives its
 * connection and must still be found by either id.
 */
export const signedRequests = `
CREATE TABLE signed_requests (
	code_hash TEXT PRIMARY KEY NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('deauthorize', 'data_deletion')),
	received_at INTEGER NOT NULL,
	done_at INTEGER
) STRICT;
CREATE INDEX signed_requests_received ON signed_requests (received_at);

ALTER TABLE identities ADD COLUMN app_scoped_id TEXT;
UPDATE identities SET app_scoped_id = (
	SELECT app_scoped_id FROM connections
	WHERE connections.provider = identities.provider
	AND connections.account_id = identities.account_id
);
`;
