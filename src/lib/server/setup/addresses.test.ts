import { describe, expect, it } from 'vitest';
import { originCheck, redirectChecks } from './addresses.ts';
import { callbackAddresses, publicPages } from './callback-addresses.ts';

describe('the public address', () => {
	it.each([
		['https://mooring.ada.example', 'fine'],
		['http://localhost:3000', 'fine'],
		['http://127.0.0.1:3000', 'fine'],
		['http://192.168.1.20:3000', 'warning'],
		['http://mooring.lan', 'warning']
	])('%s is %s', (origin, state) => expect(originCheck(new URL(origin)).state).toBe(state));
});

const login = (redirectUri: string, redirectIsOnOrigin: boolean) => ({
	clientId: '1',
	clientSecret: '2',
	redirectUri,
	redirectIsOnOrigin
});
const origin = new URL('https://mooring.ada.example');
const check = (
	redirectUri: string,
	isOnOrigin = true,
	practice: { simulatorPort: number } | null = null
) =>
	redirectChecks({
		origin,
		instagram: login(redirectUri, isOnOrigin),
		facebook: null,
		practice
	})[0];

describe('the redirect address', () => {
	it('on ORIGIN is fine with https, and without it in practice only', () => {
		expect(check('https://mooring.ada.example/auth/instagram/callback')?.state).toBe('fine');
		const plain = 'http://localhost:3000/auth/instagram/callback';
		expect(check(plain)).toMatchObject({ state: 'warning', id: 'instagram-redirect' });
		expect(check(plain, true, { simulatorPort: 1 })?.state).toBe('fine');
	});

	it('off ORIGIN says that it goes through the paste page', () => {
		const off = check('https://localhost/auth/instagram/callback', false);
		expect(off).toMatchObject({ state: 'fine', cure: null });
		expect(off?.sentence).toContain('paste');
	});

	it('says that a slash at its end counts', () => {
		expect(check('https://mooring.ada.example/auth/instagram/callback/')?.sentence).toContain(
			'slash'
		);
		expect(check('https://mooring.ada.example/auth/instagram/callback')?.sentence).not.toContain(
			'slash'
		);
	});

	it('is looked at for each login that is set', () => {
		const facebook = { ...login('https://x.example/', false), configId: null };
		const all = redirectChecks({ origin, instagram: null, facebook, practice: null });
		expect(all.map(({ id }) => id)).toEqual(['facebook-redirect']);
	});
});

describe('the addresses to paste', () => {
	it('are all three for both logins, the redirect as it is sent', () => {
		const given = callbackAddresses({
			origin,
			redirects: {
				instagram: login('https://localhost/auth/instagram/callback', false),
				facebook: login('https://mooring.ada.example/auth/facebook/callback', true)
			}
		});
		expect(given).toEqual({
			instagram: {
				redirect: 'https://localhost/auth/instagram/callback',
				isPasted: true,
				deauthorize: 'https://mooring.ada.example/auth/instagram/deauthorize',
				dataDeletion: 'https://mooring.ada.example/auth/instagram/data-deletion'
			},
			facebook: {
				redirect: 'https://mooring.ada.example/auth/facebook/callback',
				isPasted: false,
				deauthorize: 'https://mooring.ada.example/auth/facebook/deauthorize',
				dataDeletion: 'https://mooring.ada.example/auth/facebook/data-deletion'
			},
			isReachable: true
		});
	});

	it('are two more before an app may be published', () => {
		expect(publicPages({ origin })).toEqual({
			privacy: 'https://mooring.ada.example/privacy',
			terms: 'https://mooring.ada.example/terms'
		});
	});

	it.each(['http://localhost:3000', 'https://localhost', 'https://192.168.1.2', 'https://a.lan'])(
		'are out of Meta’s reach at %s',
		(address) => {
			const back = login(`${address}/auth/callback`, true);
			const redirects = { instagram: back, facebook: back };
			const given = { origin: new URL(address), redirects };
			expect(callbackAddresses(given).isReachable).toBe(false);
		}
	);
});
