import type { Kysely } from 'kysely';
import type { ProviderId } from '$lib/logins.ts';
import type { Schema } from '$lib/server/database/schema.ts';

/** The logins by which something was connected once: then everything at Meta was right. */
export async function connectedLogins(db: Kysely<Schema>): Promise<ProviderId[]> {
	const rows = await db.selectFrom('connections').select('provider').distinct().execute();
	return rows.map(({ provider }) => provider);
}
