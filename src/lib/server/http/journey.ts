import type { RequestEvent } from '@sveltejs/kit';
import type { Finished } from '../connections/finish.ts';
import type { Sessions } from '../sessions/lucia.ts';
import { dropAttempt, dropCookie, readAttempts, writeSession } from './cookies.ts';

/** Looks up the transaction cookie of an attempt in this browser. */
export function secretOf(event: RequestEvent, origin: URL) {
	const halves = readAttempts(event.cookies, origin);
	return (id: string) => halves.find((half) => half.id === id)?.secret ?? null;
}

/** After a journey that went well: its cookie goes, and the creator's session comes. */
export async function settleAttempt(
	event: RequestEvent,
	app: { settings: { origin: URL }; sessions: Sessions },
	finished: Finished
) {
	const { origin } = app.settings;
	dropAttempt(event.cookies, origin, finished.attemptId);
	if (finished.signIn === null) return;
	dropCookie(event.cookies, origin, 'claim');
	writeSession(event.cookies, origin, await app.sessions.begin(finished.signIn));
}
