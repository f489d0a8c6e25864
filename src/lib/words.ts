import {
	between,
	clockTime,
	DAY,
	dayAhead,
	daysAgo,
	daysAhead,
	endNotKnown,
	shortDate
} from './format.ts';
import { LOGINS } from './logins.ts';
import { lacksVital, purposesIn } from './permissions.ts';
import type { ConnectionView, Problem, ProblemCode } from './view.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'off';
export type StateIcon = 'check' | 'clock' | 'alert' | 'lock' | 'off';

/** A renewal is asked for by a form, everything else is a link. */
export type CardAction =
	| { kind: 'renew'; label: string }
	| { kind: 'link'; label: string; href: string; isMain: boolean; leavesMooring: boolean };

/** What a card says without a click: one word, one sentence, one thing to do. */
export type CardWords = {
	word: string;
	tone: Tone;
	icon: StateIcon;
	sentence: string;
	action: CardAction | null;
	/** A choice, and no illness: a small line that can be put aside. */
	missing: Missing | null;
};

/** A permission that was declined or not asked for, and where it is asked for. */
export type Missing = { sentence: string; label: string; href: string };

/** The latest time that this machine was off, as long as it lasted (ISO 8601 UTC). */
export type Away = { from: string; until: string } | null;

/** Meta renews no token that is younger: "Refresh a long-lived token", Instagram Login. */
const RENEWABLE_AFTER = DAY;

/** In the order of need: so the cards stand. */
const STATES = {
	locked: { word: 'Locked', tone: 'bad', icon: 'lock' },
	needsYou: { word: 'Needs you', tone: 'bad', icon: 'alert' },
	attention: { word: 'Needs attention', tone: 'warn', icon: 'alert' },
	// There is nothing to do: never amber.
	waiting: { word: 'Waiting for Meta', tone: 'off', icon: 'clock' },
	healthy: { word: 'Healthy', tone: 'good', icon: 'check' },
	disconnected: { word: 'Disconnected', tone: 'off', icon: 'off' }
} as const;

export type CardState = keyof typeof STATES;
const ORDER = Object.keys(STATES);

const WAITING: ReadonlySet<ProblemCode> = new Set(['meta_not_answering', 'rate_limited']);

/** The words of a connection at a time, as the table of states has them. */
export function cardWords(connection: ConnectionView, now: string, away: Away): CardWords {
	const missing = missingOf(connection);
	const problem = missing === null ? connection.problem : null;
	return {
		...STATES[stateOf(connection)],
		sentence: problem?.sentence ?? quietSentence(connection, now, away),
		action: actionOf(connection, problem, now),
		missing
	};
}

function missingOf(connection: ConnectionView): Missing | null {
	const { problem, permissions } = connection;
	if (problem?.code !== 'permission_missing' || lacksVital(permissions.missing)) return null;
	const scopes = permissions.missing ?? [];
	const [name, ...others] = purposesIn(scopes);
	return {
		// That all else works is seen above it.
		sentence: problem.sentence.replace(/; everything else works/, ''),
		label: name === undefined || others.length > 0 ? 'Allow them' : `Allow ${name}`,
		href: consentHref(connection, scopes)
	};
}

/** The one judgement of a connection: its card and the sentence above all cards are made of it. */
export function stateOf({
	status,
	problem
}: Pick<ConnectionView, 'status' | 'problem'>): CardState {
	if (status === 'disconnected' || status === 'locked') return status;
	if (status === 'needs_reconnect') return 'needsYou';
	if (problem && WAITING.has(problem.code)) return 'waiting';
	if (status === 'warning') return 'attention';
	return problem?.code === 'cannot_reach_meta' ? 'waiting' : 'healthy';
}

/** The cards in the order of need, and each kind as it came. */
export const byNeed = (connections: ConnectionView[]) =>
	connections.toSorted((one, other) => ORDER.indexOf(stateOf(one)) - ORDER.indexOf(stateOf(other)));

