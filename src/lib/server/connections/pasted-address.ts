import { type Callback, readCallback } from '../meta/callback.ts';

export type Pasted = Callback | { kind: 'mangled'; sentence: string };

const LONGEST = 8_000;
const COPY_WHOLE =
	'Copy the whole address from the address bar of the tab that failed, from https:// to its end.';

/**
 * Reads the address that a creator copies from the tab in which Meta's way back failed. Decides
 * nothing about the state; never throws.
 * @param redirectUri the registered address, whose host and path the pasted one must have
 */
export function readPastedAddress(text: string, redirectUri: string): Pasted {
	const address = text.trim();
	if (address === '') return mangled(`There is nothing to read yet. ${COPY_WHOLE}`);
	if (address.length > LONGEST || !URL.canParse(address)) {
		return mangled(`This is no whole address. ${COPY_WHOLE}`);
	}
	const url = new URL(address);
	const expected = new URL(redirectUri);
	if (url.origin !== expected.origin || bare(url.pathname) !== bare(expected.pathname)) {
		return mangled(
			`This is the address of another page; the right one begins with ${redirectUri}. Press Allow at Instagram first, then copy the address of the page that fails.`
		);
	}
	const answer = readCallback(url);
	return answer.kind === 'unreadable'
		? mangled(`This address carries no whole answer of Instagram. ${COPY_WHOLE}`)
		: answer;
}

const mangled = (sentence: string): Pasted => ({ kind: 'mangled', sentence });

/** Meta's dashboard may have added a slash. */
const bare = (path: string) => path.replace(/\/$/, '');
