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

test('the error page shows what it is given, as text', async () => {
	const path = '/oauth/authorize/third_party/error/?message=%3Cb%3Ehello';
	const { status, text } = await askUnderHost(client.port, 'www.instagram.com', path);
	expect(status).toBe(400);
	expect(text).toContain('&lt;b&gt;hello');
});
