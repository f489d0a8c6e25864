import type { Kysely } from 'kysely';
import type { Alerts } from './alerts/alerts.ts';
import { dropOldAlerts } from './alerts/retention.ts';
import { dropOldActivity } from './audit/retention.ts';
import { dropOldAttempts } from './authorization/attempts.ts';
import { type Clock, clockSteps } from './clock.ts';
import type { Content } from './content/content.ts';
import { dropOldInvitations } from './creators/invitations.ts';
import { dropOldQuestions } from './creators/passkey-questions.ts';
import { dropOldSignInLinks } from './creators/sign-in-link.ts';
import type { Schema } from './database/schema.ts';
import { purgeDeleted } from './deletion/purge.ts';
import { dropOldSignedRequests } from './deletion/signed-requests.ts';
import type { Job } from './jobs.ts';
import type { Keys } from './keys/keys.ts';
import { dropOldCounts } from './keys/write-counts.ts';
import type { Log } from './log.ts';
import type { MetaApps } from './meta-apps/in-use.ts';
import type { pictureKeeper } from './pictures/fetch-later.ts';
import type { PublishGuard } from './relay/publish/guard.ts';
import { lookAtUnclear, type ReaderOf, storeTold } from './relay/publish/job.ts';
import { dropOldPublishes } from './relay/publish/unclear.ts';
import type { pulseOf } from './renewal/beat.ts';
import type { sessions } from './sessions/lucia.ts';

/** What the jobs work on: the parts of the running app. */
type Kept = {
	db: Kysely<Schema>;
	settings: { dataDir: string };
	clock: Clock;
	log: Pick<Log, 'warn'>;
	pulse: Pick<ReturnType<typeof pulseOf>, 'beat'>;
	runSweep(): Promise<void>;
	pictures: ReturnType<typeof pictureKeeper>;
	content: Pick<Content, 'run' | 'tidy'>;
	metaApps: Pick<MetaApps, 'loadIfChanged'>;
	sessions: Pick<ReturnType<typeof sessions>, 'dropExpired'>;
	alerts: Pick<Alerts, 'deliver'>;
	heartbeat: { beat(): Promise<void> };
	backups: { look(): Promise<void> };
	lookForAlerts(): Promise<void>;
	/** null: in practice, whose Meta stays as it is. */
	metaChanges?: { look(): Promise<void> } | null;
	keys: Pick<Keys, 'flush'>;
	/** Null while locked. */
	masterKeys: { run(): Promise<void> } | null;
	publishing: PublishGuard;
	relay: { readerOf: ReaderOf };
};

/** The one table of scheduled jobs. What lives in real time is tidied in real time. */
export function appJobs(kept: Kept, clockStep: () => number = clockSteps()): Job[] {
	const { db, clock, log, pulse, pictures, content } = kept;
	return [
		{
			// A job of its own: a sweep may take minutes while Meta does not answer.
			name: 'beat',
			schedule: '*/20 * * * * *',
			run: async () => {
				const step = Math.round(clockStep() / 1000);
				if (step !== 0) log.warn({ seconds: step }, 'the clock was set, or this machine slept');
				await pulse.beat();
			}
		},
		// What a command saved beside the running server.
		{ name: 'meta apps', schedule: '*/20 * * * * *', run: () => kept.metaApps.loadIfChanged() },
		{
			name: 'master keys',
			schedule: '*/20 * * * * *',
			run: () => kept.masterKeys?.run() ?? Promise.resolve()
		},
		{ name: 'counts of keys', schedule: '*/10 * * * * *', run: () => kept.keys.flush() },
		{ name: 'renewals', schedule: '*/20 * * * * *', run: () => kept.runSweep() },
		{
			name: 'content',
			schedule: '*/20 * * * * *',
			// Not waited for: the pictures of one account may take minutes, and others fall due meanwhile.
			run: () => {
				content.run().catch((error: unknown) => {
					const words = error instanceof Error ? error.message : 'unknown';
					log.warn({ error: words }, 'the look for what is to be synced failed');
				});
				return Promise.resolve();
			}
		},
		// What only time makes true.
		{ name: 'look for alerts', schedule: '41 * * * * *', run: () => kept.lookForAlerts() },
		{
			name: 'changes at Meta',
			schedule: '53 * * * * *',
			run: async () => kept.metaChanges?.look()
		},
		{ name: 'alerts', schedule: '*/2 * * * * *', run: () => kept.alerts.deliver() },
		// When it is due it knows itself: the first shall come soon after the start.
		{ name: 'heartbeat', schedule: '*/10 * * * * *', run: () => kept.heartbeat.beat() },
		// Due once a day, tried again after an hour; it takes a process of its own.
		{ name: 'backups', schedule: '29 * * * * *', run: () => kept.backups.look() },
		{
			name: 'told posts',
			schedule: '*/5 * * * * *',
			run: () => storeTold(kept.publishing, Date.now())
		},
		{
			name: 'unclear posts',
			schedule: '*/5 * * * * *',
			run: () => lookAtUnclear(kept.publishing, kept.relay.readerOf)
		},
		{
			name: 'tidying',
			schedule: '17 * * * * *',
			run: async () => {
				await dropOldAttempts(db, Date.now());
				await dropOldSignInLinks(db, Date.now());
				await dropOldInvitations(db, clock.now());
				await dropOldQuestions(db, Date.now());
				await dropOldActivity(db, clock.now());
				await dropOldSignedRequests(db, clock.now());
				await dropOldAlerts(db, clock.now());
				await dropOldPublishes(db, clock.now());
				await dropOldCounts(db, Date.now());
				await content.tidy();
				await purgeDeleted({ db, pictures, settings: kept.settings }, clock.now());
				await kept.sessions.dropExpired();
			}
		}
	];
}
