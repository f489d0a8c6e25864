import { redirect, type RequestEvent } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { ownerId } from '$lib/server/creators/creator.ts';
import { notFound } from '$lib/server/errors.ts';
import { readCookie, type Wanted, writeWanted } from '$lib/server/http/cookies.ts';
import { confirmAddress } from '$lib/server/proof-pages.ts';
import { isProofFor } from '$lib/server/sessions/proof.ts';

/** The session of who is signed in; anybody else goes to the start. */
export function sessionOf(event: RequestEvent) {
	if (!event.locals.session) redirect(303, '/');
	return event.locals.session;
}

/**
 * The owner's session: to other creators what only the owner has does not exist.
 * @throws AppError not_found
 */
export async function ownerSession(event: RequestEvent) {
	const session = sessionOf(event);
	if ((await ownerId(getApp().db)) !== session.creatorId) throw notFound();
	return session;
}

/** Remembers what was wanted before a proof is asked for, so that it can be offered again after it. */
export const rememberWanted = ({ cookies }: RequestEvent, wanted: Wanted, typed = '') => {
	writeWanted(cookies, getApp().settings.origin, wanted, typed);
};

type Offer = { wanted: Wanted; page: string };

/**
 * What was typed with something that was wanted before a proof was asked for, and may be done now;
 * null: it was not wanted, or may not be done.
 */
export async function offeredAgain(
	{ cookies }: RequestEvent,
	session: NonNullable<App.Locals['session']>,
	{ wanted, page }: Offer
): Promise<string | null> {
	const kept = readCookie(cookies, getApp().settings.origin, 'wanted') ?? '';
	const [what, ...typed] = kept.split(' ');
	if (what !== wanted || !(await isProofFor(getApp().db, session, page))) return null;
	return typed.join(' ');
}

/** Whether this was wanted before a proof was asked for, and may be done now. */
export const isOfferedAgain = async (
	event: RequestEvent,
	session: NonNullable<App.Locals['session']>,
	offer: Offer
) => (await offeredAgain(event, session, offer)) !== null;

/**
 * Sends who has not proved lately who it is, or not firmly enough for `next`, to the page that asks
 * for that, and back.
 */
export async function mustBeFresh(session: NonNullable<App.Locals['session']>, next: string) {
	if (!(await isProofFor(getApp().db, session, next))) redirect(303, confirmAddress(next));
}
