import type { Cookies } from '@sveltejs/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubledCookies } from './bodies.ts';
import { cookieName, isOurCookie, readAttempts, writeAttempt } from './cookies.ts';

const ORIGINS = [
	'https://mooring.example',
	'http://localhost:3000',
	'http://box.lan',
	'https://mooring.example:3000'
].map((address) => new URL(address));
const origin = fc.constantFrom(...ORIGINS);
const half = fc.record({
	id: fc.stringMatching(/^[0-9a-f]{8}$/),
	provider: fc.constantFrom('instagram' as const, 'facebook' as const),
	secret: fc.base64String()
});
/** Nearly ours: what a sibling host, an older version or a curious person would set. */
const nearly = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc
		.tuple(
			fc.constantFrom('', '__Host-Http-', '__host-http-', 'x'),
			fc.constantFrom('mooring-attempt-', 'mooring-ATTEMPT-', 'attempt-'),
			fc.constantFrom('instagram', 'facebook', 'threads', ''),
			fc.constantFrom('-0123abcd', '-0123ABCD', '-0123abcde', '-../../..', ''),
			fc.constantFrom('', '-3000', '-80', '-1', '-3000x')
		)
		.map((parts) => parts.join(''))
);

/** A jar as Kit hands it over: names and values, already taken apart. */
const jar = (pairs: { name: string; value: string }[]) =>
	({
		getAll: () => pairs,
		set: (name: string, value: string) => pairs.push({ name, value })
	}) as unknown as Cookies;

describe('attempts in a browser’s cookies', () => {
	it('are exactly those that were written, whatever else is there', () => {
		fc.assert(
			fc.property(origin, fc.array(half), fc.array(nearly), (at, halves, others) => {
				const written = new Set<string>();
				const cookies = jar([]);
				for (const one of halves) writeAttempt(cookies, at, one);
				for (const { name } of cookies.getAll()) written.add(name);
				const strangers = others.filter((name) => !isWellFormed(at, name));
				for (const name of strangers) cookies.set(name, 'x', { path: '/' });
				expect(readAttempts(cookies, at)).toEqual(halves);
				for (const name of written) expect(isOurCookie(at, name)).toBe(true);
			})
		);
	});

	it('of another origin are not there', () => {
		fc.assert(
			fc.property(fc.array(half, { minLength: 1 }), (halves) => {
				const [https, local] = ORIGINS as [URL, URL];
				const cookies = jar([]);
				for (const one of halves) writeAttempt(cookies, local, one);
				expect(readAttempts(cookies, https)).toEqual([]);
			})
		);
	});
});

const isWellFormed = (at: URL, name: string) =>
	['instagram', 'facebook'].some(
		(login) => name === cookieName(at, `attempt-${login}-${/[0-9a-f]{8}/.exec(name)?.[0] ?? ''}`)
	);

describe('a Cookie header', () => {
	it('of any text is looked through, and only names of ours that stand there twice are found', () => {
		const pair = fc.tuple(fc.oneof(nearly, fc.constant('mooring-session-3000')), fc.string());
		const header = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.array(pair).map((pairs) => pairs.map((each) => each.join('=')).join('; '))
		);
		fc.assert(
			fc.property(origin, header, (at, text) => {
				for (const name of doubledCookies(text, at)) {
					expect(isOurCookie(at, name)).toBe(true);
					expect(text.split(name).length).toBeGreaterThan(2);
				}
			})
		);
	});
});
