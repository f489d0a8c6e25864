import type { Kysely } from 'kysely';
import { minutes, seconds } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { networkTrouble } from '../problems/network.ts';

/** How often the receiver of the heartbeat hears of us. */
const EVERY = minutes(5);
const TIMEOUT = seconds(15);

export type HeartbeatDeps = {
	db: Kysely<Schema>;
	/** null: nobody waits for it. */
	url: URL | null;
	/** Whether renewals happen: the scheduler beats, the vault is open, the disk can be written. */
	isWell: () => Promise<boolean>;
	/** Milliseconds: real time for what is shown, monotonic time for when it is due. */
	realNow: () => number;
	monotonic: () => number;
	fetch?: typeof globalThis.fetch;
};

/** Says at HEARTBEAT_URL that all is well, so that silence is noticed elsewhere. */
export function heartbeat(deps: HeartbeatDeps) {
	const { db, url, isWell, realNow, monotonic, fetch = globalThis.fetch } = deps;
	let last: number | null = null;
	return {
		/** Asks it where that is due and all is well. */
		async beat(): Promise<void> {
			if (url === null || (last !== null && monotonic() - last < EVERY)) return;
			if (!(await isWell())) return;
			last = monotonic();
			const { ok, sentence } = await ask(url, fetch);
			const said = { at: realNow(), ok: ok ? (1 as const) : (0 as const), sentence };
			await db
				.insertInto('heartbeat')
				.values({ id: 1, ...said })
				.onConflict((conflict) => conflict.column('id').doUpdateSet(said))
				.execute();
		}
	};
}

async function ask(url: URL, fetch: typeof globalThis.fetch) {
	try {
		const { status, body } = await fetch(url, {
			redirect: 'manual',
			headers: { 'user-agent': 'Mooring' },
			signal: AbortSignal.timeout(TIMEOUT)
		});
		void body?.cancel().catch(() => undefined);
		const ok = status >= 200 && status < 300;
		return { ok, sentence: `It answered ${String(status)}.` };
	} catch (error) {
		if (error instanceof Error && error.name === 'TimeoutError') {
			return { ok: false, sentence: 'It did not answer within 15 seconds.' };
		}
		const cause = error instanceof Error ? error.cause : null;
		const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
		const words = networkTrouble(code)?.words ?? 'no answer came';
		return { ok: false, sentence: `It could not be reached: ${words}.` };
	}
}

/** What the receiver said last; the rest of its address is a secret. */
export type HeartbeatView = {
	host: string;
	/** `at` in ISO 8601 UTC; null: not asked yet. */
	last: { at: string; ok: boolean; sentence: string } | null;
};

/** @returns null where HEARTBEAT_URL is not set */
export async function heartbeatView(
	db: Kysely<Schema>,
	url: URL | null
): Promise<HeartbeatView | null> {
	if (url === null) return null;
	const row = await db.selectFrom('heartbeat').selectAll().executeTakeFirst();
	return {
		host: url.host,
		last: row
			? { at: new Date(row.at).toISOString(), ok: row.ok === 1, sentence: row.sentence }
			: null
	};
}
