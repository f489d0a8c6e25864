import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { checkpoint } from '../../src/lib/server/database/erase.ts';
import { readSettings } from '../../src/lib/server/settings/settings.ts';
import { startApp } from '../../src/lib/server/app.ts';
import { openedIn, sealedWorld } from './sealed-world.ts';

const CONNECTIONS = 5;
const HEADER = 32;
const FRAME_HEADER = 24;

/** What stood in the log once somebody had been told that it is stored, and what is stored then. */
type Acknowledged = { end: number; texts: string[] };

/** A database with its log as the power found them, and what had been acknowledged when. */
export type Cut = {
	frames: number;
	frameSize: number;
	/**
	 * The folder as a disk may have it after the power went: of the log only so many bytes, and behind
	 * them nothing, or as many zeros.
	 */
	check(bytes: number, rest?: 'nothing' | 'zeros', isStarted?: boolean): Promise<void>;
	/** The same in the middle of a checkpoint: only so many pages of the database are the new ones. */
	checkPages(pages: number): Promise<void>;
	pages: number;
	remove(): void;
};

/** Renews tokens again and again, each acknowledged once it is stored, without a checkpoint. */
export async function cutPower(renewals: number): Promise<Cut> {
	const world = await sealedWorld(CONNECTIONS);
	const { folder, db, sqlite, vault } = world;
	const at = (name: string) => join(folder, name);
	await checkpoint(db);
	const acknowledged: Acknowledged[] = [];
	const note = async () => {
		const end = readFileSync(at('mooring.db-wal')).length;
		acknowledged.push({ end, texts: (await openedIn(folder)).texts });
	};
	await note();
	for (let round = 0; round < renewals; round += 1) {
		const id = `c000${String(round % CONNECTIONS)}`;
		const place = { connectionId: id, provider: 'instagram', accountId: id } as const;
		await db.transaction().execute(async (trx) => {
			await trx
				.updateTable('connections')
				.set((eb) => ({
					previousTokenSealed: eb.ref('tokenSealed'),
					tokenSealed: vault.seal(`IGAArenewed-${String(round)}`, place)
				}))
				.where('id', '=', id)
				.execute();
			await trx
				.insertInto('auditLog')
				.values({
					at: round,
					kind: 'renewed',
					creatorId: 'ada',
					connectionId: id,
					detail: JSON.stringify({ words: 'x'.repeat(1000) }),
					address: null
				})
				.execute();
		});
		await note();
	}
	const [database, log] = ['mooring.db', 'mooring.db-wal'].map((name) => readFileSync(at(name)));
	if (!database || !log) throw new Error('nothing to cut');
	const pageSize = sqlite.pragma('page_size', { simple: true }) as number;
	await checkpoint(db);
	const after = readFileSync(at('mooring.db'));
	const frameSize = FRAME_HEADER + pageSize;

	async function inCopy(write: (copy: string) => void, end: number, isStarted: boolean) {
		const copy = mkdtempSync(join(tmpdir(), 'mooring-cut-'));
		try {
			copyFileSync(at('secret.key'), join(copy, 'secret.key'));
			write(copy);
			const stored = acknowledged.findLast((one) => one.end <= end) ?? acknowledged[0];
			if (isStarted) await startOnce(copy);
			const opened = await openedIn(copy);
			expect(opened, `cut at byte ${String(end)}`).toMatchObject({
				isLocked: false,
				closed: 0,
				texts: stored?.texts
			});
			const whole = new Database(join(copy, 'mooring.db'), { readonly: true });
			expect(whole.pragma('integrity_check', { simple: true })).toBe('ok');
			whole.close();
		} finally {
			rmSync(copy, { recursive: true });
		}
	}

	return {
		frames: (log.length - HEADER) / frameSize,
		frameSize,
		pages: Math.max(database.length, after.length) / pageSize,
		check: (bytes, rest = 'nothing', isStarted = false) =>
			inCopy(
				(copy) => {
					const kept = log.subarray(0, bytes);
					const zeros = Buffer.alloc(rest === 'zeros' ? log.length - bytes : 0);
					writeFileSync(join(copy, 'mooring.db'), database);
					writeFileSync(join(copy, 'mooring.db-wal'), Buffer.concat([kept, zeros]));
				},
				bytes,
				isStarted
			),
		checkPages: (pages) =>
			inCopy(
				(copy) => {
					const mixed = Buffer.concat([
						after.subarray(0, pages * pageSize),
						database.subarray(pages * pageSize)
					]);
					writeFileSync(join(copy, 'mooring.db'), mixed);
					writeFileSync(join(copy, 'mooring.db-wal'), log);
				},
				log.length,
				false
			),
		remove: () => void world.close()
	};
}

/** A whole start, as the server has it. */
async function startOnce(dataDir: string) {
	const app = await startApp(readSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
	await app.stop();
}

/** Where frame so and so begins. */
export const beginOf = (frame: number, { frameSize }: Cut) => HEADER + frame * frameSize;
