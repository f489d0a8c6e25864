import { describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { days, hours } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { appSteps, farewellOf } from './health-words.ts';
import { healthOf, permissionsOf, WORST_FIRST } from './health.ts';

const NOW = Date.UTC(2027, 0, 12, 10);
const BASIC = 'instagram_business_basic';
const COMMENTS = 'instagram_business_manage_comments';

const connection = (facts: Partial<Connection> = {}) =>
	connectionRow({
		granted: JSON.stringify([BASIC]),
		asked: JSON.stringify([BASIC]),
		connectedAt: NOW - days(3),
		issuedAt: NOW - days(3),
		expiresAt: NOW + days(57),
		nextAttemptAt: NOW + days(4),
		...facts
	});

const failing = (
	cause: Connection['failingCause'],
	forMs: number,
	more: Partial<Connection> = {}
) => connection({ failingCause: cause, failingSince: NOW - forMs, failures: 1, ...more });
const ended = (cause: Connection['endedCause']) =>
	connection({ endedCause: cause, endedAt: Date.UTC(2027, 0, 9) });
const health = (of: Connection, isLocked = false) => healthOf(of, { now: NOW, isLocked });

describe('health', () => {
	it('is without a problem when all is well', () => {
		expect(health(connection())).toEqual({ status: 'healthy', problem: null });
	});

	it.each([
		['one failure', failing('unreachable', hours(1)), 'healthy', 'meta_not_answering', 'try_now'],
		['47 hours', failing('unexpected', hours(47)), 'healthy', 'meta_not_answering', 'try_now'],
		['48 hours', failing('unreachable', hours(48)), 'warning', 'meta_not_answering', 'try_now'],
		['a limit', failing('throttled', hours(1)), 'healthy', 'rate_limited', 'none'],
		['no tester', failing('not_a_tester', 0), 'warning', 'not_a_tester', 'show_tester_steps'],
		['no permission', failing('app_not_permitted', 0), 'warning', 'app_not_permitted', 'try_now'],
		['a blocked app', failing('app_blocked', 0), 'warning', 'app_blocked', 'show_app_steps'],
		['a deleted app', failing('app_unknown', 0), 'warning', 'app_unknown', 'show_app_steps'],
		['a changed secret', failing('app_secret', 0), 'warning', 'app_secret', 'show_app_steps'],
		['two factors', failing('two_factor', 0), 'warning', 'two_factor', 'try_now'],
		['data access', failing('data_access_over', 0), 'warning', 'data_access_over', 'reconnect'],
		['an outage', failing('meta_down', hours(1)), 'healthy', 'meta_not_answering', 'try_now'],
		['a lost Page role', ended('page_role_lost'), 'needs_reconnect', 'page_role_lost', 'reconnect'],
		['a log-out', ended('logged_out'), 'needs_reconnect', 'logged_out', 'reconnect'],
		['expired', ended('expired'), 'needs_reconnect', 'expired', 'reconnect'],
		['password', ended('password_changed'), 'needs_reconnect', 'password_changed', 'reconnect'],
		['app removed', ended('app_removed'), 'needs_reconnect', 'app_removed', 'reconnect'],
		['checkpoint', ended('checkpoint'), 'needs_reconnect', 'checkpoint', 'reconnect'],
		['unconfirmed', ended('unconfirmed'), 'needs_reconnect', 'unconfirmed', 'reconnect'],
		['another end', ended('token_ended'), 'needs_reconnect', 'token_ended', 'reconnect'],
		['tampered', connection({ unreadable: 1 }), 'locked', 'key_lost', 'show_key_steps']
	] as const)('of %s', (_name, of, status, code, cure) => {
		const { problem, ...rest } = health(of);
		expect(rest.status).toBe(status);
		expect(problem).toMatchObject({ code, cure });
		expect(problem?.sentence).toMatch(/^[A-Z].*[.]$/);
		expect(problem?.sentence).not.toMatch(/undefined|NaN|Invalid|null/);
	});

	it.each([
		[days(14), 'healthy', undefined],
		[days(14) - 1, 'warning', '14 days are left, and no renewal has come yet.'],
		[days(1), 'warning', '1 day is left, and no renewal has come yet.'],
		[-1, 'warning', 'The time is up, and Meta has not said what became of the token.']
	])('with %i ms left', (left, status, sentence) => {
		const seen = health(connection({ expiresAt: NOW + left }));
		expect(seen.status).toBe(status);
		expect(seen.problem?.sentence).toBe(sentence);
	});

	it.each([
		['the user token', { userTokenExpiresAt: NOW + days(14) - 1 }, 'warning'],
		['data access', { dataAccessExpiresAt: NOW + days(14) - 1 }, 'warning'],
		[
			'both far away',
			{ userTokenExpiresAt: NOW + days(14), dataAccessExpiresAt: NOW + days(44) },
			'healthy'
		],
		['both not told', {}, 'healthy'],
		['one that is over', { dataAccessExpiresAt: NOW - days(1) }, 'warning']
	])('of Facebook Login looks at %s', (_name, dates, status) => {
		const seen = health(connection({ provider: 'facebook', expiresAt: null, ...dates }));
		expect(seen.status).toBe(status);
		if (status === 'warning') {
			expect(seen.problem).toMatchObject({ code: 'sign_in_again', cure: 'reconnect' });
			expect(seen.problem?.sentence).toMatch(/sign in again by \d+ Jan/);
		}
	});

	it('counts both sides of a renewal that fails while the time runs out', () => {
		expect(health(failing('unreachable', days(9), { expiresAt: NOW + days(12) }))).toEqual({
			status: 'warning',
			problem: {
				code: 'running_out',
				sentence: 'Renewal has failed for 9 days; 12 days are left.',
				cure: 'try_now'
			}
		});
	});

	it('past its expiry stays a warning until Meta says something definite', () => {
		expect(health(failing('unreachable', days(70), { expiresAt: NOW - days(5) })).status).toBe(
			'warning'
		);
	});

	it('says since when Meta does not answer', () => {
		expect(health(failing('unreachable', days(5) + hours(12))).problem?.sentence).toBe(
			'Meta has not answered since Wednesday. We keep trying; nothing to do.'
		);
		expect(health(failing('unreachable', hours(3))).problem?.sentence).toContain('since today');
		expect(health(failing('unreachable', days(9))).problem?.sentence).toMatch(
			/^Meta has not answered since \d{1,2} [A-Z][a-z]{2,3}\. /
		);
	});

	it.each([
		['DNS_BLOCKED', 'cannot_reach_meta', /DNS blocker/],
		['ECONNREFUSED', 'cannot_reach_meta', /refused \(ECONNREFUSED\)/],
		['SELF_SIGNED_CERT_IN_CHAIN', 'cannot_reach_meta', /NODE_EXTRA_CA_CERTS/],
		['ECONNRESET', 'meta_not_answering', /cut off/],
		[null, 'meta_not_answering', /^Meta has not answered since today\./]
	])('says why no answer comes: %s', (causeDetail, code, sentence) => {
		const { problem } = health(failing('unreachable', hours(3), { causeDetail }));
		expect(problem).toMatchObject({ code, cure: 'try_now' });
		expect(problem?.sentence).toMatch(sentence);
	});

	it("shows Meta's own words where no sentence of ours fits, and the steps for an app", () => {
		const of = { ...ended('token_ended'), causeDetail: 'Something new' };
		expect(health(of).problem?.sentence).toBe(
			'Instagram ended this connection on 9 Jan and said: “Something new”.'
		);
		const blocked = health(failing('app_blocked', 0)).problem;
		expect(appSteps(blocked)?.steps.join()).toContain('Meta dashboard');
		expect(appSteps(health(of).problem)).toBeNull();
	});

	it('puts the app before a sign-in that is due: signing in would not mend it', () => {
		const of = failing('app_secret', 0, { userTokenExpiresAt: NOW + days(2) });
		expect(health(of).problem?.code).toBe('app_secret');
	});

	it('says since when Facebook refuses, and that signing in again may mend it', () => {
		const of = failing('app_not_permitted', days(41), {
			provider: 'facebook',
			expiresAt: null,
			dataAccessExpiresAt: NOW - days(10),
			causeDetail: '(#200) Requires pages_read_engagement'
		});
		expect(health(of)).toEqual({
			status: 'warning',
			problem: {
				code: 'app_not_permitted',
				sentence:
					'Facebook has refused your app a permission since 2 Dec. A sign-in is due as well: reconnect.',
				cure: 'reconnect'
			}
		});
	});

	it('names the day before as yesterday', () => {
		expect(health(failing('unreachable', hours(12))).problem?.sentence).toContain(
			'since yesterday'
		);
	});

	it('does not put an end into the future when Meta ends a token early', () => {
		expect(health(ended('expired')).problem?.sentence).toContain('ran out on 9 Jan.');
		const onTime = connection({ endedCause: 'expired', endedAt: NOW, expiresAt: NOW - days(5) });
		expect(health(onTime).problem?.sentence).toContain('ran out on 7 Jan.');
	});

	it('says that without the basic permission nothing is renewed', () => {
		const of = connection({ granted: JSON.stringify([]) });
		expect(health(of).problem?.sentence).toBe(
			'Profile and posts are not allowed; without that, renewing stops.'
		);
	});

	it('says when it tries again after a limit', () => {
		const of = failing('throttled', 0, { nextAttemptAt: NOW + 15 * 60_000 });
		expect(health(of).problem?.sentence).toBe(
			'Meta asked us to slow down; we try again in 15 minutes.'
		);
	});

	it('is not changed by a declined permission', () => {
		const of = connection({ asked: JSON.stringify([BASIC, COMMENTS]) });
		expect(health(of)).toEqual({
			status: 'healthy',
			problem: {
				code: 'permission_missing',
				sentence: 'Comments are not allowed; everything else works.',
				cure: 'allow'
			}
		});
		expect(permissionsOf(of)).toEqual({ granted: [BASIC], missing: [COMMENTS] });
	});

	it('does not call declined what the latest consent did not ask for', () => {
		const insights = 'instagram_business_manage_insights';
		const of = (askedLatest: string[]) =>
			health(
				connection({
					asked: JSON.stringify([BASIC, COMMENTS, insights]),
					askedLatest: JSON.stringify(askedLatest)
				})
			).problem?.sentence;
		expect(of([BASIC])).toBe('Comments and insights were not asked for; everything else works.');
		expect(of([BASIC, insights])).toBe(
			'Insights are not allowed and comments were not asked for; everything else works.'
		);
	});

	it('tells a missing permission no more once it was put aside, and a further one again', () => {
		const of = (dismissed: string[], asked = [BASIC, COMMENTS]) =>
			health(connection({ asked: JSON.stringify(asked), dismissed: JSON.stringify(dismissed) }));
		expect(of([COMMENTS])).toEqual({ status: 'healthy', problem: null });
		const further = of([COMMENTS], [BASIC, COMMENTS, 'instagram_business_content_publish']);
		expect(further.problem?.sentence).toBe('Publishing is not allowed; everything else works.');
	});

	it('does not know permissions that Meta did not tell', () => {
		expect(permissionsOf(connection({ granted: null }))).toEqual({ granted: null, missing: null });
		expect(health(connection({ granted: null })).problem).toBeNull();
	});

	it('says at a farewell what Meta answered', () => {
		const gone = connection({
			disconnectedAt: Date.UTC(2027, 0, 9),
			revocationMessage: 'Meta confirmed the revocation.'
		});
		expect(farewellOf(gone)).toBe('Erased here on 9 Jan. Meta confirmed the revocation.');
		expect(farewellOf(connection())).toBeNull();
	});

	it('puts a disconnect before all else, and a lost key before the rest', () => {
		const gone = connection({ disconnectedAt: NOW, endedCause: 'expired' });
		expect(health(gone, true)).toEqual({ status: 'disconnected', problem: null });
		expect(health(ended('expired'), true).status).toBe('locked');
	});
});

/** One connection of which each thing is true, and nothing else. */
const TRUE_OF: Record<(typeof WORST_FIRST)[number], [Partial<Connection>, string | null]> = {
	disconnected: [{ disconnectedAt: NOW }, null],
	locked: [{ unreadable: 1 }, 'key_lost'],
	ended: [{ endedCause: 'password_changed', endedAt: NOW }, 'password_changed'],
	appRefused: [{ failingCause: 'app_blocked', failingSince: NOW - days(41) }, 'app_blocked'],
	personNeeded: [{ failingCause: 'two_factor', failingSince: NOW - days(3) }, 'two_factor'],
	signInOver: [{ userTokenExpiresAt: NOW - days(1) }, 'sign_in_again'],
	machineCutOff: [
		{ failingCause: 'unreachable', failingSince: NOW - days(3), causeDetail: 'ENOTFOUND' },
		'cannot_reach_meta'
	],
	runningOut: [{ expiresAt: NOW + days(2) }, 'running_out'],
	signInSoon: [{ dataAccessExpiresAt: NOW + days(13) }, 'sign_in_again'],
	failing: [{ failingCause: 'meta_down', failingSince: NOW - days(3) }, 'meta_not_answering'],
	permissionMissing: [{ asked: JSON.stringify([BASIC, COMMENTS]) }, 'permission_missing']
};

describe('of two things that are true the worse is told', () => {
	const pairs = WORST_FIRST.flatMap((worse, index) =>
		WORST_FIRST.slice(index + 1).map((lesser) => [worse, lesser] as const)
	);
	it.each(pairs)('%s before %s', (worse, lesser) => {
		const [facts, code] = TRUE_OF[worse];
		const alone = health(connection(facts));
		expect(alone.problem?.code ?? null).toBe(code);
		expect(health(connection(TRUE_OF[lesser][0]))).not.toEqual(alone);
		const told = health(connection({ ...TRUE_OF[lesser][0], ...facts }));
		expect([told.status, told.problem?.code ?? null]).toEqual([alone.status, code]);
	});
});
