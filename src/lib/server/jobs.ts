import cron, { type Logger } from 'node-cron';
import { seconds } from './clock.ts';
import type { Log } from './log.ts';

/** `schedule` in cron's words with seconds first, in UTC. */
export type Job = { name: string; schedule: string; run: () => Promise<void> };

/** No job waits longer than this without a look at the clock, which may have been set meanwhile. */
const LOOK_EVERY = seconds(20);
/** A timer may fire a moment before its slot; the slot would then come a second time. */
const AFTER_SLOT = 50;

/** What fails is told once, below, in the log's own JSON. */
const SILENT: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore() {
	// Nothing to tell.
}

/**
 * Ticks the table of scheduled jobs, never one twice at once. node-cron reads the schedules and runs
 * the jobs; it is wound by timers of ours, which are monotonic. Its own timer compares wall clocks:
 * once the clock was set forward it visits every slot in between (75 s for 90 days), and once it was
 * set back it is silent until the old time has come again. A tick only asks what is due: the dates
 * themselves are rows, so one tick makes up for all that were missed.
 */
export function startJobs(jobs: Job[], log: Pick<Log, 'error'>) {
	const wound = jobs.map((job) => wind(job, log));
	return {
		async stop() {
			for (const one of wound) await one.stop();
		}
	};
}

function wind({ name, schedule, run }: Job, log: Pick<Log, 'error'>) {
	const task = cron.createTask(schedule, run, { name, timezone: 'UTC', logger: SILENT });
	let timer: NodeJS.Timeout;
	let isRunning = false;
	let slot = Infinity;

	function wait() {
		// The nearest slot on a clock that was set back is earlier than the one that was planned.
		slot = Math.min(slot, task.getNextRuns(1)[0]?.getTime() ?? Infinity);
		const left = Math.max(0, slot - Date.now() + AFTER_SLOT);
		timer = left > LOOK_EVERY + AFTER_SLOT ? setTimeout(wait, LOOK_EVERY) : setTimeout(tick, left);
	}

	function tick() {
		slot = Infinity;
		wait();
		if (isRunning) return;
		isRunning = true;
		task
			.execute()
			.catch((error: unknown) => log.error({ job: name, error: messageOf(error) }, 'a job failed'))
			.finally(() => (isRunning = false));
	}

	wait();
	return {
		stop() {
			clearTimeout(timer);
			return task.destroy();
		}
	};
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'unknown');
