import { afterAll, beforeAll, expect, test } from 'vitest';
import { askUnderHost, authorizeQuery, startTestClient, type TestClient } from './test-client.ts';

let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
afterAll(() => client.close());

const AUTHORIZE = `/oauth/authorize?${authorizeQuery()}`;

test.each([
	['www.instagram.com', AUTHORIZE, 302],
	['meta.test', AUTHORIZE, 302],
	['www.instagram.com:4174', AUTHORIZE, 302],
	['www.instagram.com', '/me', 404],
	['www.instagram.com', '/oauth/access_token', 404],
	['api.instagram.com', '/oauth/access_token', 400],
	['api.instagram.com', '/me', 404],
	['graph.instagram.com', '/me', 400],
	['www.facebook.com', '/v25.0/dialog/oauth', 400],
	['www.facebook.com', '/me', 404],
	['www.facebook.com', AUTHORIZE, 404],
	['graph.facebook.com', '/dialog/oauth', 400],
	['graph.instagram.com', '/debug_token', 400]
])('%s%s answers %i', async (host, path, status) => {
	expect((await askUnderHost(client.port, host, path)).status).toBe(status);
});

test('api.instagram.com/oauth/authorize is dead', async () => {
	const { status, text } = await askUnderHost(client.port, 'api.instagram.com', AUTHORIZE);
	expect(status).toBe(400);
	expect(text).toContain('Sorry, this page isn&#39;t available');
});

test('graph.instagram.com knows no authorize page', async () => {
	const { text } = await askUnderHost(client.port, 'graph.instagram.com', AUTHORIZE);
	expect(JSON.parse(text)).toMatchObject({ error: { code: 2500 } });
});

test('a token of Instagram Login means nothing to graph.facebook.com', async () => {
	const path = `/me?access_token=${await client.token()}`;
	const { text } = await askUnderHost(client.port, 'graph.facebook.com', path);
	expect(JSON.parse(text)).toMatchObject({
		error: { code: 190, message: expect.stringContaining('Cannot parse access token') as unknown }
	});
});

test.each([
	['graph.instagram.com', 'https://graph.instagram.com'],
	['GRAPH.instagram.com', 'https://graph.instagram.com'],
	['graph.instagram.com:4174', 'http://graph.instagram.com:4174'],
	['meta.test:4174', 'http://meta.test:4174']
])('under %s pictures lead to where the client is, and are served there', async (host, origin) => {
	const path = `/me?fields=profile_picture_url&access_token=${await client.token()}`;
	const { text } = await askUnderHost(client.port, host, path);
	const { profile_picture_url: address } = JSON.parse(text) as { profile_picture_url: string };
	expect(address.slice(0, origin.length + 1)).toBe(`${origin}/`);
	const picture = await askUnderHost(client.port, host, address.slice(origin.length));
	expect(picture.status).toBe(200);
});

test('what a proxy in front says of the scheme counts, and a public address above all', async () => {
	const path = `/me?fields=profile_picture_url&access_token=${await client.token()}`;
	const proxied = { 'x-forwarded-proto': 'https' };
	const { text } = await askUnderHost(client.port, 'graph.instagram.com:8443', path, proxied);
	expect(text).toContain('"https:\\/\\/graph.instagram.com:8443\\/');
	const other = await startTestClient({ publicUrl: 'http://meta.example' });
	const token = await other.token();
	const told = await other.ask(`/me?fields=profile_picture_url&access_token=${token}`);
	expect(await told.text()).toContain('"http:\\/\\/meta.example\\/');
	await other.close();
});

test('the error page shows what it is given, as text', async () => {
	const path = '/oauth/authorize/third_party/error/?message=%3Cb%3Ehello';
	const { status, text } = await askUnderHost(client.port, 'www.instagram.com', path);
	expect(status).toBe(400);
	expect(text).toContain('&lt;b&gt;hello');
});

test('posts are read under the host of the login, and under no other', async () => {
	const id = client.world.accounts.get('ada.draws')?.userId ?? '';
	const given = await client.control('POST', 'facebook/token', { username: 'one.page' });
	const tokens = { instagram: await client.token(), facebook: String(given.token) };
	const read = async (host: string, login: keyof typeof tokens) =>
		(await askUnderHost(client.port, host, `/${id}/media?access_token=${tokens[login]}`)).text;
	expect(await read('graph.instagram.com', 'instagram')).toContain(
		'"next":"https:\\/\\/graph.instagram.com\\/v25.0\\/'
	);
	expect(await read('graph.facebook.com', 'facebook')).toContain(
		'"next":"https:\\/\\/graph.facebook.com\\/v25.0\\/'
	);
	for (const [host, login] of [
		['graph.instagram.com', 'facebook'],
		['graph.facebook.com', 'instagram']
	] as const)
		expect(await read(host, login)).toContain('"code":190');
	for (const host of ['www.instagram.com', 'api.instagram.com', 'www.facebook.com'])
		expect(await read(host, 'instagram')).not.toContain('"data"');
	const { text } = await askUnderHost(
		client.port,
		'graph.instagram.com',
		`/me/accounts?access_token=${tokens.instagram}`
	);
	expect(text).toContain('"code":2500');
});
