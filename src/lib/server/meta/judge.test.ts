import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MetaRefused, UnexpectedAnswer } from './errors.ts';
import { judge, parse } from './judge.ts';
import { longLivedAnswer, profileAnswer, revokeAnswer, shortLivedAnswer } from './schemas.ts';

const TOKEN = 'IGAAQx7w9Zk3tokenTOKEN0123456789';
const GOOD = `{"access_token":"${TOKEN}","token_type":"bearer","expires_in":5183944}`;

const judged = (status: number, text: string) => {
	try {
		return judge({ status, text }, longLivedAnswer, [TOKEN]);
	} catch (error) {
		return error;
	}
};

test.each([
	['flat', GOOD],
	['in data', `{"data":${GOOD}}`],
	['in a list in data', `{"data":[${GOOD}]}`],
	['error that is null', GOOD.replace('{', '{"error":null,')],
	['a field named __proto__', GOOD.replace('{', '{"__proto__":{"polluted":1,"expires_in":1},')]
])('good: %s', (_, text) => {
	expect(judged(200, text)).toEqual({ access_token: TOKEN, expires_in: 5183944 });
	expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each<[string, number, string, string]>([
	['HTML 502', 502, '<html>Bad gateway</html>', 'HTTP 502'],
	['HTML 200', 200, '<html>', 'no JSON'],
	['empty', 200, '', 'no JSON'],
	['truncated', 200, GOOD.slice(0, 30), 'no JSON'],
	['too deep', 200, '['.repeat(400_000) + ']'.repeat(400_000), 'no JSON'],
	['null', 200, 'null', 'unusable answer'],
	['a list of two', 200, `{"data":[${GOOD},${GOOD}]}`, 'unusable answer'],
	['an empty list', 200, '{"data":[]}', 'unusable answer'],
	['nothing in it', 200, '{}', 'unusable access_token, expires_in'],
	['a good body under 500', 500, GOOD, 'HTTP 500'],
	['a good body under 400', 400, GOOD, 'HTTP 400'],
	['a good body under 302', 302, GOOD, 'HTTP 302'],
	['fields of a prototype', 200, `{"__proto__":${GOOD}}`, 'unusable access_token, expires_in']
])('unexpected: %s', (_, status, text, what) => {
	expect(judged(status, text)).toEqual(new UnexpectedAnswer(what, status));
});

const graph = (error: object) => JSON.stringify({ error });

test.each<[string, number, string, object]>([
	[
		"Graph's shape",
		400,
		graph({
			message: `Error validating access token ${TOKEN}`,
			type: 'OAuthException',
			code: 190,
			error_subcode: 460,
			fbtrace_id: 'A1'
		}),
		{
			httpStatus: 400,
			code: 190,
			subcode: 460,
			type: 'OAuthException',
			isTransient: false,
			words: 'Error validating access token …'
		}
	],
	[
		"the token endpoint's shape",
		400,
		'{"error_type":"OAuthException","code":400,"error_message":"Invalid platform app"}',
		{ code: 400, subcode: null, type: 'OAuthException', words: 'Invalid platform app' }
	],
	[
		'an error that is text',
		400,
		'{"error":"invalid_grant","error_description":"No."}',
		{ code: null, type: null, words: 'No.' }
	],
	['text alone', 400, '{"error":"nope"}', { code: null, type: 'nope', words: 'nope' }],
	['an error under 200', 200, graph({ code: 190 }), { httpStatus: 200, code: 190, words: '' }],
	[
		'an error beside a token',
		200,
		GOOD.replace('{', '{"error":{"code":2},'),
		{ httpStatus: 200, code: 2 }
	],
	['transient', 400, graph({ code: 190, is_transient: true }), { isTransient: true }],
	['a code that is text', 400, graph({ code: '190' }), { code: null }],
	['a code that is huge', 400, '{"error":{"code":99999999999999999999}}', { code: null }],
	['a type full of markup', 400, graph({ code: 1, type: '<b>' }), { type: null }],
	['an empty object', 400, graph({}), { code: null, subcode: null, type: null, words: '' }]
])('refused: %s', (_, status, text, expected) => {
	const error = judged(status, text);
	expect(error).toBeInstanceOf(MetaRefused);
	expect(error).toMatchObject(expected);
});

test('a whole number beyond 2^53 keeps its digits, others stay numbers', () => {
	expect(parse('[27640875392278831,-9007199254740993,9007199254740991,1.5,1e30,0]')).toEqual([
		'27640875392278831',
		'-9007199254740993',
		9007199254740991,
		1.5,
		1e30,
		0
	]);
});

/** Bodies that resemble Meta's, with a secret in every place where a text may stand. */
const leaf = fc.constantFrom<unknown>(
	TOKEN,
	`a ${TOKEN} b`,
	190,
	460,
	400,
	5183944,
	1.5,
	-1,
	true,
	false,
	null,
	'',
	'BUSINESS'
);
const names = fc.constantFrom(
	'access_token',
	'expires_in',
	'user_id',
	'id',
	'username',
	'permissions',
	'data',
	'error',
	'error_type',
	'error_message',
	'message',
	'code',
	'error_subcode',
	'type',
	'is_transient',
	'success',
	'__proto__',
	'constructor',
	TOKEN
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		leaf,
		fc.array(tie('tree'), { maxLength: 3 }),
		fc
			.array(fc.tuple(names, tie('tree')), { maxLength: 6 })
			.map((entries) => Object.fromEntries(entries))
	)
}));
const body = fc.oneof(
	tree.map((value) => JSON.stringify(value)),
	tree.map((value) => JSON.stringify(value).slice(0, -1)),
	fc.string({ unit: 'binary', maxLength: 200 })
);
const status = fc.oneof(
	fc.constantFrom(200, 400, 403, 429, 500),
	fc.integer({ min: 200, max: 599 })
);

test('any answer becomes a value or one of two errors, and no error tells a secret', () => {
	const schema = fc.constantFrom(shortLivedAnswer, longLivedAnswer, profileAnswer, revokeAnswer);
	const outcomes = new Set<string>();
	fc.assert(
		fc.property(status, body, schema, (code, text, answer) => {
			try {
				judge<unknown>({ status: code, text }, answer, [TOKEN]);
				expect(code).toBeLessThan(300);
				outcomes.add('value');
			} catch (error) {
				if (!(error instanceof MetaRefused) && !(error instanceof UnexpectedAnswer)) throw error;
				outcomes.add(error.name);
				expect(error.cause).toBeUndefined();
				expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain(TOKEN);
			}
		}),
		{ numRuns: 3_000, seed: 7 }
	);
	expect([...outcomes].sort()).toEqual(['MetaRefused', 'UnexpectedAnswer', 'value']);
});
