import { expect, test, vi } from 'vitest';
import { lookAtLoginPage } from './login-page.ts';

const url = new URL('https://www.instagram.com/oauth/authorize?client_id=1');
const answering = (status: number, location?: string) =>
	vi.fn<typeof globalThis.fetch>(() =>
		Promise.resolve(new Response(null, { status, headers: location ? { location } : {} }))
	);

test.each([
	[200, undefined],
	[302, 'https://www.instagram.com/accounts/login/?next=x'],
	[302, '/accounts/login/'],
	[302, 'https://login.instagram.com/'],
	[302, undefined],
	[400, undefined],
	[429, undefined],
	[503, undefined]
])('%i to %s is a login page still', async (status, location) => {
	const fetch = answering(status, location);
	expect(await lookAtLoginPage(url, fetch)).toBeNull();
	expect(fetch).toHaveBeenCalledOnce();
	expect(fetch.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' });
});

test.each([
	[404, undefined, 'www.instagram.com answers 404'],
	[410, undefined, 'www.instagram.com answers 410'],
	[301, 'https://www.example.com/x', 'www.instagram.com leads away to www.example.com'],
	[302, 'https://notinstagram.com/', 'www.instagram.com leads away to notinstagram.com'],
	[302, 'https://instagram.com.evil.example/', 'leads away to instagram.com.evil.example']
])('%i to %s is none any more', async (status, location, said) => {
	expect(await lookAtLoginPage(url, answering(status, location))).toContain(said);
});

test('addresses in numbers are compared whole', async () => {
	const here = new URL('http://127.0.0.1:4174/oauth/authorize');
	expect(await lookAtLoginPage(here, answering(302, 'http://127.0.0.1:4174/login'))).toBeNull();
	expect(await lookAtLoginPage(here, answering(302, 'http://10.0.0.1/'))).toContain('10.0.0.1');
});

test('what could not be reached says nothing', async () => {
	const fetch = vi.fn<typeof globalThis.fetch>().mockRejectedValue(new TypeError('fetch failed'));
	expect(await lookAtLoginPage(url, fetch)).toBeUndefined();
});
