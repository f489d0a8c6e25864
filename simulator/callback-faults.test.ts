import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	dialogQuery,
	FACEBOOK_REDIRECT_URI,
	type FacebookTestClient,
	startFacebookClient
} from './facebook/test-client.ts';
import { authorizeQuery, REDIRECT_URI } from './test-client.ts';

let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const fault = (endpoint: string, kind: string, more: object = {}) =>
	client.control('POST', 'faults', { endpoint, kind, times: 1, ...more });
const query = (search: string, state = '&state=a%2Bb~') => `${search}${state}`;
const ask = async (path: string) => (await client.ask(path)).headers.get('location') ?? '';

const SANDBOX =
	'error_code=901&error_message=This+app+is+in+sandbox+mode.++Edit+the+app+configuration+at+' +
	'http%3A%2F%2Fdevelopers.facebook.com%2Fapps+to+make+the+app+publicly+visible.';

test.each([
	['callback_901', SANDBOX],
	['callback_server_error', 'error=server_error&'],
	['callback_temporarily_unavailable', 'error=temporarily_unavailable&']
])('%s comes back to the client, with the state byte for byte', async (kind, start) => {
	await fault('fb_dialog', kind);
	const facebook = await ask(`/v25.0/dialog/oauth?${query(dialogQuery())}`);
	expect(facebook.slice(0, FACEBOOK_REDIRECT_URI.length + 1 + start.length)).toBe(
		`${FACEBOOK_REDIRECT_URI}?${start}`
	);
	expect(facebook.endsWith('&state=a%2Bb~#_=_')).toBe(true);
	await fault('authorize', kind);
	const instagram = await ask(`/oauth/authorize?${query(authorizeQuery())}`);
	expect(instagram.slice(0, REDIRECT_URI.length + 1 + start.length)).toBe(
		`${REDIRECT_URI}?${start}`
	);
	expect(instagram.endsWith('&state=a%2Bb~')).toBe(true);
	expect((await client.control('GET', 'secrets')).states).toEqual(['a+b~', 'a+b~']);
	expect(await ask(`/v25.0/dialog/oauth?${query(dialogQuery())}`)).toMatch(/^\/login\.php/);
});

test('the answer can be another one, and state is added only where there was one', async () => {
	const body = 'error_code=1349126&error_message=App+not+set+up';
	await fault('fb_dialog', 'callback_901', { body });
	expect(await ask(`/v25.0/dialog/oauth?${dialogQuery()}`)).toBe(
		`${FACEBOOK_REDIRECT_URI}?${body}#_=_`
	);
});

test('an address that is not registered is never led back to', async () => {
	await fault('fb_dialog', 'callback_901');
	const search = dialogQuery({ redirect_uri: 'https://elsewhere.example/' });
	const answer = await client.ask(`/v25.0/dialog/oauth?${search}`);
	expect(answer.status).toBe(400);
	expect(answer.headers.get('location')).toBeNull();
	expect(await answer.text()).toContain('URL blocked');
});

test('the login page goes on as usual, other endpoints have no such fault', async () => {
	await fault('fb_dialog', 'callback_901');
	expect((await client.ask('/login.php')).status).toBe(200);
	await expect(fault('me', 'callback_901')).rejects.toThrow('authorize and fb_dialog');
	await expect(fault('*', 'callback_901')).rejects.toThrow('authorize and fb_dialog');
});
