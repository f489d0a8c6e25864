import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCallback } from './callback.ts';

const read = (query: string) => readCallback(new URLSearchParams(query));
const CODE = 'AQDx7-code_9';
const STATE = 'st4te-of_ours';

test.each([
	['plain', `code=${CODE}&state=${STATE}`],
	['other order', `state=${STATE}&code=${CODE}`],
	['with Instagram’s end on the code', `state=${STATE}&code=${CODE}%23_`],
	['with Instagram’s end on the state', `code=${CODE}&state=${STATE}%23_`],
	['encoded twice', `code=${CODE}%2523_&state=${STATE}`],
	['with Facebook’s end', `code=${CODE}&state=${STATE}%23_%3D_`],
	['with other parameters', `code=${CODE}&state=${STATE}&granted_scopes=a&x=1&x=2`]
])('a code: %s', (_, query) => {
	expect(read(query)).toEqual({ kind: 'code', code: CODE, state: STATE });
});

test('a whole address, its fragment aside', () => {
	const url = new URL(`https://localhost/auth/instagram/callback?code=${CODE}&state=${STATE}#_`);
	expect(readCallback(url)).toEqual({ kind: 'code', code: CODE, state: STATE });
});

test.each([
	['empty', '', 'nothing'],
	['a state alone', `state=${STATE}`, 'nothing'],
	['a code alone', `code=${CODE}`, 'no_state'],
	['a code and an error', `code=${CODE}&state=${STATE}&error=x`, 'both'],
	['two codes', `code=${CODE}&code=${CODE}&state=${STATE}`, 'doubled'],
	['two states', `code=${CODE}&state=${STATE}&state=x`, 'doubled'],
	['two errors', `error=a&error=b`, 'doubled'],
	['an empty code', `code=&state=${STATE}`, 'empty'],
	['nothing but the end', `code=%23_&state=${STATE}`, 'empty'],
	['an empty state', `code=${CODE}&state=`, 'empty'],
	['a long code', `code=${'x'.repeat(2_001)}&state=${STATE}`, 'too_long'],
	['a long state', `code=${CODE}&state=${'x'.repeat(201)}`, 'too_long'],
	['a line in the code', `code=a%0Ab&state=${STATE}`, 'control_characters'],
	['a null in the state', `code=${CODE}&state=a%00`, 'control_characters']
])('unreadable: %s', (_, query, why) => {
	expect(read(query)).toEqual({ kind: 'unreadable', why });
});

test('the longest that is read', () => {
	const [code, state] = ['x'.repeat(2_000), 'y'.repeat(200)];
	expect(read(`code=${code}&state=${state}`)).toEqual({ kind: 'code', code, state });
});

describe("an error in Facebook's own form", () => {
	test.each([
		[
			'a number',
			'error_code=901&error_message=This+app+is+in+sandbox+mode.',
			'901',
			'This app is in sandbox mode.'
		],
		['with the end of the address', 'error_code=190&error_message=Bad%23_%3D_', '190', 'Bad'],
		[
			'a no by its number',
			'error_code=200&error_message=Permissions+error%23_%3D_',
			'access_denied',
			'Permissions error'
		],
		['a no by its reason', 'error_reason=user_denied', 'access_denied', 'user_denied'],
		[
			'both forms',
			'error=access_denied&error_code=200&error_reason=user_denied&error_description=Permissions+error',
			'access_denied',
			'Permissions error'
		],
		[
			'200 that is no denial',
			'error_code=200&error_message=API+access+blocked.',
			'200',
			'API access blocked.'
		]
	])('%s', (_, query, error, words) => {
		expect(read(`${query}&state=${STATE}`)).toEqual({ kind: 'error', error, words, state: STATE });
	});

	test.each([
		['beside a code', `error_code=1&code=${CODE}&state=${STATE}`, 'both'],
		['twice', 'error_code=1&error_code=2', 'doubled'],
		['empty', 'error_code=', 'empty']
	])('%s is unreadable', (_, query, why) => {
		expect(read(query)).toEqual({ kind: 'unreadable', why });
	});
});

describe('an error', () => {
	const DENIED =
		'error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request';

	test.each([
		['with a state', `${DENIED}&state=${STATE}`, STATE],
		['with the end of the address', `${DENIED}%23_&state=${STATE}%23_`, STATE],
		['without a state', DENIED, null]
	])('%s', (_, query, state) => {
		expect(read(query)).toEqual({
			kind: 'error',
			error: 'access_denied',
			words: 'The user denied your request',
			state
		});
	});

	test.each([
		['the reason where there is no description', 'error=a&error_reason=user_denied', 'user_denied'],
		['neither', 'error=a', ''],
		['markup stays text', 'error=a&error_description=<b>%0A%E2%80%AEx', '<b> x'],
		['at most 200', `error=a&error_description=${'y'.repeat(300)}`, `${'y'.repeat(199)}…`]
	])('%s', (_, query, words) => {
		expect(read(query)).toMatchObject({ kind: 'error', words });
	});
});

test('any query gives one of the three, within its bounds', () => {
	const key = fc.constantFrom('code', 'state', 'error', 'error_description', 'error_reason', 'x');
	const pair = fc.tuple(key, fc.oneof(fc.string({ unit: 'binary' }), fc.string()));
	const query = fc.oneof(
		fc.string({ unit: 'binary' }).map((text) => new URLSearchParams(text)),
		fc.array(pair, { maxLength: 4 }).map((pairs) => new URLSearchParams(pairs)),
		fc.webUrl({ withQueryParameters: true, withFragments: true }).map((text) => new URL(text))
	);
	const kinds = new Set<string>();
	fc.assert(
		fc.property(query, (from) => {
			const callback = readCallback(from);
			kinds.add(callback.kind);
			if (callback.kind === 'code') {
				expect(callback.code).toMatch(/^\P{Cc}{1,2000}$/u);
				expect(callback.state).toMatch(/^\P{Cc}{1,200}$/u);
			}
			if (callback.kind === 'error') {
				expect(Array.from(callback.words).length).toBeLessThanOrEqual(200);
				expect(callback.words + callback.error).not.toMatch(/[\p{Cc}\u202e]/u);
			}
		}),
		{ numRuns: 1_000, seed: 7 }
	);
	expect([...kinds].sort()).toEqual(['code', 'error', 'unreadable']);
});
