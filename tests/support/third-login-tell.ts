import { join } from 'node:path';
import type { ProviderId } from '../../src/lib/logins.ts';
import { addCreator, addIdentity } from '../../src/lib/server/creators/creator.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { configuredProviders } from '../../src/lib/server/meta/providers.ts';
import { basicScopes, readScopes } from '../../src/lib/server/meta/scopes.ts';
import { readSettings } from '../../src/lib/server/settings/settings.ts';
import { redirectChecks } from '../../src/lib/server/setup/addresses.ts';
import { callbackAddresses } from '../../src/lib/server/setup/callback-addresses.ts';
import { credentialChecks } from '../../src/lib/server/setup/credentials.ts';

/** What this prints, as JSON. */
export type Told = {
	read: string[];
	consent: string | null;
	refusals: string[];
	checks: string[];
	addresses: object;
	stored: string[];
};

// A program of its own: copied beside a copy of src/lib in which a third login has been added, it
// tells what that login does there. Given is the folder of the copy.
const THREADS = 'threads' as ProviderId;

const read = new Set<string>();
readSettings(new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => void read.add(String(name)) }));
const settings = readSettings({
	ORIGIN: 'https://m.example',
	THREADS_CLIENT_ID: '123456',
	THREADS_CLIENT_SECRET: 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
});
const asked = { forceReauth: false, isRerequest: false };
const consent = configuredProviders(settings)[THREADS]?.createAuthorizationURL(
	's',
	basicScopes(THREADS),
	asked
);

const told: Told = {
	read: [...read].filter((name) => !name.endsWith('_FILE')).sort(),
	consent: consent?.href ?? null,
	refusals: [
		refusal('instagram_basic', THREADS),
		refusal('threads_content_publish', 'facebook'),
		refusal('email', THREADS)
	],
	checks: [...credentialChecks(settings), ...redirectChecks(settings)].map(({ title }) => title),
	addresses: callbackAddresses(settings)[THREADS],
	stored: await stored(join(process.argv[2] ?? '', 'mooring.db'))
};
process.stdout.write(JSON.stringify(told));

function refusal(scopes: string, login: ProviderId) {
	try {
		return readScopes(scopes, login).join();
	} catch (error) {
		return error instanceof Error ? error.message : 'no error';
	}
}

async function stored(file: string) {
	const { db } = openDatabase(file);
	const creatorId = await addCreator(db, 0);
	const account = { provider: THREADS, accountId: '1', username: 'ada' };
	await addIdentity(db, creatorId, account, 0);
	const rows = await db.selectFrom('identities').select('provider').execute();
	await db.destroy();
	return rows.map(({ provider }) => provider);
}
