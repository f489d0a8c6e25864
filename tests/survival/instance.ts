import { alertsOf } from '../../src/lib/server/alerts/alerts.ts';
import type { Send } from '../../src/lib/server/alerts/deliver.ts';
import { openBrake } from '../../src/lib/server/brake/brake.ts';
import { dueAt, jitterOf } from '../../src/lib/server/connections/due-dates.ts';
import { checkpoint } from '../../src/lib/server/database/erase.ts';
import { stampInstance } from '../../src/lib/server/database/instance.ts';
import { pulseOf } from '../../src/lib/server/renewal/beat.ts';
import { makeUnreadableDue, releaseAll } from '../../src/lib/server/renewal/queue.ts';
import type { RenewalResult } from '../../src/lib/server/renewal/result.ts';
import { createSweep } from '../../src/lib/server/renewal/sweep.ts';
import { keyKeeper } from '../../src/lib/server/rotation/keeper.ts';
import { loadKeys } from '../../src/lib/server/vault/key-file.ts';
import { openVault } from '../../src/lib/server/vault/open-vault.ts';
import type { Disk } from './disk.ts';
import type { Meta } from './meta.ts';
import { openAt } from './old-schema.ts';
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
	disk: Disk;
	backups: string;
	/** The schema that its program works with; null: the newest. */
	schema: number | null;
	/** Whether the operator's settings have the Meta apps. */
	isConfigured: boolean;
	over: (result: RenewalResult) => void;
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
	const { folder, now, meta, steps, disk } = machine;
	const opened = openAt(folder, machine.schema);
	const { sqlite } = opened;
	// No power is cut here: what is measured is Mooring.
	sqlite.pragma('synchronous = OFF');
	disk.apply(sqlite, true);
	const db = opened.db.withPlugin(disk.plugin).withPlugin(steps.plugin);
	await stampInstance(db, 'live', now());
	const masters = loadKeys({ secretKeys: null, dataDir: folder }, { mayCreate: false });
	const { vault, keys } = await openVault(
		db,
		{ secretKeys: null, dataDir: folder },
		masters,
		now()
	);
	const clock = { now };
	const logged = (level: Level) => (facts: unknown, words?: string) =>
		machine.logged(level, facts, words ?? '');
	const log = { info: logged('info'), warn: logged('warn'), error: logged('error') };
	const providers = machine.isConfigured ? meta.providers : {};
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
		sleep: machine.sleep,
		over: machine.over
	};
	const sweep = createSweep(renewal);
	const keeper =
		keys &&
		keyKeeper({
			db,
			vault,
			keys,
			dataDir: folder,
			backups: machine.backups,
			isFromSetting: false,
			onNewKey: () => Promise.resolve(),
			log,
			now,
			sleep: machine.sleep
		});
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
	return { db, sqlite, vault, clock, sweep, keeper, alerts, pulse, authorization };
}
