import { type MetaFound, metaChanges } from '../meta-changes/judge.ts';
import { type Check, warning } from './check.ts';

/** Whatever changes at Meta that somebody has to do something about; mostly nothing does. */
export const metaChangeChecks = (version: string, found: MetaFound, now: number): Check[] =>
	metaChanges(version, found, now).map(({ subject, title, sentence, cure }) =>
		warning(`meta: ${subject}`, { title, sentence, cure })
	);
