import type { Kysely } from 'kysely';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings/settings.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import type { Send } from './deliver.ts';

/** What alerts need from the rest of the house. */
export type AlertDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	/** The clock of connections; `realNow` is for keys and signatures. */
	clock: Clock;
	realNow: () => number;
	log: Pick<Log, 'warn' | 'error'>;
	/** dns.lookup; tests pass another. */
	lookup?: LookupFunction;
	/** What sends one message; left out: by mail, ntfy and webhook. */
	send?: Send;
	settings: Pick<
		Settings,
		'heartbeatUrl' | 'origin' | 'mail' | 'outgoingPrivateHosts' | 'outgoingProxy' | 'practice'
	>;
};

/** What the pages of the channels need. */
export type ChannelDeps = Pick<AlertDeps, 'db' | 'vault' | 'clock' | 'settings'> & { send: Send };
