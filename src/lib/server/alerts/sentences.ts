import type { AlertType } from '../../view.ts';
import { days } from '../clock.ts';
import { signInAgainBy } from '../connections/health.ts';
import { signInAgainProblem } from '../connections/health-words.ts';
import type { Connection } from '../database/schema.ts';

/** What is told of a connection in other words than its card's; null: in those. */
export function sentenceOf(type: AlertType, connection: Connection, now: number): string | null {
	if (type === 'connection.healthy') {
		return `@${connection.username} is well again: Mooring renews it by itself.`;
	}
	if (type === 'token.renewed') {
		const { expiresAt } = connection;
		const until = expiresAt === null ? '' : `; it is good until ${dayOf(expiresAt)}`;
		return `The token of @${connection.username} was renewed${until}.`;
	}
	const by = signInAgainBy(connection);
	if (type === 'connection.sign_in_again' && by !== null) {
		return signInAgainProblem(connection.provider, by, by - now).sentence;
	}
	return null;
}

export const signInSentence = (browser: string, byLink: boolean) =>
	`${byLink ? 'A sign-in link was used' : 'Somebody signed in as you'}: ${browser}. If that was not you, end this session in Settings.`;

export const invitationSentence =
	'Somebody accepted your invitation, and has accounts of their own here now.';

export const lockedSentence =
	'The key that sealed the tokens is not the one in use: nothing is renewed until the old key is back.';

/** @param from and until: milliseconds */
export const awaySentence = (from: number, until: number) =>
	`Mooring was off for ${String(Math.round((until - from) / days(1)))} days, until ${dayOf(until)}. What was due meanwhile is being made up for.`;

export const keySentence = (name: string, endsAt: number, now: number) =>
	endsAt > now
		? `The key “${name}” expires on ${dayOf(endsAt)}. Programs that use it stop working then.`
		: `The key “${name}” expired on ${dayOf(endsAt)}. Programs that use it do not work any more.`;

/** @param host of this Mooring */
export const confirmSentence = (host: string) =>
	`Somebody asked Mooring at ${host} to send its alerts to this address. If that was you, confirm it within a day; else do nothing, and no more comes.`;

export const testSentence = 'This is a test: alerts of Mooring arrive here.';

/** The server has no zone of the reader's: days are told in UTC. */
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayOf = (time: number) => DAY.format(time);
