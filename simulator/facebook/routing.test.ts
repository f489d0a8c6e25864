import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { APP, askUnderHost, authorizeQuery } from '../test-client.ts';
import {
	APP_TOKEN,
	dialogQuery,
	FACEBOOK_APP,
	type FacebookTestClient,
	startFacebookClient
} from './test-client.ts';

let client: FacebookTestClient;
let facebook: string;
let instagram: string;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	facebook = await client.userToken();
	instagram = await client.token();
});
afterAll(() => client.close());

/** Which half took a request, from the list of calls. */
async function endpointOf(path: string, init?: RequestInit) {
	await client.control('DELETE', 'calls');
	await client.ask(path, init);
	const { counts } = await client.control('GET', 'calls');
	return Object.keys(counts as object)[0];
}

const form = (fields: Record<string, string>) => ({
	method: 'POST',
	body: new URLSearchParams(fields)
});

test.each([
	['/v25.0/dialog/oauth', 'fb_dialog'],
	['/dialog/oauth', 'fb_dialog'],
	['/login.php', 'fb_dialog'],
	['/debug_token', 'fb_debug_token'],
	['/v25.0/debug_token', 'fb_debug_token'],
	['/me/accounts', 'fb_accounts'],
	['/v25.0/122/accounts', 'fb_accounts'],
	['/me/businesses', 'fb_accounts'],
	['/84123/owned_pages', 'fb_accounts'],
	['/84123/client_pages', 'fb_accounts'],
	['/v3.2/oauth/access_token', 'fb_exchange'],
	['/oauth/access_token?grant_type=fb_exchange_token', 'fb_long_lived'],
	[`/oauth/access_token?client_id=${FACEBOOK_APP.clientId}`, 'fb_exchange'],
	[`/oauth/authorize?client_id=${FACEBOOK_APP.clientId}`, 'fb_dialog'],
	[`/me?access_token=${encodeURIComponent(APP_TOKEN)}`, 'fb_node'],
	['/me?access_token=EAAunknown', 'fb_node'],
	['/accounts/login/', 'authorize'],
	['/oauth/authorize', 'authorize'],
	[`/oauth/authorize?client_id=${APP.clientId}`, 'authorize'],
	['/oauth/access_token', 'exchange'],
	[`/oauth/access_token?client_id=${APP.clientId}`, 'exchange'],
	['/access_token', 'long_lived'],
	['/me', 'me'],
	['/me?access_token=IGAAunknown', 'me'],
	['/me/permissions', 'permissions'],
	['/v25.0/me', 'me'],
	['/pictures/ada.draws.png', 'picture'],
	['/nothing', 'other']
])('%s without more is %s', async (path, endpoint) => {
	expect(await endpointOf(path)).toBe(endpoint);
});

test('the token decides about nodes and permissions, wherever it stands', async () => {
	for (const path of ['/me', '/v25.0/me', '/17841400000000000']) {
		expect(await endpointOf(`${path}?access_token=${facebook}`)).toBe('fb_node');
		expect(await endpointOf(`${path}?access_token=${instagram}`)).toBe('me');
	}
	const headers = { authorization: `Bearer ${facebook}` };
	expect(await endpointOf('/me', { headers })).toBe('fb_node');
	expect(await endpointOf('/me/permissions', { headers })).toBe('fb_permissions');
	expect(await endpointOf('/me/permissions/email', { headers })).toBe('fb_permissions');
	const path = (token: string) => `/me/permissions?access_token=${token}`;
	expect(await endpointOf(path(instagram), { method: 'DELETE' })).toBe('revoke');
	expect(await endpointOf(path(facebook), { method: 'DELETE' })).toBe('fb_revoke');
	expect(await endpointOf('/me', form({ access_token: facebook }))).toBe('fb_node');
});

test('the client decides about codes, in a form and in a multipart body', async () => {
	const body = new FormData();
	body.set('client_id', FACEBOOK_APP.clientId);
	expect(await endpointOf('/oauth/access_token', { method: 'POST', body })).toBe('fb_exchange');
	const fields = { client_id: FACEBOOK_APP.clientId };
	expect(await endpointOf('/oauth/access_token', form(fields))).toBe('fb_exchange');
	expect(await endpointOf('/oauth/access_token', form({ client_id: APP.clientId }))).toBe(
		'exchange'
	);
	const grant = form({ grant_type: 'fb_exchange_token' });
	expect(await endpointOf('/oauth/access_token', grant)).toBe('fb_long_lived');
	expect((await client.exchange(await client.code())).status).toBe(200);
});

