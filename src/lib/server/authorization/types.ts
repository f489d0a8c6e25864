import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { ConnectDeps } from '../connections/connect.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import type { Providers } from '../meta/provider.ts';
import type { Sessions } from '../sessions/lucia.ts';
import type { Logins } from '../settings/login.ts';
import type { Settings } from '../settings/settings.ts';
import type { Tell } from '../tell.ts';
import type { TokenVault } from '../vault/token-vault.ts';

/** What an attempt and back needs, from its start to the saved connection. */
export type AuthorizationDeps = {
	settings: Pick<Settings, 'dataDir' | 'claimCode'> & Logins;
	db: Kysely<Schema>;
	log: Pick<Log, 'warn'>;
	vault: TokenVault;
	/** The clock of connections; sessions and attempts keep real time. */
	clock: Clock;
	realNow: () => number;
	providers: Providers;
	plan: ConnectDeps['plan'];
	sessions: Pick<Sessions, 'isAlive'>;
	pictures: { fetchLater(connectionId: string, url: string | null): void };
	/** In practice mode the first sign-in claims the instance without a code. */
	claimsItself: boolean;
	/** Hears what has become true; without it nobody does. */
	tell?: Tell;
};

/** What a browser is to be told and given once the one saving transaction is done. */
export type AttemptOutcome = {
	attemptId: string;
	/** Where to go on: the connection, `/` after a sign-in, or where accounts are chosen. */
	path: string;
	/** The creator for whom a session begins now, or null: theirs goes on. */
	signIn: string | null;
	/** What the session that begins proves; null: nothing. */
	proof: 'login' | 'sign_in' | null;
	/** The hash of the session whose place the new one takes, or null. */
	replaces: string | null;
	/** The accounts are still to be chosen: the transaction cookie is needed for that. */
	isWaiting: boolean;
};
