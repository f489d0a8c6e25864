import { purposesIn } from '../../permissions.ts';
import type { Cure, Problem } from '../../view.ts';
import { days } from '../clock.ts';
import type { Connection, EndedCause, FailingCause } from '../database/schema.ts';

/** What is wrong with a connection, in one sentence, and the one thing that mends it. */

export const KEY_LOST: Problem = {
	code: 'key_lost',
	sentence: 'The key that sealed this token is not the one in use. Put the old key back.',
	cure: 'show_key_steps'
};

/** Only a new consent helps. */
export function endedProblem(cause: EndedCause, connection: Connection): Problem {
	const on = dayOf(connection.ended_at);
	const meta = connection.provider === 'facebook' ? 'Facebook' : 'Instagram';
	const sentences: Record<EndedCause, string> = {
		expired: `The token ran out on ${ranOut(connection)}. ${meta} cannot renew it any more.`,
		password_changed: `The ${meta} password was changed, so ${meta} ended this connection on ${on}.`,
		app_removed: `The app was removed in ${meta}'s settings; noticed on ${on}.`,
		token_ended: `${meta} ended this connection on ${on} without saying why.`,
		checkpoint: `${meta} wants you to confirm something. Open ${meta} first, then reconnect.`,
		unconfirmed: `${meta} wants this account confirmed. Open ${meta} first, then reconnect.`
	};
	return { code: cause, sentence: sentences[cause], cure: 'reconnect' };
}

/** The day that Meta gave for its end, unless Meta ended it before that. */
function ranOut({ expires_at: expiresAt, ended_at: endedAt }: Connection) {
	return dayOf(expiresAt === null || (endedAt ?? 0) < expiresAt ? endedAt : expiresAt);
}

/** Meta refuses the app but not the token. */
export const refusedProblem = (cause: 'not_a_tester' | 'app_not_permitted'): Problem =>
	cause === 'not_a_tester'
		? {
				code: cause,
				sentence:
					'Your Meta app may not use this account: its tester invitation is missing or not accepted.',
				cure: 'show_tester_steps'
			}
		: {
				code: cause,
				sentence: 'Meta refuses your app a permission that renewing needs. We ask again every day.',
				cure: 'try_now'
			};

/**
 * Facebook Login: the user's own token and the access to data end, though the Page's token does not.
 * @param left milliseconds until the earlier of the two, negative once it is over
 */
export function signInAgainProblem(by: number, left: number): Problem {
	const sentence =
		left > 0
			? `Facebook wants you to sign in again by ${dayOf(by)}; after that it may hold data back.`
			: `Facebook wanted you to sign in again by ${dayOf(by)} and may hold data back until you do.`;
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

/** Meta does not answer, answers oddly, or slows us down: it passes. */
export function waitingProblem(
	cause: Exclude<FailingCause, 'not_a_tester' | 'app_not_permitted'>,
	connection: Connection,
	now: number
): Problem {
	if (cause === 'throttled') {
		const again = connection.next_attempt_at;
		return {
			code: 'rate_limited',
			sentence:
				again === null
					? 'Meta asked us to slow down; we try again later.'
					: `Meta asked us to slow down; we try again ${inAWhile(again - now)}.`,
			cure: 'none'
		};
	}
	const since = sinceWhen(connection.failing_since ?? now, now);
	const what = cause === 'unreachable' ? 'is not answering' : 'has been answering oddly';
	return {
		code: 'meta_not_answering',
		sentence: `Meta ${what} ${since}. We keep trying; nothing to do.`,
		cure: 'try_now'
	};
}

/** A declined permission is the creator's choice, and no illness. */
export function missingProblem(missing: string[] | null): Problem | null {
	if (missing === null || missing.length === 0) return null;
	const names = purposesIn(missing).map((name) => name.toLowerCase());
	const list =
		names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : names[0];
	const rest = missing.some((scope) => VITAL.has(scope))
		? 'without that, renewing stops'
		: 'everything else works';
	const verb = names.length === 1 && SINGULAR.has(names[0] ?? '') ? 'is' : 'are';
	return {
		code: 'permission_missing',
		sentence: `${capital(list ?? '')} ${verb} not allowed; ${rest}.`,
		cure: 'allow' satisfies Cure
	};
}

/** What the card of a disconnected account says: when it was erased, and what Meta answered. */
export function farewellOf(connection: Connection): string | null {
	if (connection.disconnected_at === null) return null;
	const erased = `Erased here on ${dayOf(connection.disconnected_at)}`;
	const said = connection.revocation_message;
	return said === null ? `${erased}.` : `${erased}. ${said}`;
}

/** Without these a token cannot be kept alive. */
const VITAL = new Set(['instagram_business_basic', 'instagram_basic']);
const SINGULAR = new Set(['publishing', 'business portfolio']);

const counted = (count: number, unit: string) =>
	`${String(count)} ${unit}${count === 1 ? '' : 's'}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The server has no zone of the reader's: days are told in UTC. */
const dayOf = (time: number | null) =>
	new Date(time ?? 0).toLocaleDateString('en-GB', {
		day: 'numeric',
		month: 'short',
		timeZone: 'UTC'
	});

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
