import { describe, expect, it } from 'vitest';
import { readCredential } from './credential.ts';

const KEY = `moor_Aa0Bb1Cc_${'x'.repeat(49)}`;
const OTHER = `moor_Dd2Ee3Ff_${'y'.repeat(49)}`;
const TOKEN = `IGAA${'Q'.repeat(160)}ZD`;

const asked = (authorization: string | null, query = '', body = '') =>
	readCredential(
		{ authorization },
		{ query: [...new URLSearchParams(query)], body: [...new URLSearchParams(body)] }
	);

describe('Authorization', () => {
	it.each([
		`Bearer ${KEY}`,
		`bearer ${KEY}`,
		`BEARER ${KEY}`,
		`OAuth ${KEY}`,
		`oauth ${KEY}`,
		`Bearer  ${KEY}`,
		` Bearer ${KEY} `,
		`Bearer ${KEY}, Bearer ${KEY}`,
		`Bearer ${KEY},OAuth ${KEY}`
	])('%s shows the key', (header) => {
		expect(asked(header)).toEqual({ keyText: KEY, keyInQuery: false, isInAddress: false });
	});

	it.each([
		null,
		'',
		' ',
		'Bearer',
		'Bearer ',
		'bearer  ',
		'Bearer ,',
		'Basic dTpw',
		KEY,
		'Digest a="b", c="d"'
	])('%j shows none', (header) => {
		expect(asked(header).keyText).toBeNull();
	});

	it.each([`Bearer ${OTHER}`, 'Bearer x, Bearer y', `Bearer ${KEY}, ${OTHER}`, `Bearer x`])(
		'%s beside another key is a conflict',
		(header) => {
			expect(() => asked(header, `access_token=${KEY}`)).toThrow(
				expect.objectContaining({ code: 'credentials_conflict', status: 400 }) as Error
			);
		}
	);

	it('of another scheme is for whoever stands in front', () => {
		expect(asked('Basic dTpw', `access_token=${KEY}`).keyText).toBe(KEY);
	});
});

describe('access_token', () => {
	it('in the query is carried by links, and stands in the address', () => {
		expect(asked(null, `access_token=${KEY}`)).toEqual({
			keyText: KEY,
			keyInQuery: true,
			isInAddress: true
		});
	});

	it('in the body is carried by links, and stands in no address', () => {
		expect(asked(null, '', `access_token=${KEY}`)).toEqual({
			keyText: KEY,
			keyInQuery: true,
			isInAddress: false
		});
	});

	it('may come as often as it likes while it is the same', () => {
		const doubled = `access_token=${KEY}&fields=id&access_token=${KEY}`;
		expect(asked(`Bearer ${KEY}`, doubled, `access_token=${KEY}`).keyText).toBe(KEY);
	});

	it('that is empty is none', () => {
		expect(asked(`Bearer ${KEY}`, 'access_token=')).toMatchObject({
			keyText: KEY,
			keyInQuery: false
		});
	});

	it.each([
		[`access_token=${KEY}&access_token=${OTHER}`, ''],
		[`access_token=${KEY}`, `access_token=${OTHER}`],
		['', `access_token=${KEY}&access_token=${OTHER}`]
	])('that differs is a conflict', (query, body) => {
		expect(() => asked(null, query, body)).toThrow(
			expect.objectContaining({ code: 'credentials_conflict' }) as Error
		);
	});

	it('in another case of letters is none', () => {
		expect(asked(null, `ACCESS_TOKEN=${KEY}`).keyText).toBeNull();
	});
});

it.each([
	[`Bearer ${TOKEN}`, ''],
	[null, `access_token=${TOKEN}`],
	[`Bearer ${KEY}`, `access_token=${TOKEN}`],
	[`Bearer EAA${TOKEN}`.replace('IG', ''), `access_token=${KEY}`]
])('a token of Meta’s is what is told of, whatever comes beside it', (header, query) => {
	expect(asked(header, query).keyText).toMatch(/^(IGAA|EAA)/);
});
