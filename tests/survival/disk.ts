import Database from 'better-sqlite3';
import type { KyselyPlugin } from 'kysely';
import type { Random } from './random.ts';
import type { Time } from './time.ts';
import type { Trace } from './trace.ts';
import type { Weather } from './weather.ts';

export type Disk = ReturnType<typeof createDisk>;

const WRITES = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode']);
/** What fits into the log's own space is taken still: so many of the writes are not. */
const REFUSED = 0.7;

/** The disk of a world: it takes everything, nothing, or what there is room for. */
export function createDisk({ time, weather, chance, trace }: Parts) {
	let badUntil = -Infinity;
	let isSetReadOnly = false;
	const isReadOnly = () =>
		weather.at('disk read-only', time.now()) !== undefined || time.now() < badUntil;
	return {
		isBad: () => weather.isDiskBad(time.now()) || time.now() < badUntil,
		/** It takes nothing from now on. */
		failUntil: (until: number) => (badUntil = until),
		/** Brings a read-only disk about by SQLite's own switch; a process that has just begun has none. */
		apply(sqlite: Database.Database, isNew = false) {
			if (isNew) isSetReadOnly = false;
			// The switch makes SQLite read the text of every query anew, so it is not touched needlessly.
			if (isReadOnly() !== isSetReadOnly) sqlite.pragma(`query_only = ${isReadOnly() ? 1 : 0}`);
			isSetReadOnly = isReadOnly();
		},
		/** Refuses writes of a full disk as SQLite does. */
		plugin: {
			transformQuery({ node }) {
				if (!WRITES.has(node.kind) || !weather.at('disk full', time.now())) return node;
				if (!chance.chance(REFUSED)) return node;
				trace.met('disk full');
				throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
			},
			transformResult: ({ result }) => Promise.resolve(result)
		} satisfies KyselyPlugin
	};
}

type Parts = { time: Time; weather: Weather; chance: Random; trace: Trace };
