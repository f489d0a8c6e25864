import { deliveries } from './deliver.ts';
import type { AlertDeps } from './deps.ts';
import { look } from './look.ts';
import { releaseAlerts } from './queue.ts';
import { sender } from './send.ts';
import { teller } from './tell.ts';

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
	const send = sender(deps);
	const outgoing = deliveries({ ...deps, isLocked: () => vault.isLocked, send });
	return {
		tell: teller(at),
		/** Tells what only time has made true. */
		look: () => look({ db, at, realNow }),
		/** Sends what is due. */
		deliver: () => outgoing.run(),
		/** Sends also what waits for others of its kind: in practice nobody wants to wait. */
		deliverAll: () => outgoing.runAll(),
		/** At a start: what was being sent when the one before ended is due again. */
		release: () => releaseAlerts(db),
		stop: () => outgoing.stop(),
		/** For the pages: see add-channel.ts, test-channel.ts and confirm.ts. */
		channels: { ...deps, send }
	};
}
