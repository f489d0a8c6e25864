import { describe, expect, it, test } from 'vitest';
import { causeOfAnswer, causeOfCode } from './cause-of.ts';
import { CAUSES, isCause, isEndedCause, needsSomebody } from './causes.ts';
import { causeIn, ledgerWord } from './ledger-word.ts';
import type { Cause } from './cause.ts';

const cause = (code: number | null, words = '', more = {}) =>
	causeOfAnswer({ httpStatus: 400, code, subcode: null, isTransient: false, words, ...more });

describe('what Meta says of the app is about the app, and ends nothing', () => {
	const APP: [string, Cause, number | null, string][] = [
		['deactivated', 'app_blocked', 200, 'API access deactivated. To reactivate, go to the app.'],
		['blocked', 'app_blocked', 200, 'API access blocked.'],
		['inactive', 'app_blocked', 100, 'App not active: This app is not accessible right now.'],
		['in development', 'app_blocked', 901, 'This app is in sandbox mode. Edit the configuration.'],
		['disabled', 'app_blocked', 190, 'The application has been disabled'],
		['deleted', 'app_unknown', 190, 'Error validating application. Application has been deleted.'],
		['an unknown id', 'app_unknown', 101, 'Error validating application. Invalid application ID.'],
		['another product', 'app_unknown', 400, 'Invalid platform app'],
		['a bare 101', 'app_unknown', 101, ''],
		['a changed secret', 'app_secret', 100, 'Invalid appsecret_proof provided in the API argument'],
		['a wrong secret', 'app_secret', 1, 'Error validating client secret.']
	];
	it.each(APP)('%s: %s (code %s)', (_name, expected, code, words) => {
		expect(cause(code, words)).toBe(expected);
		expect([CAUSES[expected].category, isEndedCause(expected)]).toEqual(['app', false]);
		expect(CAUSES[expected].steps?.length).toBeGreaterThan(1);
	});

	it.each(APP.filter(([, , , words]) => words !== ''))(
		'%s, under HTTP 200 and 500 as well',
		(_name, expected, code, words) => {
			expect(cause(code, words, { httpStatus: 200 })).toBe(expected);
			expect(cause(code, words, { httpStatus: 500 })).toBe(expected);
		}
	);
});

describe('a limit at the token endpoint, whose code repeats the HTTP status', () => {
	it.each([
		[400, '(#4) Application request limit reached'],
		[403, '(#17) User request limit reached'],
		[400, 'Application request limit reached'],
		[400, '(#80002) There have been too many calls to this Instagram account.'],
		[400, '(#613) Calls to this api have exceeded the rate limit.']
	])('%i %s', (status, words) => {
		expect(cause(status, words, { httpStatus: status })).toBe('throttled');
		expect(cause(null, words, { httpStatus: status })).toBe('throttled');
	});

	it('the number in the words counts for nothing beside a code of its own', () => {
		expect(cause(190, '(#4) Session has expired')).toBe('expired');
	});
});

describe('what only the person can mend', () => {
	it.each<[Cause, number, number | null, string]>([
		['logged_out', 190, 467, ''],
		['logged_out', 190, null, 'The session is invalid because the user logged out.'],
		['page_role_lost', 190, 492, ''],
		[
			'page_role_lost',
			190,
			0,
			'The user must be an administrator, editor, or moderator of the page in order to impersonate it.'
		],
		['unused', 190, 493, ''],
		['password_changed', 190, 460, ''],
		[
			'password_changed',
			190,
			null,
			'Session does not match current stored session. This may be because the user changed the password.'
		],
		['two_factor', 415, 2859009, ''],
		['two_factor', 10, null, 'You need to turn on two-factor authentication for this business.'],
		['data_access_over', 200, null, 'The data access of this user has expired; log in again']
	])('%s by %s/%s %s', (expected, code, subcode, words) => {
		expect(cause(code, words, { subcode })).toBe(expected);
		expect(CAUSES[expected].category).toBe('person');
	});
});

test('words tell more than the subcode beside them', () => {
	const words = 'Session has expired on Monday, 01-Dec-25 11:00:00 PST.';
	expect(cause(190, words, { subcode: 467 })).toBe('expired');
});

describe('the code of an older row', () => {
	it.each([
		...['4', '4/2446079', '17', '32', '613', '80001', '80002', '341', '368', '9/2207042'].map(
			(code): [string, string | null] => [code, 'throttled']
		),
		['HTTP 429', 'throttled'],
		['HTTP 502', 'meta_down'],
		['-2/2207003', 'meta_down'],
		['timeout', 'unreachable'],
		['network', 'unreachable'],
		['190/460', 'password_changed'],
		['9/1', 'refused'],
		['unexpected', null],
		['', null]
	])('%s stands for %s', (code, expected) => expect(causeOfCode(code)).toBe(expected));
});

describe("the ledger's word", () => {
	const word = (outcome: Parameters<typeof ledgerWord>[0]['outcome'], code: string | null) =>
		ledgerWord({ outcome, code, cause: null });

	it.each(['4', '17', '613', '80001', '80002', '341', '368', '9/2207042', 'HTTP 429'])(
		'is no failure where Meta asked to slow down by %s',
		(code) => expect(word('transient', code)).toBe('Asked to slow down')
	);

	it('is that of the cause, else of what the code stands for', () => {
		expect(ledgerWord({ outcome: 'rejected', code: '200', cause: 'app_blocked' })).toBe(
			'Refused: Meta has blocked or deactivated the app'
		);
		expect(word('rejected', '190/460')).toBe('Refused: the password was changed');
		expect(word('rejected', null)).toBe('Refused: Meta ended it');
		expect(word('transient', '41')).toBe('Failed, trying again');
		expect(word('transient', 'timeout')).toBe('No answer, trying again');
		expect([word('connected', null), word('renewed', '2'), word('checked', null)]).toEqual([
			'New',
			'Renewed',
			'Still valid'
		]);
		expect(word('skipped', 'unreadable')).toBe('Not asked');
	});

	it('calls nothing an end that was tried again', () => {
		expect(causeIn({ outcome: 'transient', code: '190/463', cause: null })).toBe('unexpected');
	});
});

test('the table: every cause has all its words, and no name of JavaScript is a cause', () => {
	const told = {
		meta: 'Instagram',
		on: '9 Jan',
		ranOut: '9 Jan',
		since: 'since today',
		again: 'in 15 minutes',
		detail: null
	};
	for (const row of Object.values(CAUSES)) {
		expect(row.sentence(told)).toMatch(/^[A-Z].*[.]$/);
		expect(row.sentence({ ...told, detail: 'Words <b>' })).toMatch(/^[A-Z].*[.]$/);
		expect(row.ledger ?? 'Refused').toMatch(/^[A-Z]/);
		expect(row.activity).not.toMatch(/[.]$/);
	}
	expect([isCause('toString'), isCause(null), isCause('expired')]).toEqual([false, false, true]);
	expect([needsSomebody('app_blocked'), needsSomebody('expired')]).toEqual([true, false]);
});
