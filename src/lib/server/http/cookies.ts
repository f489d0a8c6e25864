import type { Cookies } from '@sveltejs/kit';
import { isProviderId } from '../../logins.ts';
import type { BrowserHalf } from '../authorization/attempts.ts';

type Kind = 'session' | 'claim' | 'invitation';

/**
 * Our cookies' names. On https the `__Host-Http-` prefix forbids a sibling host and a script to set
 * them; on http the name ends in the port, because browsers share cookies between ports.
 */
export function cookieName(origin: URL, kind: string) {
	return origin.protocol === 'https:'
		? `__Host-Http-mooring-${kind}`
		: `mooring-${kind}-${origin.port || '80'}`;
}

/** Whether a name could be one of ours, of whatever kind. */
export const isOurCookie = (origin: URL, name: string) => {
	const [before, after] = cookieName(origin, '*').split('*') as [string, string];
	return name.startsWith(before) && name.endsWith(after);
};

const attributes = (origin: URL, sameSite: 'strict' | 'lax') => ({
	path: '/',
	httpOnly: true,
	secure: origin.protocol === 'https:',
	sameSite
});

export function writeSession(
	cookies: Cookies,
	origin: URL,
	session: { value: string; expiresAt: Date }
) {
	cookies.set(cookieName(origin, 'session'), session.value, {
		...attributes(origin, 'strict'),
		expires: session.expiresAt
	});
}

export const readCookie = (cookies: Cookies, origin: URL, kind: Kind) =>
	cookies.get(cookieName(origin, kind)) ?? null;

export const dropCookie = (cookies: Cookies, origin: URL, kind: Kind) => {
	cookies.delete(
		cookieName(origin, kind),
		attributes(origin, kind === 'session' ? 'strict' : 'lax')
	);
};

/** Remembers the claim code for an hour; Lax, so that it comes along when Meta sends the browser back. */
export const writeClaim = (cookies: Cookies, origin: URL, code: string) => {
	cookies.set(cookieName(origin, 'claim'), code, { ...attributes(origin, 'lax'), maxAge: 3600 });
};

/** Remembers an invitation's code while it is accepted: an hour, and no longer than it lives. */
export const writeInvitation = (
	cookies: Cookies,
	origin: URL,
	code: string,
	secondsLeft: number
) => {
	cookies.set(cookieName(origin, 'invitation'), code, {
		...attributes(origin, 'lax'),
		maxAge: Math.min(3600, Math.floor(secondsLeft))
	});
};

/**
 * One cookie per attempt, so that tabs do not overwrite each other's; Lax for the way back. The
 * login is in its name: RFC 9700, section 4.4, mix-up.
 */
const attemptKind = (half: Pick<BrowserHalf, 'id' | 'provider'>) =>
	`attempt-${half.provider}-${half.id}`;
const ATTEMPT_SECONDS = 600;

export const writeAttempt = (cookies: Cookies, origin: URL, half: BrowserHalf) => {
	cookies.set(cookieName(origin, attemptKind(half)), half.secret, {
		...attributes(origin, 'lax'),
		maxAge: ATTEMPT_SECONDS
	});
};

export const dropAttempt = (
	cookies: Cookies,
	origin: URL,
	half: Pick<BrowserHalf, 'id' | 'provider'>
) => {
	cookies.delete(cookieName(origin, attemptKind(half)), attributes(origin, 'lax'));
};

/** Every attempt that this browser holds the cookie of. */
export function readAttempts(cookies: Cookies, origin: URL): BrowserHalf[] {
	return cookies.getAll().flatMap(({ name, value }) => {
		const [, provider = '', id = ''] = /attempt-([a-z]+)-([0-9a-f]{8})/.exec(name) ?? [];
		if (!isProviderId(provider)) return [];
		const half = { id, provider, secret: value };
		return name === cookieName(origin, attemptKind(half)) ? [half] : [];
	});
}
