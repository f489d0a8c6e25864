import { LOGINS, type ProviderId } from '../../logins.ts';
import { lacksVital, purposesIn } from '../../permissions.ts';
import type { Cure, Problem } from '../../view.ts';
import { days } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { CAUSES, isCause } from '../problems/causes.ts';
import { staysUntilMended } from '../problems/network.ts';
import type { Cause } from '../problems/cause.ts';

/** What is wrong with a connection, in one sentence, and the one thing that mends it. */

export const KEY_LOST: Problem = {
	code: 'key_lost',
	sentence: 'The key that sealed this token is not the one in use. Put the old key back.',
	cure: 'show_key_steps'
};

/** What the table of causes says of this connection. */
export function causeProblem(cause: Cause, connection: Connection, now: number): Problem {
	const { code, cure, sentence } = CAUSES[cause];
	const { causeDetail: detail, nextAttemptAt: next } = connection;
	const told = {
		meta: LOGINS[connection.provider].asks,
		on: dayOf(connection.endedAt),
		ranOut: ranOut(connection),
		since: sinceWhen(connection.failingSince ?? now, now),
		again: next === null ? 'later' : inAWhile(next - now),
		detail
	};
	return {
		code: cause === 'unreachable' && staysUntilMended(detail) ? 'cannot_reach_meta' : code,
		sentence: sentence(told),
		cure
	};
}

/** A refused permission may have gone with the sign-in that is due: one way mends both. */
export const alsoDue = ({ code, sentence }: Problem): Problem => ({
	code,
	sentence: sentence.replace('We ask again every day.', 'A sign-in is due as well: reconnect.'),
	cure: 'reconnect'
});

/** What to do about the Meta app, or null: it is not the cause. */
export function appSteps(problem: Problem | null) {
	if (problem?.cure !== 'show_app_steps' || !isCause(problem.code)) return null;
	const { title = '', steps = [] } = CAUSES[problem.code];
	return { title, steps };
}

/** The day that Meta gave for its end, unless Meta ended it before that. */
function ranOut({ expiresAt, endedAt }: Connection) {
	return dayOf(expiresAt === null || (endedAt ?? 0) < expiresAt ? endedAt : expiresAt);
}

/**
 * Facebook Login, for one: the user's own token and the access to data end, though the Page's token does not.
 * @param left milliseconds until the earlier of the two, negative once it is over
 */
export function signInAgainProblem(provider: ProviderId, by: number, left: number): Problem {
	const { asks } = LOGINS[provider];
	const sentence =
		left > 0
			? `${asks} wants you to sign in again by ${dayOf(by)}; after that it may hold data back.`
			: `${asks} wanted you to sign in again by ${dayOf(by)} and may hold data back until you do.`;
	return { code: 'sign_in_again', sentence, cure: 'reconnect' };
}

/**
 * @param left milliseconds until the token runs out, negative once it has
 * @param failingFor milliseconds for which renewing fails, or null when it does not
 */
export function runningOut(left: number, failingFor: number | null): Problem {
	const remaining =
		left > 0
			? `${counted(Math.ceil(left / days(1)), 'day')} ${left > days(1) ? 'are' : 'is'} left`
			: 'the time is up, and Meta has not said what became of the token';
	const sentence =
		failingFor === null
			? `${capital(remaining)}${left > 0 ? ', and no renewal has come yet' : ''}.`
			: failingFor < days(1)
				? `Renewal has been failing since today; ${remaining}.`
				: `Renewal has failed for ${counted(Math.floor(failingFor / days(1)), 'day')}; ${remaining}.`;
	return { code: 'running_out', sentence, cure: 'try_now' };
}

/**
 * A declined permission is the creator's choice, and no illness.
 * @param notAsked those of the missing that the latest consent did not ask for: nobody declined them
 */
export function missingProblem(missing: string[], notAsked: string[]): Problem | null {
	if (missing.length === 0) return null;
	const declined = missing.filter((scope) => !notAsked.includes(scope));
	const told = [
		clause(declined, ['is', 'are'], 'not allowed'),
		clause(
			missing.filter((scope) => !declined.includes(scope)),
			['was', 'were'],
			'not asked for'
		)
	].filter((part) => part !== null);
	const rest = lacksVital(missing) ? 'without that, renewing stops' : 'everything else works';
	return {
		code: 'permission_missing',
		sentence: `${capital(told.join(' and '))}; ${rest}.`,
		cure: 'allow' satisfies Cure
	};
}

function clause(scopes: string[], [one, many]: [string, string], what: string) {
	const names = purposesIn(scopes).map((name) => name.toLowerCase());
	const last = names.pop();
	if (last === undefined) return null;
	if (names.length > 0) return `${names.join(', ')} and ${last} ${many} ${what}`;
	return `${last} ${SINGULAR.has(last) ? one : many} ${what}`;
}

/** What the card of a disconnected account says: when it was erased, and what Meta answered. */
export function farewellOf(connection: Connection): string | null {
	if (connection.disconnectedAt === null) return null;
	const erased = `Erased here on ${dayOf(connection.disconnectedAt)}`;
	const said = connection.revocationMessage;
	return said === null ? `${erased}.` : `${erased}. ${said}`;
}

const SINGULAR = new Set(['publishing', 'business portfolio']);

const counted = (count: number, unit: string) =>
	`${String(count)} ${unit}${count === 1 ? '' : 's'}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The server has no zone of the reader's: days are told in UTC. */
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayOf = (time: number | null) => DAY.format(time ?? 0);

/** A word within a week, else a date. */
function sinceWhen(time: number, now: number) {
	const passed = now - time;
	if (dayOf(time) === dayOf(now)) return 'since today';
	if (dayOf(time) === dayOf(now - days(1))) return 'since yesterday';
	if (passed > days(6)) return `since ${dayOf(time)}`;
	const name = new Date(time).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
	return `since ${name}`;
}

function inAWhile(ms: number) {
	const minutes = Math.ceil(ms / 60_000);
	if (minutes <= 1) return 'in a minute';
	if (minutes < 90) return `in ${String(minutes)} minutes`;
	return `in ${counted(Math.round(minutes / 60), 'hour')}`;
}
