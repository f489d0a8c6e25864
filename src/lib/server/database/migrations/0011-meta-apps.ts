/** Id and secret of a Meta app, typed into Setup and sealed; the environment's count before them. */
export const metaApps = `
CREATE TABLE meta_apps (
	provider TEXT PRIMARY KEY,
	sealed TEXT NOT NULL,
	saved_at INTEGER NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('right', 'untold'))
) STRICT;
`;
