import ical, { ICalEventRepeatingFreq } from 'ical-generator';
import { healthOf, signInAgainBy } from '../connections/health.ts';
import type { Connection } from '../database/schema.ts';

type At = { now: number; isLocked: boolean; origin: URL; madeAt: number };

/**
 * A calendar (RFC 5545) with one all-day event for each connection, on the day by which somebody has
 * to act; where nobody has to, one that says so comes every year from the day on which the calendar
 * was made. The same facts make the same bytes: DTSTAMP is when the calendar was made.
 */
export function calendarFile(connections: Connection[], at: At): string {
	const { origin, madeAt } = at;
	const calendar = ical({
		name: 'Mooring',
		prodId: { company: 'Mooring', product: 'calendar', language: 'EN' }
	});
	const living = connections.filter(({ disconnectedAt }) => disconnectedAt === null);
	const stamp = new Date(Math.floor(madeAt / 1000) * 1000);
	for (const connection of living) {
		const { id, username } = connection;
		const url = new URL(`/connections/${id}`, origin).href;
		const act = whenToAct(connection, at);
		const day = dayOf(act?.by ?? madeAt);
		calendar.createEvent({
			// Another day is another event: programs keep what has the same name and the same stamp.
			id: `${id}-${act ? day.toISOString().slice(0, 10) : 'well'}@${origin.hostname}`,
			stamp,
			start: day,
			allDay: true,
			summary: act ? `@${username}: ${act.what}` : `@${username}: all is well`,
			description: `${act?.sentence ?? 'Mooring renews it by itself.'}\n${url}`,
			url,
			...(act ? {} : { repeating: { freq: ICalEventRepeatingFreq.YEARLY } })
		});
	}
	// RFC 5545, section 3.6: a calendar without anything in it is none.
	if (living.length === 0) {
		calendar.createEvent({
			id: `well@${origin.hostname}`,
			stamp,
			start: dayOf(madeAt),
			allDay: true,
			summary: 'Mooring: all is well',
			description: 'No account is connected.',
			url: origin.href,
			repeating: { freq: ICalEventRepeatingFreq.YEARLY }
		});
	}
	// Of a URL that is the usual type, and some programs do not read it where it is said.
	return calendar.toString().replaceAll('\r\nURL;VALUE=URI:', '\r\nURL:');
}

/** Midnight UTC of the day that a time falls on. */
const dayOf = (time: number) => new Date(new Date(time).setUTCHours(0, 0, 0, 0));

type Act = { by: number; what: string; sentence: string };

/** @returns null: nobody has to */
function whenToAct(connection: Connection, { now, isLocked }: At): Act | null {
	const { status, problem } = healthOf(connection, { now, isLocked });
	const { expiresAt, endedAt, failingSince } = connection;
	const sentence = problem?.sentence ?? '';
	if (status === 'needs_reconnect') return { by: endedAt ?? now, what: 'reconnect', sentence };
	const signIn = signInAgainBy(connection);
	const ends = [signIn, status === 'healthy' ? null : expiresAt].filter((end) => end !== null);
	if (ends.length === 0 && status === 'healthy') return null;
	const by = ends.length === 0 ? (failingSince ?? now) : Math.min(...ends);
	const what = by === signIn ? 'sign in again' : 'look after it';
	return { by, what, sentence: sentence || 'Meta wants a new sign-in by this day.' };
}
