import { describe, expect, it } from 'vitest';
import { minutes } from '../clock.ts';
import { readUsage, type Usage } from './usage.ts';

const NOTHING: Usage = {
	app: null,
	account: null,
	appRegainMs: null,
	accountRegainMs: null,
	code: null
};

const told = (headers: Record<string, string>, body: unknown = { data: [] }, status = 200) =>
	readUsage({
		status,
		headers: new Headers(headers),
		bytes: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
	});
const app = (value: unknown) => told({ 'x-app-usage': JSON.stringify(value) });
const account = (value: unknown) => told({ 'x-business-use-case-usage': JSON.stringify(value) });
const error = (code: unknown, more: object = {}) =>
	told({}, { error: { message: 'No.', type: 'OAuthException', code, ...more } }, 400);

const CALLS = { type: 'instagram', call_count: 10, total_cputime: 5, total_time: 6 };

describe('the headers of use', () => {
	it('may be missing', () => {
		expect(told({})).toEqual(NOTHING);
	});

	it.each([
		['the highest of the three', { call_count: 28, total_time: 25, total_cputime: 61 }, 61],
		['one alone', { total_time: 97 }, 97],
		['above a hundred', { call_count: 130 }, 130],
		['digits in quotes', { call_count: '76' }, 76],
		['a fraction', { call_count: 94.5 }, 94.5],
		['nothing used', { call_count: 0, total_time: 0, total_cputime: 0 }, 0],
		['a list of one', [{ call_count: 12 }], 12]
	])('X-App-Usage: %s', (_, value, percent) => {
		expect(app(value)).toEqual({ ...NOTHING, app: percent });
	});

	it.each([
		['one account', { '17841400000000001': [CALLS] }, 10, null],
		[
			'the worst of several kinds and accounts',
			{ '17841400000000001': [CALLS, { ...CALLS, type: 'pages', total_time: 81 }], 2: [CALLS] },
			81,
			null
		],
		['no list', { '17841400000000001': CALLS }, 10, null],
		[
			'a time to wait, in minutes',
			{ 1: [{ ...CALLS, call_count: 100, estimated_time_to_regain_access: 12 }] },
			100,
			minutes(12)
		],
		[
			'the longest wait, in quotes',
			{
				1: [{ ...CALLS, estimated_time_to_regain_access: '3' }],
				2: [{ ...CALLS, estimated_time_to_regain_access: '7' }]
			},
			10,
			minutes(7)
		],
		['no wait', { 1: [{ ...CALLS, estimated_time_to_regain_access: 0 }] }, 10, null],
		[
			'a wait that nobody means',
			{ 1: [{ ...CALLS, estimated_time_to_regain_access: 1e9 }] },
			10,
			minutes(1440)
		]
	])('X-Business-Use-Case-Usage: %s', (_, value, percent, regain) => {
		expect(account(value)).toEqual({ ...NOTHING, account: percent, accountRegainMs: regain });
	});

	it.each(['', 'null', '[]', '{}', '"28"', '12', '{"call_count":', '{"call_count":null}', '<b>'])(
		'%s is nothing told',
		(value) => {
			expect(told({ 'x-app-usage': value, 'x-business-use-case-usage': value })).toEqual(NOTHING);
		}
	);
});

describe('the code of an error', () => {
	it.each([4, 17, 32, 613, 80_002])('%d is a limit', (code) => {
		expect(error(code).code).toBe(code);
		expect(error(code, { is_transient: true, error_subcode: 0 }).code).toBe(code);
	});

	it('4 with 2207051 is none: a publish that was taken for spam', () => {
		expect(error(4, { error_subcode: 2_207_051 }).code).toBeNull();
	});

	it.each([1, 2, -1, 9, 10, 100, 190, 341, 368, 80_001, '4', null])('%s is none', (code) => {
		expect(error(code).code).toBeNull();
	});

	it('counts whatever the HTTP status is', () => {
		expect(told({}, { error: { code: 4 } }, 200).code).toBe(4);
		expect(told({}, { error: { code: 17 } }, 403).code).toBe(17);
	});

	it('is not looked for in what is no error', () => {
		expect(told({}, '<h1>Error 4</h1>', 503)).toEqual(NOTHING);
		expect(told({}, { data: [{ error: { code: 4 } }] })).toEqual(NOTHING);
		expect(told({}, '')).toEqual(NOTHING);
	});
});
