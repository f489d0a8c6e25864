import { describe, expect, it } from 'vitest';
import type { Cookies } from '@sveltejs/kit';
import {
	cookieName,
	isOurCookie,
	readAttempts,
	writeAttempt,
	writeClaim,
	writeInvitation,
	writeSession
} from './cookies.ts';

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
	it('have the strictest prefix on https and the port in their name where it is not the usual one', () => {
		expect(cookieName(HTTPS, 'session')).toBe('__Host-Http-mooring-session');
		expect(cookieName(new URL('https://mooring.example:8443'), 'session')).toBe(
			'__Host-Http-mooring-session-8443'
		);
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

	it.each([
		['https://box.example:8443', 'https://box.example:9443'],
		['https://box.example', 'https://box.example:8443'],
		['https://box.example:8443', 'https://box.example'],
		['http://box.lan:3000', 'http://box.lan:3001'],
		['http://box.lan', 'http://box.lan:3000'],
		['https://box.example:3000', 'http://box.example:3000']
	])('of %s are not those of %s, which the browser sends along', (one, other) => {
		const here = new URL(one);
		const there = new URL(other);
		const { cookies, written } = jar();
		writeSession(cookies, there, { value: 's', expiresAt: new Date() });
		writeClaim(cookies, there, 'c');
		writeInvitation(cookies, there, 'i', 60);
		for (const provider of ['instagram', 'facebook'] as const) {
			writeAttempt(cookies, there, { id: '0123abcd', provider, secret: 'a' });
		}
		const names = written.map(({ name }) => name);
		expect(names.filter((name) => isOurCookie(there, name))).toEqual(names);
		expect(names.filter((name) => isOurCookie(here, name))).toEqual([]);
		expect(readAttempts(jar(written).cookies, here)).toEqual([]);
		expect(readAttempts(jar(written).cookies, there)).toHaveLength(2);
	});

	it.each([
		'__Host-Http-mooring-',
		'__Host-Http-mooring-theirs',
		'__Host-Http-mooring-session-9443',
		'__Host-Http-mooring-attempt-instagram-0123abcde',
		'__Host-Http-mooring-attempt-elsewhere-0123abcd',
		'x__Host-Http-mooring-session'
	])('are of the kinds that we write, and %s is not', (name) => {
		expect(isOurCookie(HTTPS, name)).toBe(false);
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
