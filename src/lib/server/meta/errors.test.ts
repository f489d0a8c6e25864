import { describe, expect, test } from 'vitest';
import { causeOf, codeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from './errors.ts';
import { isEndedCause } from '../problems/causes.ts';
import type { Refusal } from './refusal.ts';

const refused = (refusal: Partial<Refusal>) =>
	new MetaRefused({
		httpStatus: 400,
		code: null,
		subcode: null,
		type: 'OAuthException',
		isTransient: false,
		words: '',
		...refusal
	});

const EXPIRED =
	'Error validating access token: Session has expired on Monday, 01-Dec-25 11:00:00 PST.';
const PASSWORD =
	'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.';
const UNSUPPORTED = 'Unsupported request - method type: get';

test.each<[string, Partial<Refusal>, string, string]>([
	['expired by subcode', { code: 190, subcode: 463 }, 'expired', '190/463'],
	['expired by words, subcode 0', { code: 190, subcode: 0, words: EXPIRED }, 'expired', '190'],
	['expired by words, no subcode', { code: 190, words: EXPIRED }, 'expired', '190'],
	['password by subcode', { code: 190, subcode: 460 }, 'password_changed', '190/460'],
	['password by words', { code: 190, words: PASSWORD }, 'password_changed', '190'],
	['removed by subcode', { code: 190, subcode: 458 }, 'app_removed', '190/458'],
	[
		'removed by words',
		{ code: 190, words: 'The user has not authorized application 1234.' },
		'app_removed',
		'190'
	],
	['checkpoint', { code: 190, subcode: 459 }, 'checkpoint', '190/459'],
	['checkpoint by words', { code: 190, words: 'The user is checkpointed.' }, 'checkpoint', '190'],
	['unconfirmed', { code: 190, subcode: 464 }, 'unconfirmed', '190/464'],
	['unconfirmed by words', { code: 190, words: 'Not a confirmed user.' }, 'unconfirmed', '190'],
	['logged out', { code: 190, subcode: 467 }, 'logged_out', '190/467'],
	['garbage', { code: 190, words: 'Cannot parse access token' }, 'token_ended', '190'],
	['102', { code: 102 }, 'token_ended', '102'],
	['under 401 as well', { code: 190, httpStatus: 401 }, 'token_ended', '190'],
	['no tester', { code: 100, words: UNSUPPORTED }, 'not_a_tester', '100'],
	[
		'no tester, at the code',
		{ code: 400, words: 'Insufficient developer role' },
		'not_a_tester',
		'400'
	],
	['a dead token outranks these words', { code: 190, words: UNSUPPORTED }, 'token_ended', '190'],
	['no permission', { code: 10, httpStatus: 403 }, 'app_not_permitted', '10'],
	['no capability', { code: 3 }, 'app_not_permitted', '3'],
	['200', { code: 200 }, 'app_not_permitted', '200'],
	['299', { code: 299 }, 'app_not_permitted', '299'],
	['199 is none', { code: 199 }, 'refused', '199'],
	['300 is none', { code: 300 }, 'refused', '300'],
	...[4, 17, 32, 613, 80001, 80002, 341, 368].flatMap(
		(code): [string, Partial<Refusal>, string, string][] => [
			[`limit ${code}`, { code }, 'throttled', `${code}`],
			[`limit ${code}, 403`, { code, httpStatus: 403 }, 'throttled', `${code}`]
		]
	),
	['transient limit', { code: 4, isTransient: true }, 'throttled', '4'],
	['quota', { code: 9, subcode: 2207042 }, 'throttled', '9/2207042'],
	['9 of another kind', { code: 9, subcode: 1 }, 'refused', '9/1'],
	['429', { code: 190, httpStatus: 429 }, 'throttled', '190'],
	['unknown', { code: 1, httpStatus: 400 }, 'meta_down', '1'],
	['service', { code: 2, httpStatus: 400 }, 'meta_down', '2'],
	['negative', { code: -1, subcode: 2207001 }, 'meta_down', '-1/2207001'],
	['190 that passes', { code: 190, subcode: 460, isTransient: true }, 'meta_down', '190/460'],
	['190 under 500', { code: 190, subcode: 463, httpStatus: 500 }, 'meta_down', '190/463'],
	['limit under 503', { code: 4, httpStatus: 503 }, 'meta_down', '4'],
	['190 under 200', { code: 190, subcode: 463, httpStatus: 200 }, 'unexpected', '190/463'],
	['10 under 200', { code: 10, httpStatus: 200 }, 'unexpected', '10'],
	['no such object', { code: 100, subcode: 33 }, 'refused', '100/33'],
	['a spent code', { code: 400, words: 'This authorization code has been used' }, 'refused', '400'],
	['no code at all', {}, 'refused', 'HTTP 400']
])('%s', (_, refusal, cause, code) => {
	const error = refused(refusal);
	expect([causeOf(error), codeOf(error)]).toEqual([cause, code]);
});

test.each<[string, unknown, string, string]>([
	['timeout', new CouldNotSend('timeout'), 'unreachable', 'timeout'],
	['network', new CouldNotSend('network', 'ECONNRESET'), 'unreachable', 'network'],
	['HTML 502', new UnexpectedAnswer('HTTP 502', 502), 'meta_down', 'HTTP 502'],
	['HTML 403', new UnexpectedAnswer('HTTP 403', 403), 'unexpected', 'HTTP 403'],
	['bare 429', new UnexpectedAnswer('HTTP 429', 429), 'throttled', 'HTTP 429'],
	['redirect', new UnexpectedAnswer('a redirect', 302), 'unexpected', 'unexpected'],
	['HTML 200', new UnexpectedAnswer('no JSON', 200), 'unexpected', 'unexpected'],
	['a fault of ours', new TypeError('x'), 'unexpected', 'unexpected'],
	['no error', undefined, 'unexpected', 'unexpected']
])('%s', (_, error, cause, code) => {
	expect([causeOf(error), codeOf(error)]).toEqual([cause, code]);
});

describe('what an error says', () => {
	test("Meta's text stands in words alone", () => {
		const error = refused({ code: 190, subcode: 460, words: PASSWORD });
		expect(error.message).toBe('Meta refused with 190/460 under HTTP 400');
		expect(error.words).toBe(PASSWORD);
	});

	test('the system code of a network fault, not its address', () => {
		expect(new CouldNotSend('network', 'ECONNREFUSED').message).toBe(
			'Meta could not be reached (ECONNREFUSED)'
		);
	});
});

test('ended causes are told from passing ones', () => {
	const causes = ['expired', 'checkpoint', 'token_ended', 'throttled', 'unreachable', 'refused'];
	expect(causes.map(isEndedCause)).toEqual([true, true, true, false, false, false]);
	expect(isEndedCause('toString')).toBe(false);
});
