import { LOGINS, type ProviderId } from '../../logins.ts';
import { days } from '../clock.ts';
import { endOf, NEWEST_VERSION } from './versions.ts';

/** What was found of what Meta may change. */
export type MetaFound = {
	/** The version that was asked lately, and another one that answered; null: the same, or nobody asked. */
	answered: { asked: string; by: string } | null;
	/** What stands where each login began: see login-page.ts. A login is left out where all is well. */
	loginPages: { [id in ProviderId]?: string };
};
export const NOTHING_FOUND: MetaFound = { answered: null, loginPages: {} };

/** Something that changes at Meta and that somebody has to do something about. */
export type MetaChange = {
	/** What it is about; of each subject one change at a time. */
	subject: string;
	/** Another one is another change: each is told once. */
	key: string;
	title: string;
	sentence: string;
	cure: string;
};

/** The end of a version is told so long before it. */
const END_LEVELS = [days(90), days(30)];

export const VERSION_END = 'version end';
export const ANSWERED_BY = 'answered by';
export const loginPageOf = (id: ProviderId) => `login page of ${id}`;

/**
 * All changes that are known of.
 * @param version META_GRAPH_VERSION
 * @param now real time in milliseconds
 */
export function metaChanges(
	version: string,
	{ answered, loginPages }: MetaFound,
	now: number
): MetaChange[] {
	const changes: MetaChange[] = [];
	const end = endOf(version);
	const level = end === null ? -1 : END_LEVELS.findLastIndex((before) => now >= end - before);
	if (end !== null && level >= 0) {
		const when = now < end ? `ends on ${dayOf(end)}` : `ended on ${dayOf(end)}`;
		changes.push({
			subject: VERSION_END,
			key: `${version} ${String(level)}`,
			title: `${version} of Meta's API ${when}`,
			sentence: `Version ${version} of Meta's API ${when}. After that Meta answers by another one, and what is renewed today may fail.`,
			cure: newer(version)
		});
	}
	// What was asked before the setting was changed is over.
	if (answered?.asked === version) {
		changes.push({
			subject: ANSWERED_BY,
			key: `${version} ${answered.by}`,
			title: `Meta answers by ${answered.by}`,
			sentence: `Meta was asked by version ${version} of its API and answered by ${answered.by}.`,
			cure: newer(version)
		});
	}
	for (const [id, found] of Object.entries(loginPages) as [ProviderId, string][]) {
		const { name } = LOGINS[id];
		changes.push({
			subject: loginPageOf(id),
			key: found,
			title: `${name} is not where it was`,
			sentence: `Where ${name} begins, ${found}. Nobody can connect or sign in by it until that is mended; tokens are renewed all the same.`,
			cure: 'Look whether Meta has a fault at present; if it stays, update Mooring.'
		});
	}
	return changes;
}

const newer = (version: string) =>
	version === NEWEST_VERSION
		? 'Update Mooring: a newer one asks by a newer version.'
		: `Set META_GRAPH_VERSION to ${NEWEST_VERSION}, or remove it, and restart.`;

/** The server has no zone of the reader's: days are told in UTC. */
export const dayOf = (time: number) =>
	new Date(time).toLocaleDateString('en-GB', {
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		timeZone: 'UTC'
	});
