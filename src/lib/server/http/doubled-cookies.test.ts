import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubledCookies } from './bodies.ts';

const HTTPS = new URL('https://mooring.example');
const HTTP = new URL('http://localhost:4173');
const SESSION = '__Host-Http-mooring-session';

describe('cookies that came twice', () => {
	it.each([
		[HTTPS, `${SESSION}=a; ${SESSION}=b`, [SESSION]],
		[HTTPS, `${SESSION}=a;${SESSION}`, [SESSION]],
		[HTTPS, `x=1; ${SESSION} =a; y=2;   ${SESSION}=a`, [SESSION]],
		[
			HTTPS,
			'__Host-Http-mooring-claim=a; __Host-Http-mooring-claim=a',
			['__Host-Http-mooring-claim']
		],
		[HTTP, 'mooring-session-4173=a; mooring-session-4173=b', ['mooring-session-4173']],
		[
			HTTP,
			'mooring-attempt-facebook-0123abcd-4173=a; mooring-attempt-facebook-0123abcd-4173=b',
			['mooring-attempt-facebook-0123abcd-4173']
		]
	])('of %s in %j are found', (origin, header, found) => {
		expect(doubledCookies(header, origin)).toEqual(found);
	});

	it.each([
		[HTTPS, null],
		[HTTPS, ''],
		[HTTPS, `${SESSION}=a`],
		[HTTPS, `${SESSION}=a; __Host-Http-mooring-claim=a`],
		[HTTPS, `theirs=a; theirs=b; ${SESSION}=${'='.repeat(9)}`],
		[HTTPS, `${SESSION}=a; __host-http-mooring-session=b`],
		[HTTP, 'mooring-session-4173=a; mooring-session-3000=b; mooring-session-3000=c']
	])('of %s in %j are none of ours', (origin, header) => {
		expect(doubledCookies(header, origin)).toEqual([]);
	});

	it('are found wherever they stand', () => {
		const other = fc.stringMatching(/^[a-z]{1,8}=[^;,"\\]*$/);
		fc.assert(
			fc.property(fc.array(other), fc.array(other), fc.array(other), (one, two, three) => {
				const header = [...one, `${SESSION}=a`, ...two, `${SESSION}=b`, ...three].join('; ');
				expect(doubledCookies(header, HTTPS)).toEqual([SESSION]);
			})
		);
	});
});
