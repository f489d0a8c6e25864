import { type Check, warning, wrong } from './check.ts';
import type { NamedFile } from './path-facts.ts';

/** The rights of the group and of others. */
const OTHERS = 0o077;

/**
 * Files outside the data folder that hold secrets, `.env` and what a `NAME_FILE` names: told only
 * where others may read or write them.
 */
export const secretFileChecks = (files: NamedFile[], isPosix: boolean): Check[] =>
	isPosix ? files.filter(({ facts }) => (facts.mode & OTHERS) !== 0).map(openFile) : [];

function openFile({ name, facts }: NamedFile): Check {
	const id = `open-${name.toLowerCase()}`;
	const file = name.endsWith('_FILE') ? `the file that ${name} names` : name;
	const words = {
		title: `Secrets are open to others`,
		sentence: `Its rights let other users of this machine at ${file}.`
	};
	// Containers are often handed such files, with rights that they cannot change.
	return facts.isOwn
		? wrong(id, { ...words, cure: 'Run chmod 600 on it.' })
		: warning(id, { ...words, cure: 'Let the user that it belongs to close it (chmod 400).' });
}
