import cron, { type ScheduledTask } from 'node-cron';
import type { Log } from './log.ts';

export type Job = { name: string; schedule: string; run(): Promise<void> };

/**
 * Ticks the table of scheduled jobs with node-cron, in UTC and never twice at once. A tick only asks
 * what is due: the dates themselves are rows, so a machine that slept misses nothing.
 */
export function startJobs(jobs: Job[], log: Log) {
	const tasks = jobs.map((job): ScheduledTask =>
		cron.schedule(
			job.schedule,
			async () => {
				try {
					await job.run();
				} catch (error) {
					log.error({ job: job.name, error: messageOf(error) }, 'a job failed');
				}
			},
			{ name: job.name, noOverlap: true, timezone: 'UTC' }
		)
	);
	return {
		async stop() {
			for (const task of tasks) await task.destroy();
		}
	};
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'unknown');
