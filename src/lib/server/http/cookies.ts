import type { Cookies } from '@sveltejs/kit';
import { isProviderId } from '../../logins.ts';
import type { BrowserHalf } from '../authorization/attempts.ts';
import { QUESTION_LIFE } from '../creators/passkey-questions.ts';

const KINDS = ['session', 'claim', 'invitation', 'passkey', 'wanted'] as const;
type Kind = (typeof KINDS)[number];
const STRICT: ReadonlySet<Kind> = new Set(['session', 'passkey', 'wanted']);

/** One cookie per attempt; see attemptKind. */
const ATTEMPT = /^attempt-([a-z]+)-([0-9a-f]{8})$/;

/**
 * Our cookies' names. On https the `__Host-Http-` prefix forbids a sibling host and a script to set
 * them. Browsers share cookies between the ports of a host, so the port is in the name, but for
 * https's usual one.
 */
export function cookieName(origin: URL, kind: string) {
	if (origin.protocol !== 'https:') return `mooring-${kind}-${origin.port || '80'}`;
	return `__Host-Http-mooring-${kind}${origin.port === '' ? '' : `-${origin.port}`}`;
}

/** The kind that a name of ours says; null where it is not ours, or another instance's on this host. */
function kindOf(origin: URL, name: string): string | null {
	const [before = '', after = ''] = cookieName(origin, '*').split('*');
	const kind = name.slice(before.length, name.length - after.length);
	return name === before + kind + after ? kind : null;
}

/** Whether a name is one of ours. */
export function isOurCookie(origin: URL, name: string) {
	const kind = kindOf(origin, name);
	if (kind === null) return false;
	return KINDS.some((known) => known === kind) || isProviderId(ATTEMPT.exec(kind)?.[1] ?? '');
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
	cookies.delete(cookieName(origin, kind), attributes(origin, STRICT.has(kind) ? 'strict' : 'lax'));
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

/** Remembers which question for a passkey this browser was asked. */
export const writePasskeyQuestion = (cookies: Cookies, origin: URL, secret: string) => {
	cookies.set(cookieName(origin, 'passkey'), secret, {
		...attributes(origin, 'strict'),
		maxAge: QUESTION_LIFE / 1000
	});
};

/** What somebody wanted who was asked for a proof first: it is offered again for ten minutes. */
export type Wanted = 'offer-invite' | 'offer-export' | 'offer-own-data';

/** @param typed what was typed with it, to stand in the form again */
export const writeWanted = (cookies: Cookies, origin: URL, wanted: Wanted, typed = '') => {
	cookies.set(cookieName(origin, 'wanted'), `${wanted} ${typed}`, {
		...attributes(origin, 'strict'),
		maxAge: 600
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
		const [, provider = '', id = ''] = ATTEMPT.exec(kindOf(origin, name) ?? '') ?? [];
		return isProviderId(provider) ? [{ id, provider, secret: value }] : [];
	});
}
