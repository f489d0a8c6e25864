import type { Cookies } from '@sveltejs/kit';
import type { BrowserHalf } from '../connections/attempts.ts';

type Kind = 'session' | 'claim';

/**
 * Our cookies' names. On https the `__Host-Http-` prefix forbids a sibling host and a script to set
 * them; on http the name ends in the port, because browsers share cookies between ports.
 */
export function cookieName(origin: URL, kind: string) {
	return origin.protocol === 'https:'
		? `__Host-Http-mooring-${kind}`
		: `mooring-${kind}-${origin.port || '80'}`;
}

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

/** One cookie per attempt, so that tabs do not overwrite each other's; Lax for the way back. */
const ATTEMPT = 'attempt-';
const ATTEMPT_SECONDS = 600;

export const writeAttempt = (cookies: Cookies, origin: URL, half: BrowserHalf) => {
	cookies.set(cookieName(origin, ATTEMPT + half.id), half.secret, {
		...attributes(origin, 'lax'),
		maxAge: ATTEMPT_SECONDS
	});
};

export const dropAttempt = (cookies: Cookies, origin: URL, id: string) => {
	cookies.delete(cookieName(origin, ATTEMPT + id), attributes(origin, 'lax'));
};

/** Every attempt that this browser holds the cookie of. */
export function readAttempts(cookies: Cookies, origin: URL): BrowserHalf[] {
	return cookies.getAll().flatMap(({ name, value }) => {
		const id = /attempt-([0-9a-f]{8})/.exec(name)?.[1];
		return id && name === cookieName(origin, ATTEMPT + id) ? [{ id, secret: value }] : [];
	});
}