test('an id that both halves know is Instagram’s, where no version tells', async () => {
	await client.control('POST', 'apps', {
		clientId: FACEBOOK_APP.clientId,
		clientSecret: 's',
		redirectUris: ['https://a.example/']
	});
	const query = `client_id=${FACEBOOK_APP.clientId}`;
	expect(await endpointOf(`/oauth/access_token?${query}`)).toBe('exchange');
	expect(await endpointOf(`/oauth/authorize?${query}`)).toBe('authorize');
	expect(await endpointOf(`/v25.0/oauth/access_token?${query}`)).toBe('fb_exchange');
});

test.each([
	['www.facebook.com', `/v25.0/dialog/oauth?${dialogQuery()}`, 302],
	['facebook.com', `/dialog/oauth?${dialogQuery()}`, 302],
	['www.facebook.com', '/login.php', 200],
	['www.facebook.com', '/me', 404],
	['www.facebook.com', '/oauth/access_token', 404],
	['www.instagram.com', `/dialog/oauth?${dialogQuery()}`, 404],
	['api.instagram.com', '/login.php', 404],
	['graph.instagram.com', `/dialog/oauth?${dialogQuery()}`, 400],
	['graph.facebook.com', `/oauth/authorize?${dialogQuery()}`, 302],
	['graph.facebook.com', `/oauth/authorize?${authorizeQuery()}`, 302],
	['graph.facebook.com', '/login.php', 400],
	['graph.facebook.com', '/access_token', 400]
])('%s%s answers %i', async (host, path, status) => {
	expect((await askUnderHost(client.port, host, path)).status).toBe(status);
});

test('a token of one half means nothing to the other', async () => {
	const said = async (host: string, token: string) =>
		JSON.parse((await askUnderHost(client.port, host, `/me?access_token=${token}`)).text) as Record<
			string,
			unknown
		>;
	const refusal = {
		error: { code: 190, message: expect.stringContaining('Cannot parse access token') as unknown }
	};
	expect(await said('graph.facebook.com', instagram)).toMatchObject(refusal);
	expect(await said('graph.instagram.com', facebook)).toMatchObject(refusal);
	expect(await said('graph.facebook.com', facebook)).toHaveProperty('id');
	expect(await said('graph.instagram.com', instagram)).toHaveProperty('id');
});

test('graph.facebook.com without a token, and at its root', async () => {
	const code = async (path: string) => {
		const { text } = await askUnderHost(client.port, 'graph.facebook.com', path);
		return (JSON.parse(text) as { error: { code: number } }).error.code;
	};
	expect(await code('/me')).toBe(2500);
	expect(await code('/122')).toBe(104);
	expect(await code('/')).toBe(2500);
});

test('faults of this half, by endpoint', async () => {
	const fault = (endpoint: string, kind: string) =>
		client.control('POST', 'faults', { endpoint, kind, times: 1 });
	await fault('fb_dialog', 'transient_2');
	const page = await client.ask(`/dialog/oauth?${dialogQuery()}`);
	expect(page.status).toBe(500);
	expect(await page.text()).toContain('something went wrong');
	for (const [endpoint, path] of [
		['fb_exchange', `/oauth/access_token?client_id=${FACEBOOK_APP.clientId}`],
		['fb_long_lived', '/oauth/access_token?grant_type=fb_exchange_token'],
		['fb_accounts', `/me/accounts?access_token=${facebook}`],
		['fb_permissions', `/me/permissions?access_token=${facebook}`],
		['fb_debug_token', '/debug_token'],
		['fb_node', `/me?access_token=${facebook}`]
	] as const) {
		await fault(endpoint, 'rate_4');
		const answer = await client.ask(path);
		expect([endpoint, answer.status]).toEqual([endpoint, 403]);
		expect(await answer.json()).toMatchObject({ error: { code: 4 } });
		expect((await client.ask(path)).status).not.toBe(403);
	}
	await fault('fb_revoke', 'unavailable');
	const path = `/me/permissions?access_token=${facebook}`;
	expect((await client.ask(path, { method: 'DELETE' })).status).toBe(503);
	expect((await client.ask(`/me?access_token=${facebook}`)).status).toBe(200);
});

test('a spoilt answer to an exchange has spent the code', async () => {
	const code = await client.dialogCode();
	await client.control('POST', 'faults', { endpoint: 'fb_exchange', kind: 'truncated', times: 1 });
	expect((await client.ask(client.exchangePath(code))).status).toBe(200);
	expect((await client.read(client.exchangePath(code))).error?.error_subcode).toBe(36_009);
});

test('calls are noted without their queries, with the person', async () => {
	await client.ask(`/v25.0/me/accounts?access_token=${facebook}`);
	const told = await client.control('GET', 'calls');
	expect((told.calls as object[])[0]).toMatchObject({
		endpoint: 'fb_accounts',
		path: '/v25.0/me/accounts',
		status: 200,
		account: 'two.pages'
	});
	expect(JSON.stringify(told)).not.toContain(facebook);
});
