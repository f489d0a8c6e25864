import type { Kysely } from 'kysely';
import type { Brake } from '../brake/brake.ts';
import type { Remember } from '../database/remembering.ts';
import type { Schema } from '../database/schema.ts';
import type { Keys } from '../keys/keys.ts';
import type { Log } from '../log.ts';
import type { CallOver } from '../meta/call-over.ts';
import type { Exchange } from '../meta/exchange.ts';
import type { RenewalDeps } from '../renewal/queue.ts';
import type { Settings } from '../settings/settings.ts';
import type { PublishGuard } from './publish/guard.ts';

/** What the relay needs from the rest of the house. */
export type RelayDeps = {
	db: Kysely<Schema>;
	/** Spares reads that would find what the last one found. */
	remember?: Remember;
	keys: Pick<Keys, 'verify' | 'enter' | 'signalOf' | 'isLiving' | 'count'>;
	/** Tokens, the providers and the clock of connections. */
	renewal: RenewalDeps;
	settings: Pick<Settings, 'origin' | 'meta'>;
	brake: Brake;
	publishing: PublishGuard;
	/** Told of a connection whose token Meta called invalid; never rejects. */
	reportDead: (connectionId: string) => Promise<void>;
	/** Lets an address of a picture pass that is not public: the simulator's. */
	isAllowedPicture?: (url: URL) => boolean;
	log: Pick<Log, 'warn' | 'error'>;
	/** Real time to wait; tests pass one that does not. */
	sleep?: (ms: number) => Promise<unknown>;
	/** 0 to 1. */
	random?: () => number;
	/** How a call is sent; tests pass one that sends nothing. */
	exchange?: Exchange;
	/** Told of every call to Meta. */
	over?: CallOver;
};
