import { describe, expect, it } from 'vitest';
import type { Cookies } from '@sveltejs/kit';
import { cookieName, readAttempts, writeAttempt, writeClaim, writeSession } from './cookies.ts';

const HTTPS = new URL('https://mooring.example');
const HTTP = new URL('http://localhost:4173');

type Written = { name: string; value: string; options: Parameters<Cookies['set']>[2] };

function jar(stored: { name: string; value: string }[] = []) {
	const written: Written[] = [];
	const cookies = {
		set: (name: string, value: string, options: Written['options']) =>
			written.push({ name, value, options }),
		getAll: () => stored
	} as unknown as Cookies;
	return { cookies, written };
}

describe('our cookies', () => {
	it('have the strictest prefix on https and the port in their name on http', () => {
		expect(cookieName(HTTPS, 'session')).toBe('__Host-Http-mooring-session');
		expect(cookieName(HTTP, 'session')).toBe('mooring-session-4173');
		expect(cookieName(new URL('http://localhost'), 'session')).toBe('mooring-session-80');
	});

	it.each([
		[HTTPS, true],
		[HTTP, false]
	])('of %s are HttpOnly, for all paths, Secure: %s', (origin, secure) => {
		const { cookies, written } = jar();
		writeSession(cookies, origin, { value: 's', expiresAt: new Date() });
		writeClaim(cookies, origin, 'c');
		writeAttempt(cookies, origin, { id: '0123abcd', provider: 'instagram', secret: 'a' });
		expect(
			written.map(({ options }) => [options.sameSite, options.httpOnly, options.path])
		).toEqual([
			['strict', true, '/'],
			['lax', true, '/'],
			['lax', true, '/']
		]);
		expect(written.every(({ options }) => options.secure === secure)).toBe(true);
		expect(written.every(({ options }) => options.domain === undefined)).toBe(true);
	});

	it('of attempts are told from others', () => {
		const { cookies } = jar([
			{ name: '__Host-Http-mooring-attempt-facebook-0123abcd', value: 'one' },
			{ name: '__Host-Http-mooring-attempt-facebook-0123ABCD', value: 'wrong case' },
			{ name: 'mooring-attempt-facebook-0123abcd', value: 'no prefix' },
			{ name: '__Host-Http-mooring-attempt-elsewhere-0123abcd', value: 'no such login' },
			{ name: '__Host-Http-mooring-session', value: 'session' }
		]);
		expect(readAttempts(cookies, HTTPS)).toEqual([
			{ id: '0123abcd', provider: 'facebook', secret: 'one' }
		]);
	});
});
