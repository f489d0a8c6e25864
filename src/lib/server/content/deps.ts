import type { Kysely } from 'kysely';
import type { Brake } from '../brake/brake.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import type { CallOver } from '../meta/call-over.ts';
import type { Exchange } from '../meta/exchange.ts';
import type { RenewalDeps } from '../renewal/queue.ts';
import type { Settings } from '../settings/settings.ts';
import type { Tell } from '../tell.ts';
import type { Resize } from './resize.ts';

/** What the feeds that are on want of one connection. */
export type Wanted = {
	connectionId: string;
	/** How many posts the largest of its feeds shows. */
	max: number;
	/** The earliest date that one of its feeds goes back to; null: none names one. */
	since: number | null;
};

/** What the content room needs from the rest of the house. */
export type ContentDeps = {
	db: Kysely<Schema>;
	/** Tokens, the providers and the clock of connections. */
	renewal: RenewalDeps;
	brake: Brake;
	settings: Pick<Settings, 'dataDir' | 'meta' | 'feedEveryMinutes' | 'mediaMaxBytes'>;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
	tell: Tell;
	/** The connections that a feed shows, from the tables of feeds. */
	wanted: () => Promise<Wanted[]>;
	/** The account's own picture as pictures/ keeps it. */
	readAccountPicture: (connectionId: string) => Promise<Uint8Array | null>;
	/** Told of a connection whose token Meta called invalid; never rejects. */
	reportDead: (connectionId: string) => Promise<void>;
	resize: Resize;
	/** 0 to 1. */
	random: () => number;
	/** Counts calls of Meta; nobody does where it is left out. */
	over?: CallOver;
	/** Tests pass their own, with the network closed. */
	exchange?: Exchange;
	fetch?: typeof globalThis.fetch;
};
