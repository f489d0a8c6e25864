import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedAddress } from './pasted-address.ts';

const REDIRECT = 'https://localhost/auth/instagram/callback';
const FACEBOOK = 'https://localhost/auth/facebook/callback';
const read = (text: string) =>
	readPastedAddress(text, { instagram: REDIRECT, facebook: FACEBOOK }).answer;

describe('a pasted address', () => {
	it.each([
		[`${REDIRECT}?code=AQx&state=S#_`],
		[`  ${REDIRECT}/?code=AQx&state=S  \n`],
		[`${REDIRECT}?state=S&code=AQx%23_`]
	])('is read: %s', (text) => {
		expect(read(text)).toEqual({ kind: 'code', code: 'AQx', state: 'S' });
	});

	it('belongs to the login at whose address it is', () => {
		const redirectUris = { instagram: REDIRECT, facebook: FACEBOOK };
		expect(readPastedAddress(`${REDIRECT}?code=a&state=S`, redirectUris).provider).toBe(
			'instagram'
		);
		expect(readPastedAddress(`${FACEBOOK}/?code=a&state=S`, redirectUris).provider).toBe(
			'facebook'
		);
	});

	it('may say no', () => {
		const text = `${REDIRECT}?error=access_denied&error_description=The+user+denied&state=S`;
		expect(read(text)).toMatchObject({ kind: 'error', error: 'access_denied', state: 'S' });
	});

	it.each([
		['nothing', '   '],
		['no address', 'localhost/auth/instagram/callback?code=a&state=b'],
		['cut in front', '?code=AQx&state=S'],
		['cut at its end', `${REDIRECT}?code=AQx`],
		['the consent page', 'https://www.instagram.com/oauth/authorize?client_id=1&state=S'],
		['another host', 'https://evil.example/auth/instagram/callback?code=a&state=b'],
		['another page', 'https://localhost/?code=a&state=b'],
		['two codes', `${REDIRECT}?code=a&code=b&state=S`],
		['very long', `${REDIRECT}?code=${'a'.repeat(9000)}&state=S`]
	])('that is mangled says what to do: %s', (_name, text) => {
		const answer = read(text);
		expect(answer.kind).toBe('mangled');
		if (answer.kind === 'mangled') expect(answer.sentence).not.toContain('AQx');
	});

	it('never throws, whatever is pasted', () => {
		const anything = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.webUrl({ withQueryParameters: true, withFragments: true }),
			fc.string({ unit: 'binary' }).map((tail) => `${REDIRECT}?${tail}`)
		);
		fc.assert(
			fc.property(anything, (text) => ['code', 'error', 'mangled'].includes(read(text).kind))
		);
	});
});
