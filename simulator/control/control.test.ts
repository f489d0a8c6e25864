import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askUnderHost, BASIC, startTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

test('needs its header', async () => {
	for (const headers of [{}, { 'x-simulator': '2' }]) {
		const answer = await client.ask('/_control/state', { headers });
		expect(answer.status).toBe(403);
		expect(await answer.text()).toContain('X-Simulator: 1');
	}
});

test('needs its own Host, as the control page does', async () => {
	const header = { 'x-simulator': '1' };
	const { port } = client;
	for (const host of ['meta.test', `evil.example:${port}`, 'localhost', 'graph.instagram.com']) {
		expect((await askUnderHost(port, host, '/_control/state', header)).status).toBe(403);
		expect((await askUnderHost(port, host, '/')).text).not.toContain('<title>Control');
	}
	for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
		expect((await askUnderHost(port, host, '/_control/state', header)).status).toBe(200);
		expect((await askUnderHost(port, host, '/')).text).toContain('<title>Control');
	}
});

test('the state holds no secret', async () => {
	const [code, token] = [await client.code(), await client.token()];
	const secrets = await client.control('GET', 'secrets');
	expect(secrets).toMatchObject({ codes: [code], tokens: [token] });
	const state = JSON.stringify(await client.control('GET', 'state'));
	for (const secret of [code, token, ...(secrets.clientSecrets as string[])])
		expect(state).not.toContain(secret);
	expect(state).toContain('"livingTokens":1');
});

test('the clock moves both ways', async () => {
	const now = async () => {
		const { clock } = (await client.control('GET', 'state')) as { clock: { now: string } };
		return Date.parse(clock.now);
	};
	const distance = async () => Math.round(((await now()) - Date.now()) / 60_000);
	await client.control('POST', 'clock', { advanceMs: 3_600_000 });
	await client.control('POST', 'clock', { advanceMs: 3_600_000 });
	expect(await distance()).toBe(120);
	await client.control('POST', 'clock', { offsetMs: -600_000 });
	expect(await distance()).toBe(-10);
	await client.control('POST', 'clock', { now: '2030-01-01T00:00:00Z' });
	expect(Math.abs((await now()) - Date.UTC(2030, 0, 1))).toBeLessThan(60_000);
});

test('calls are listed without their query, and counted', async () => {
	const token = await client.token();
	await client.ask(`/v25.0/me?access_token=${token}`);
	await client.ask(`/me?access_token=${token}`);
	const told = await client.control('GET', 'calls');
	expect(told.counts).toEqual({ me: 2 });
	expect((told.calls as object[])[1]).toMatchObject({
		endpoint: 'me',
		method: 'GET',
		path: '/v25.0/me',
		status: 200,
		account: 'ada.draws'
	});
	expect(JSON.stringify(told)).not.toContain(token);
	await client.control('DELETE', 'calls');
	expect(await client.control('GET', 'calls')).toEqual({ counts: {}, calls: [] });
});

test('accounts can be added by the hundred, and changed', async () => {
	for (let number = 0; number < 100; number += 1)
		await client.control('POST', 'accounts', { username: `load.${number}` });
	const token = await client.token('load.99');
	const answer = await client.ask(`/me?fields=username&access_token=${token}`);
	expect(await answer.json()).toMatchObject({ username: 'load.99' });
	await client.control('POST', 'accounts', { username: 'load.99', name: '<b>', mediaCount: 0 });
	const changed = await client.ask(`/me?fields=name,media_count&access_token=${token}`);
	expect(await changed.json()).toMatchObject({ name: '<b>', media_count: 0 });
	const ids = new Set([...client.world.accounts.values()].map(({ userId }) => userId));
	expect(ids.size).toBe(106);
});

test('reset makes everything new', async () => {
	await client.control('POST', 'switches', { refreshRotates: false });
	await client.control('POST', 'clock', { advanceMs: 5 });
	const token = await client.token();
	const state = await client.control('POST', 'reset');
	expect(state).toMatchObject({ switches: { refreshRotates: true }, clock: { offsetMs: 0 } });
	expect((await client.ask(`/me?access_token=${token}`)).status).toBe(400);
});

test.each<[string, object | string]>([
	['clock', {}],
	['clock', { now: 'yesterday' }],
	['clock', { advanceMs: 1e15 }],
	['clock', { advanceMs: 1, offsetMs: 1 }],
	['clock', '[]'],
	['clock', '{'],
	['apps', { clientId: '1' }],
	['apps', { clientId: '1', clientSecret: 's', redirectUris: ['javascript:alert(1)'] }],
	['accounts', { username: 'Big Name' }],
	['accounts', { username: 'a', role: 'king' }],
	['accounts', { username: 'a', shoes: 2 }],
	['accounts/nobody/kill', { cause: 'expired' }],
	['accounts/ada.draws/kill', { cause: 'boredom' }],
	['accounts/nobody/restore', {}],
	['switches', { expiredSubcode: 7 }],
	['switches', { nothing: true }],
	['switches', { longLivedSeconds: 0.5 }],
	['faults', { endpoint: 'me' }],
	['faults', { kind: 'slow' }],
	['faults', { endpoint: 'me', kind: 'slow', times: 0 }],
	['code', { username: 'ada.draws', redirectUri: 'https://other.example/' }],
	['token', { username: 'nobody' }],
	['token', { username: 'ada.draws', scopes: ['user_profile'] }]
])('%s refuses %j with a sentence', async (path, body) => {
	const answer = await client.ask(`/_control/${path}`, {
		method: 'POST',
		headers: { 'x-simulator': '1' },
		body: typeof body === 'string' ? body : JSON.stringify(body)
	});
	expect(answer.status).toBe(400);
	const { error } = (await answer.json()) as { error: { message: string } };
	expect(error.message).toMatch(/\.$/);
});

test('scopes of a token are what was asked for', async () => {
	const token = await client.token('ada.draws', { scopes: [BASIC] });
	expect(client.world.tokens.find(token)?.scopes).toEqual([BASIC]);
});
