import { DEFAULT_LOGIN, type ProviderId } from '../../logins.ts';
import { type Callback, readCallback } from '../meta/callback.ts';

/** What was pasted, and at the address of which login. */
export type Pasted = {
	provider: ProviderId;
	answer: Callback | { kind: 'mangled'; sentence: string };
};

const LONGEST = 8_000;
const COPY_WHOLE =
	'Copy the whole address from the address bar of the tab that failed, from https:// to its end.';

/**
 * Reads the address that a creator copies from the tab in which Meta's way back failed. Decides
 * nothing about the state; never throws.
 * @param redirectUris the registered address of each login, whose host and path the pasted one must
 * have
 */
export function readPastedAddress(
	text: string,
	redirectUris: { [provider in ProviderId]?: string }
): Pasted {
	const address = text.trim();
	if (address === '') return mangled(`There is nothing to read yet. ${COPY_WHOLE}`);
	if (address.length > LONGEST || !URL.canParse(address)) {
		return mangled(`This is no whole address. ${COPY_WHOLE}`);
	}
	const url = new URL(address);
	if (Object.keys(redirectUris).length === 0) return mangled('There is no Meta app here yet.');
	const logins = Object.entries(redirectUris) as [ProviderId, string][];
	const provider = logins.find(([, redirectUri]) => isAt(url, new URL(redirectUri)))?.[0];
	if (!provider) {
		const right = logins.map(([, redirectUri]) => redirectUri).join(' or ');
		return mangled(
			`This is the address of another page; the right one begins with ${right}. Press Allow first, then copy the address of the page that fails.`
		);
	}
	const answer = readCallback(url);
	return answer.kind === 'unreadable'
		? mangled(`This address carries no whole answer of Meta. ${COPY_WHOLE}`)
		: { provider, answer };
}

const mangled = (sentence: string): Pasted => ({
	provider: DEFAULT_LOGIN,
	answer: { kind: 'mangled', sentence }
});

const isAt = (url: URL, expected: URL) =>
	url.origin === expected.origin && bare(url.pathname) === bare(expected.pathname);

/** Meta's dashboard may have added a slash. */
const bare = (path: string) => path.replace(/\/$/, '');
