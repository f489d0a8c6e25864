import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../clock.ts';
import { deliveries } from './deliver.ts';
import type { AlertDeps } from './deps.ts';
import { heartbeat } from './heartbeat.ts';
import { look } from './look.ts';
import { releaseAlerts } from './queue.ts';
import { sender } from './send.ts';
import { teller } from './tell.ts';

/** How long a look waits for renewals under way. */
const PATIENCE_WITH_META = seconds(30);

export type Alerts = ReturnType<typeof alertsOf>;

/** Alerts of the running Mooring: what is told, what is looked for, and what is sent. */
export function alertsOf(deps: AlertDeps) {
	const { db, vault, clock, settings, realNow } = deps;
	const at = () => ({
		now: clock.now(),
		isLocked: vault.isLocked,
		origin: settings.origin,
		isPractice: settings.practice !== null
	});
	const send = deps.send ?? sender(deps);
	const outgoing = deliveries({ ...deps, isLocked: () => vault.isLocked, send });
	return {
		tell: teller(at),
		/** Tells what only time has made true. */
		look: () => look({ db, at, realNow }),
		/** The same, after what is due was renewed: what a renewal mends is no illness. */
		async lookAfter(renewing: () => Promise<void>): Promise<void> {
			const renewed = renewing().catch(() => undefined);
			await Promise.race([renewed, sleep(PATIENCE_WITH_META, undefined, { ref: false })]);
			await look({ db, at, realNow });
			if (settings.practice) await outgoing.runAll();
		},
		/** @param isWell whether renewals happen */
		heartbeat: (isWell: () => Promise<boolean>) =>
			heartbeat({
				db,
				url: settings.practice ? null : settings.heartbeatUrl,
				isWell,
				realNow,
				monotonic: () => performance.now()
			}),
		/** Sends what is due. */
		deliver: () => outgoing.run(),
		/** At a start: what was being sent when the one before ended is due again. */
		release: () => releaseAlerts(db),
		stop: () => outgoing.stop(),
		/** For the pages: see add-channel.ts, test-channel.ts and confirm.ts. */
		channels: { ...deps, send }
	};
}
