import { createAccount, appScopedId } from '../simulator/instagram/accounts.ts';
import { BASIC } from '../simulator/instagram/scopes.ts';
import { databaseFile, openDatabase } from '../src/lib/server/database/open.ts';
import type { Connection } from '../src/lib/server/database/schema.ts';
import { keyFile, readKeyFile } from '../src/lib/server/vault/key-file.ts';
import { keyring } from '../src/lib/server/vault/keyring.ts';
import { tokenVault } from '../src/lib/server/vault/token-vault.ts';
import type { Live } from '../tests/support/live.ts';
import { fill } from './fill.ts';

const DAY = 86_400_000;

/**
 * Puts connections into the database of a server that is stopped, whose tokens the simulator knows and
 * would renew: given out eight days ago, due tomorrow.
 */
export async function fillWithRenewable(live: Live, size: number): Promise<void> {
	const masters = readKeyFile(keyFile(live.dataDir));
	if (!masters?.[0]) throw new Error('the instance has no key');
	const vault = tokenVault(keyring([masters[0]]));
	const clientId = live.env['INSTAGRAM_CLIENT_ID'] ?? '';
	const { accounts, tokens } = live.simulator.world;
	const now = Date.now();
	const times = { issuedAt: now - 8 * DAY, expiresAt: now + 52 * DAY };
	function factsOf(at: number): Partial<Connection> {
		const username = `creator.${String(at)}`;
		const account = createAccount({ username });
		accounts.set(username, account);
		const { token } = tokens.issue({ ...times, kind: 'long', clientId, username, scopes: [BASIC] });
		const accountId = account.userId;
		const place = { connectionId: String(at), provider: 'instagram', accountId } as const;
		return {
			...times,
			accountId,
			appScopedId: appScopedId(account, clientId),
			username,
			granted: JSON.stringify([BASIC]),
			connectedAt: times.issuedAt,
			tokenSealed: vault.seal(token, place),
			nextAttemptAt: now + DAY
		};
	}
	const opened = openDatabase(databaseFile(live.dataDir), 'live');
	fill(opened, size, factsOf);
	await opened.db.destroy();
}
