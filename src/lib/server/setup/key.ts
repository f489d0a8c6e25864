import { KEY_IS_GONE, PUT_KEY_BACK } from '../../lost-key.ts';
import type { Check } from './check.ts';
import { fine, warning, wrong } from './check.ts';
import type { FolderFacts } from './path-facts.ts';

export type KeyFacts = {
	isFromSetting: boolean;
	/** Whether the keys in hand are those that sealed here; null: nothing was sealed yet. */
	fits: boolean | null;
	/** Whether the running Mooring is locked: it read its key at its start. */
	isLocked: boolean;
};

const OTHERS = 0o077;

/** The key: there, private, and the one that sealed the tokens. */
export function keyCheck(
	{ isFromSetting, fits, isLocked }: KeyFacts,
	{ keyFile, isPosix, hasDatabase }: Pick<FolderFacts, 'keyFile' | 'isPosix' | 'hasDatabase'>
): Check {
	if (!isFromSetting && !keyFile) {
		return hasDatabase ? wrong('key', LOST) : warning('key', NOT_YET);
	}
	if (fits === false) return wrong('key', LOCKED);
	if (isLocked) return wrong('key', RESTART);
	if (isPosix && keyFile && (keyFile.mode & OTHERS) !== 0) return wrong('key', OPEN);
	if (isFromSetting) {
		return fine('key', {
			title: 'Key is set',
			sentence: fits
				? 'SECRET_KEY opens the tokens; no key file is needed.'
				: 'SECRET_KEY is set; no key file is needed.'
		});
	}
	return fine('key', {
		title: isPosix ? 'Key file is private' : 'Key file is there',
		sentence: isPosix ? 'Only this user can read it.' : 'Its rights are not checked on this system.'
	});
}

const NOT_YET = {
	title: 'There is no key yet',
	sentence: 'The first start makes one, together with the database.',
	cure: 'Start Mooring: npm start.'
};
const LOST = {
	title: 'The key file is missing',
	sentence: 'Without secret.key nothing opens the tokens in the database.',
	cure: `${PUT_KEY_BACK} ${KEY_IS_GONE}`
};
const LOCKED = {
	title: 'The key does not open the tokens',
	sentence: 'The key in use is not the one that sealed them, so Mooring is locked.',
	cure: `${PUT_KEY_BACK} ${KEY_IS_GONE}`
};
const RESTART = {
	title: 'Mooring is still locked',
	sentence: 'The right key is in its place now, but Mooring reads it at its start only.',
	cure: 'Start Mooring again.'
};
const OPEN = {
	title: 'The key file is open to others',
	sentence: 'Other users of this machine can read the key that opens the tokens.',
	cure: 'Run chmod 600 on secret.key in the data folder.'
};