function quietSentence(connection: ConnectionView, now: string, away: Away): string {
	const { status, connectedAt, lastRefreshAt, nextRefreshAt, expiresAt } = connection;
	if (status === 'disconnected') return 'Erased here. Nothing is renewed any more.';
	if (status === 'locked') return 'The key that sealed this token is not the one in use.';
	const next = nextRefreshAt && daysAhead(nextRefreshAt, now);
	if (isChecked(connection)) {
		const since =
			lastRefreshAt === null
				? `Connected ${daysAgo(connectedAt, now)}`
				: `Checked ${daysAgo(lastRefreshAt, now)}`;
		return next ? `${since}, next check ${next}` : since;
	}
	if (lastRefreshAt === null) {
		const connected = `Connected ${daysAgo(connectedAt, now)}`;
		// Of an imported token Meta tells the end with its first renewal.
		if (expiresAt === null) return `${connected}. ${endNotKnown(nextRefreshAt, now)}`;
		return next ? `${connected}, first renewal ${next}` : connected;
	}
	if (away && wasRenewedOnReturn(connectedAt, lastRefreshAt, away)) {
		const [from, until] = [away.from, away.until].map((at) => shortDate(at, 'UTC', now));
		return `Mooring was off from ${String(from)} to ${String(until)}; renewed on its return.`;
	}
	const renewed = `Renewed ${daysAgo(lastRefreshAt, now)}`;
	return next ? `${renewed}, next ${next}` : renewed;
}

function wasRenewedOnReturn(connectedAt: string, lastRefreshAt: string, away: NonNullable<Away>) {
	const afterReturn = between(away.until, lastRefreshAt);
	return between(connectedAt, away.from) > 0 && afterReturn >= 0 && afterReturn < DAY;
}

/** Whether its token is only looked at, because it has no end. */
export const isChecked = ({ provider }: Pick<ConnectionView, 'provider'>) =>
	LOGINS[provider].tokens === 'checked';

/** Whether Meta would renew the token at this age; one that is only checked is, at any age. */
export const isRenewable = (connection: ConnectionView, now: string) =>
	isChecked(connection) || between(connection.issuedAt, now) >= RENEWABLE_AFTER;

/** "You can renew by hand from tomorrow": Meta renews no younger token. */
export function renewableFrom({ issuedAt }: ConnectionView, now: string, timeZone: string) {
	const at = new Date(Date.parse(issuedAt) + RENEWABLE_AFTER).toISOString();
	const day = dayAhead(at, timeZone, now);
	return `You can renew by hand from ${day === 'today' ? clockTime(at, timeZone) : day}.`;
}

function actionOf(
	connection: ConnectionView,
	problem: Problem | null,
	now: string
): CardAction | null {
	if (connection.status === 'disconnected') return consent(connection, 'Connect again', true);
	if (problem) return cureOf(connection, problem);
	if (connection.status !== 'healthy' || !isRenewable(connection, now)) return null;
	return { kind: 'renew', label: isChecked(connection) ? 'Check now' : 'Renew now' };
}

function cureOf(connection: ConnectionView, { cure }: Problem): CardAction | null {
	switch (cure) {
		case 'none':
			return null;
		case 'try_now':
			return { kind: 'renew', label: 'Try now' };
		case 'reconnect':
			return consent(connection, 'Reconnect', true);
		case 'allow':
			return consent(connection, 'Allow', false, connection.permissions.missing ?? []);
		case 'show_tester_steps':
		case 'show_app_steps':
		case 'show_key_steps': {
			const href = `/connections/${connection.id}#steps`;
			return { kind: 'link', label: 'Show the steps', href, isMain: true, leavesMooring: false };
		}
	}
}

function consent(connection: ConnectionView, label: string, isMain: boolean, scopes?: string[]) {
	const href = consentHref(connection, scopes);
	return { kind: 'link' as const, label, href, isMain, leavesMooring: true };
}

/** Where consent for exactly this connection starts, for these scopes beside all it has. */
export function consentHref({ id, provider }: ConnectionView, scopes: string[] = []): string {
	const query = new URLSearchParams({ connection: id });
	if (scopes.length > 0) query.set('scopes', scopes.join(','));
	return `/auth/${provider}/login?${query.toString().replaceAll('%2C', ',')}`;
}
