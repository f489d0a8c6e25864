import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import type { Providers } from '../meta/provider.ts';
import type { TokenVault } from '../vault/token-vault.ts';

/** What a renewal needs from the rest of the house. */
export type RenewalDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	/** A login that is not configured has none: its connections wait. */
	providers: Providers;
	clock: Clock;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
	refreshAfterDays: number;
	/** Real time to wait between looks; tests pass one that does not wait. */
	sleep?: (ms: number) => Promise<unknown>;
};
