import type { Settings } from '../settings/settings.ts';
import { originCheck, redirectChecks } from './addresses.ts';
import { mixupChecks } from './app-mixup.ts';
import { backupCheck } from './backups.ts';
import { certificateChecks } from './certificates.ts';
import { type Check, type CheckState, fine, warning } from './check.ts';
import { credentialChecks } from './credentials.ts';
import { folderCheck } from './data-folder.ts';
import { databaseCheck, type DatabaseFacts } from './database-facts.ts';
import { heartbeatCheck } from './heartbeat.ts';
import { heartbeatOutChecks } from './heartbeat-out.ts';
import { keyCheck } from './key.ts';
import { NOTHING_FOUND } from '../meta-changes/judge.ts';
import { listeningChecks } from './listening.ts';
import { type MediaFacts, mediaChecks } from './media.ts';
import { metaChangeChecks } from './meta-change.ts';
import type { Network } from './network.ts';
import type { FolderFacts, NamedFile } from './path-facts.ts';
import { olderKeyChecks } from './older-keys.ts';
import { previousSecretChecks } from './previous-secrets.ts';
import { proxyCheck } from './proxy.ts';
import { clockChecks, reachabilityChecks } from './reachability.ts';
import { secretFileChecks } from './secret-files.ts';

export type SetupFacts = {
	settings: Settings;
	folder: FolderFacts;
	/** Of the files outside it that hold secrets, those that are there. */
	secretFiles: NamedFile[];
	/** null: there is none, or it cannot be read. */
	database: DatabaseFacts | null;
	/** Why a start would not open it, in one sentence; null: it would. */
	refusal: string | null;
	network: Network;
	media: MediaFacts;
	/** Of the request that asks; null in a terminal. */
	headers: Headers | null;
	/** Whether the running Mooring is locked; false in a terminal. */
	isLocked: boolean;
	/** Real time, in milliseconds. */
	now: number;
};

const URGENCY: Record<CheckState, number> = { wrong: 0, warning: 1, fine: 2 };

/** All checks of this instance, what needs its creator first. No check tells any part of a secret. */
export function setupChecks(facts: SetupFacts): Check[] {
	const { settings, folder, secretFiles, database, refusal, network, headers, isLocked, now } =
		facts;
	const key = {
		isFromSetting: settings.secretKeys !== null,
		fits: database?.keyFits ?? null,
		isLocked
	};
	const metaFound = database?.metaFound ?? NOTHING_FOUND;
	// Practice sends none.
	const heartbeatUrl = settings.practice ? null : settings.heartbeatUrl;
	const checks = [
		...credentialChecks(settings),
		...mixupChecks(settings),
		...spellingChecks(settings),
		originCheck(settings.origin),
		...listeningChecks(settings, headers),
		...redirectChecks(settings),
		proxyCheck(settings, headers),
		...reachabilityChecks(network, settings.outgoingProxy),
		...clockChecks(network),
		...certificateChecks(settings),
		folderCheck(folder),
		...secretFileChecks(secretFiles, folder.isPosix),
		...mediaChecks(facts.media, database?.isMediaFull ?? false),
		databaseCheck(folder.hasDatabase, database !== null, refusal),
		keyCheck(key, folder),
		...olderKeyChecks(database?.olderKeys ?? null, key.isFromSetting),
		...previousSecretChecks(settings),
		heartbeatCheck(database?.beatAt ?? null, now, headers ? 'page' : 'terminal'),
		...heartbeatOutChecks(heartbeatUrl, database?.heartbeat ?? null, now),
		// Pretend accounts are worth none, unless somebody wants to see one.
		...(settings.practice && settings.backup.key === null
			? []
			: [backupCheck(settings.backup.key !== null, database?.backup ?? null, now)]),
		// The pretend Meta stays as it is.
		...(settings.practice ? [] : metaChangeChecks(settings.meta.graphVersion, metaFound, now))
	];
	const sorted = checks.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state]);
	return settings.practice ? [practice, ...sorted] : sorted;
}

const practice = fine('practice', {
	title: 'These are practice credentials',
	sentence: 'Practice mode brings its own Meta app; for the real Instagram, make one by the steps.'
});

const spellingChecks = ({ hints }: Settings) =>
	hints.length === 0
		? []
		: [
				warning('spelling', {
					title: 'A setting may be misspelt',
					sentence: hints.join(' '),
					cure: 'Write its name as .env.example does, and restart.'
				})
			];
