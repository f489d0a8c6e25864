import type Database from 'better-sqlite3';
import { changeMarkOf } from './change-mark.ts';

/**
 * Reads once, and again after anything at all was written, by this process or another one.
 * @param name what is read, with all that it depends on but the database
 */
export type Remember = <Read>(name: string, read: () => Promise<Read>) => Promise<Read>;

/** Where nothing tells of writes, each read is made. */
export const rememberNothing: Remember = (_, read) => read();

/** More is not remembered: what came first goes. */
const MOST = 1_000;

/**
 * Remembers what was read for as long as nobody has written (change-mark.ts). So what is revoked or
 * ended counts from the next read on, whoever did it. While a transaction of ours is open nothing is
 * remembered and nothing is taken from memory: it may be taken back.
 */
export function remembering(sqlite: Database.Database, most = MOST): Remember {
	const known = new Map<string, { stamp: string; value: unknown }>();
	const mark = changeMarkOf(sqlite);

	function stampNow(): string | null {
		try {
			return sqlite.inTransaction ? null : mark();
		} catch {
			return null;
		}
	}

	return async function remember<Read>(name: string, read: () => Promise<Read>): Promise<Read> {
		const stamp = stampNow();
		if (stamp === null) return read();
		const before = known.get(name);
		if (before?.stamp === stamp) return before.value as Read;
		const value = await read();
		freeze(value);
		known.delete(name);
		known.set(name, { stamp, value });
		const [oldest] = known.keys();
		if (known.size > most && oldest !== undefined) known.delete(oldest);
		return value;
	};
}

/** Who reads later shall find what was read. */
function freeze(value: unknown) {
	if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
	Object.freeze(value);
	Object.values(value).forEach(freeze);
}
