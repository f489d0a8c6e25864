import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alertsOf } from '../../src/lib/server/alerts/alerts.ts';
import type { Send } from '../../src/lib/server/alerts/deliver.ts';
import { openBrake } from '../../src/lib/server/brake/brake.ts';

import { dueAt, jitterOf } from '../../src/lib/server/connections/due-dates.ts';
import { checkpoint } from '../../src/lib/server/database/erase.ts';
import { stampInstance } from '../../src/lib/server/database/instance.ts';
import { databaseFile, openDatabase } from '../../src/lib/server/database/open.ts';
import { pulseOf } from '../../src/lib/server/renewal/beat.ts';
import { makeUnreadableDue, releaseAll } from '../../src/lib/server/renewal/queue.ts';
import { createSweep } from '../../src/lib/server/renewal/sweep.ts';
import type { MasterKey } from '../../src/lib/server/settings/secret-key.ts';
import { tokenVault } from '../../src/lib/server/vault/token-vault.ts';
import { unlock } from '../../src/lib/server/vault/unlock.ts';
import type { Meta } from './meta.ts';
import type { Random } from './random.ts';
import type { Steps } from './steps.ts';

type Level = 'info' | 'warn' | 'error';

export type Machine = {
	folder: string;
	/** The wall clock of the machine, and how long it has been on. */
	now: () => number;
	uptime: () => number;
	meta: Meta;
	steps: Steps;
	random: Random;
	keys: readonly MasterKey[];
	send: Send;
	sleep: (ms: number) => Promise<unknown>;
	/** What the log would have said. */
	logged: (level: Level, facts: unknown, words: string) => void;
};

export type Instance = Awaited<ReturnType<typeof startInstance>>;

const REFRESH_AFTER_DAYS = 7;
const ORIGIN = new URL('https://mooring.example');

/** Starts what renews and tells, in the order in which the server does (app.ts). */
export async function startInstance(machine: Machine) {
	const { folder, now, meta, steps } = machine;
	const opened = openDatabase(databaseFile(folder), 'live');
	const { sqlite } = opened;
	// Nobody else has the file, and no power is cut here: what is measured is Mooring.
	sqlite.pragma('locking_mode = EXCLUSIVE');
	sqlite.pragma('synchronous = OFF');
	const db = opened.db.withPlugin(steps.plugin);
	await stampInstance(db, 'live', now());
	const vault = tokenVault(await unlock(db, machine.keys, now()));
	const clock = { now };
	const logged = (level: Level) => (facts: unknown, words?: string) =>
		machine.logged(level, facts, words ?? '');
	const log = { info: logged('info'), warn: logged('warn'), error: logged('error') };
	const providers = { instagram: meta.provider };
	const brake = await openBrake({ db, now, log });
	const settings = {
		heartbeatUrl: null,
		origin: ORIGIN,
		mail: null,
		outgoingPrivateHosts: [],
		outgoingProxy: null,
		practice: null
	};
	const alerts = alertsOf({ db, vault, clock, realNow: now, log, settings, send: machine.send });
	const { tell } = alerts;
	const renewal = {
		db,
		vault,
		providers,
		clock,
		log,
		refreshAfterDays: REFRESH_AFTER_DAYS,
		brake,
		tell,
		sleep: machine.sleep
	};
	const sweep = createSweep(renewal);
	await releaseAll(db);
	await alerts.release();
	const pulse = pulseOf(db, { wall: now, monotonic: machine.uptime, uptime: machine.uptime });
	await pulse.beat();
	await checkpoint(db);
	if (!vault.isLocked) await makeUnreadableDue(db, now());
	const authorization = {
		settings: { dataDir: folder, claimCode: null, instagram: null, facebook: null },
		db,
		log,
		vault,
		clock,
		realNow: now,
		providers,
		plan: {
			dueAt: (token: Omit<Parameters<typeof dueAt>[0], 'refreshAfterDays'>) =>
				dueAt({ ...token, refreshAfterDays: REFRESH_AFTER_DAYS }),
			jitter: () => jitterOf(machine.random.next())
		},
		sessions: { isAlive: () => Promise.resolve(true) },
		pictures: { fetchLater: () => undefined },
		claimsItself: true,
		tell
	};
	return { db, sqlite, vault, clock, renewal, sweep, alerts, pulse, authorization };
}

const FILES = ['mooring.db', 'mooring.db-wal'];

/** Copies a database as it lies on the disk, its log included. */
export function copyFiles(from: string, to: string) {
	mkdirSync(to, { recursive: true });
	for (const name of [...FILES, 'mooring.db-shm']) rmSync(join(to, name), { force: true });
	for (const name of FILES)
		if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
}
