import { describe, expect, it } from 'vitest';
import { idIn, outcomeOf } from './outcome.ts';

const of = (status: number, body: unknown) =>
	outcomeOf({
		status,
		bytes: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
	});
const error = (code: number, facts: object = {}, status = 400) =>
	of(status, { error: { message: 'No.', type: 'OAuthException', code, ...facts } });

describe('an answer to a publish', () => {
	it.each([
		['text', '{"id":"17900000000000001"}'],
		['a number beyond 2^53', '{"id":17900000000000001}']
	])('with an id as %s keeps all its digits', (_, body) => {
		expect(of(200, body)).toEqual({ is: 'published', mediaId: '17900000000000001' });
	});

	it.each<[string, number, object, number, string]>([
		['code 1', 1, {}, 500, '1'],
		['code 2 under 400', 2, {}, 400, '2'],
		['code 2 under 200', 2, {}, 200, '2'],
		['code -1', -1, { error_subcode: 2_207_032 }, 400, '-1/2207032'],
		['code -2', -2, { error_subcode: 2_207_003 }, 400, '-2/2207003'],
		['what is called transient', 100, { is_transient: true }, 400, '100'],
		['what was taken for spam', 4, { error_subcode: 2_207_051 }, 403, '4/2207051'],
		['any code under a 5xx', 100, {}, 503, '100']
	])('%s is unclear', (_, code, facts, status, why) => {
		expect(error(code, facts, status)).toEqual({ is: 'unclear', why, isLimit: false });
	});

	it.each([
		['a page', 502, '<!doctype html><title>502</title>', 'HTTP 502'],
		['nothing', 200, '', 'no id in the answer'],
		['half an answer', 200, '{"id":"1790', 'no id in the answer'],
		['no id', 200, { success: true }, 'no id in the answer'],
		['an id that is none', 200, { id: 'me' }, 'no id in the answer'],
		['a page under 403', 403, '<h1>Sorry</h1>', 'HTTP 403']
	])('%s is unclear', (_, status, body, why) => {
		expect(of(status, body)).toEqual({ is: 'unclear', why, isLimit: false });
	});

	it.each([
		['not ready', 9007, { error_subcode: 2_207_027 }],
		['the quota', 9, { error_subcode: 2_207_042, is_transient: false }],
		['a parameter', 100, {}],
		['a container that is gone', 24, { error_subcode: 2_207_006 }],
		['a dead token', 190, {}],
		['a limit of the account', 80_002, {}],
		['a limit of the app', 4, { is_transient: false }]
	])('%s is a definite no', (_, code, facts) => {
		expect(error(code, facts)).toEqual({ is: 'refused' });
	});

	it('a limit that is called transient is unclear, and delivered as it came', () => {
		expect(error(4, { is_transient: true }, 403)).toEqual({
			is: 'unclear',
			why: '4',
			isLimit: true
		});
	});
});

it.each([
	null,
	[],
	'id',
	{ id: null },
	{ id: 1.5 },
	{ id: '' },
	{ id: '../me' },
	Object.create({ id: '1' })
])('no id is in %j', (body) => {
	expect(idIn(body)).toBeNull();
});
