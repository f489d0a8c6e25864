import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestClient, type TestClient } from './test-client.ts';

let client: TestClient;
let token: string;
beforeAll(async () => (client = await startTestClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	token = await client.token('ada.draws', { ageMs: 86_400_000 });
});
afterAll(() => client.close());

const fault = (kind: string, more: object = {}) =>
	client.control('POST', 'faults', { endpoint: 'me', kind, times: 1, ...more });
const me = (init: RequestInit = {}) => client.ask(`/me?access_token=${token}`, init);

test.each([
	['transient_1', 500, 1],
	['transient_2', 500, 2],
	['rate_4', 403, 4],
	['rate_17', 400, 17],
	['rate_32', 400, 32],
	['rate_613', 400, 613],
	['rate_80001', 400, 80_001],
	['rate_80002', 400, 80_002],
	['rate_341', 400, 341],
	['rate_368', 400, 368],
	['publish_quota', 403, 9],
	['status_429', 429, 4],
	['permission_10', 403, 10],
	['permission_200', 403, 200],
	['error_200', 200, 1]
])('%s for one call', async (kind, status, code) => {
	await fault(kind);
	const answer = await me();
	expect(answer.status).toBe(status);
	const { error } = (await answer.json()) as { error: Record<string, unknown> };
	expect(error.code).toBe(code);
	expect(error.is_transient ?? false).toBe(/^(transient|rate_4)/.test(kind));
	expect(answer.headers.has('x-business-use-case-usage')).toBe(
		[4, 17, 32, 80_001, 80_002].includes(code)
	);
	expect((await me()).status).toBe(200);
});

test.each([
	['app_deactivated', 200, null, 'OAuthException', 'API access deactivated. To reactivate'],
	['app_blocked', 200, null, 'OAuthException', 'API access blocked.'],
	['app_deleted', 190, null, 'OAuthException', 'Application has been deleted.'],
	['wrong_proof', 100, null, 'GraphMethodException', 'Invalid appsecret_proof provided'],
	['token_460', 190, 460, 'OAuthException', 'changed their password or Facebook has changed the'],
	['token_467', 190, 467, 'OAuthException', 'because the user logged out'],
	['token_492', 190, 492, 'OAuthException', 'administrator, editor, or moderator of the page'],
	['two_factor', 415, 2_859_009, 'OAuthException', 'owned by a 2fac-protected business manager']
])('%s, of the app or the person, at every endpoint', async (kind, code, subcode, type, words) => {
	await fault(kind, { endpoint: '*' });
	const answer = await me();
	const { error } = (await answer.json()) as { error: Record<string, unknown> };
	expect([answer.status, error.code, error.type]).toEqual([400, code, type]);
	expect(error.error_subcode ?? null).toBe(subcode);
	expect(error.message).toContain(words);
	await fault(kind, { endpoint: '*', status: 200 });
	expect((await me()).status).toBe(200);
	await fault(kind, { endpoint: 'exchange' });
	const exchanged = await client.exchange(await client.code());
	expect(await exchanged.json()).toMatchObject({
		error_type: 'OAuthException',
		error_message: expect.stringContaining(words) as unknown
	});
});

test('two-factor authentication comes with words for people', async () => {
	await fault('two_factor');
	expect(await (await me()).json()).toMatchObject({
		error: { error_user_title: 'Two-factor authentication required', is_transient: false }
	});
});

test('a deleted app is told to the token endpoint of Facebook by another code', async () => {
	await fault('app_deleted', { endpoint: '*' });
	const answer = await client.ask('/v25.0/oauth/access_token?code=x');
	expect(await answer.json()).toMatchObject({ error: { code: 101 } });
});

test.each([
	['unavailable', 503, /^<!doctype html>/],
	['html_502', 502, /^<!doctype html>/],
	['empty', 200, /^$/],
	['null', 200, /^null$/],
	['array', 200, /^\[\]$/],
	['truncated', 200, /^\{"id":"\d*$/],
	['redirect_302', 302, /^$/]
])('%s', async (kind, status, body) => {
	await fault(kind);
	const answer = await me();
	expect(answer.status).toBe(status);
	expect(await answer.text()).toMatch(body);
});

test('custom status and body', async () => {
	await fault('custom', { status: 418, body: '{"a":' });
	const answer = await me();
	expect([answer.status, await answer.text()]).toEqual([418, '{"a":']);
});

test('the right answer with the wrong type, and with 16 MB behind it', async () => {
	await fault('wrong_type');
	const wrong = await me();
	expect(wrong.headers.get('content-type')).toMatch(/^text\/html/);
	expect(await wrong.json()).toHaveProperty('id');
	await fault('oversized');
	const long = await (await me()).text();
	expect(long.length).toBeGreaterThan(16_000_000);
	expect(JSON.parse(long)).toHaveProperty('id');
});

test('slow and drop by drop', async () => {
	for (const kind of ['slow', 'drip']) {
		await fault(kind, { delayMs: 300 });
		const start = performance.now();
		expect(await (await me()).json()).toHaveProperty('id');
		expect(performance.now() - start).toBeGreaterThan(250);
	}
});

test('connections cut before and after the headers', async () => {
	await fault('reset_before');
	await expect(me()).rejects.toThrow('fetch failed');
	await fault('reset_after');
	const answer = await me();
	expect(answer.status).toBe(200);
	await expect(answer.text()).rejects.toThrow();
});

test('a call that hangs ends with its client, or with the simulator', async () => {
	await fault('hang', { times: 2 });
	await expect(me({ signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
	const other = await startTestClient();
	await other.control('POST', 'faults', { endpoint: '*', kind: 'hang' });
	const hanging = other.ask('/me').catch(() => 'cut');
	await new Promise((resolve) => setTimeout(resolve, 50));
	await other.close();
	expect(await hanging).toBe('cut');
});

test('a spoilt answer to a refresh comes after the token was rotated', async () => {
	await client.control('POST', 'switches', { refreshKillsOld: true });
	const refresh = () =>
		client.ask(`/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`);
	await client.control('POST', 'faults', { endpoint: 'refresh', kind: 'transient_2', times: 1 });
	expect((await refresh()).status).toBe(500);
	expect((await me()).status).toBe(200);
	await client.control('POST', 'faults', { endpoint: 'refresh', kind: 'truncated', times: 1 });
	expect((await refresh()).status).toBe(200);
	expect((await me()).status).toBe(400);
});

test('everything down, the pages for people too, until it is cleared', async () => {
	await client.control('POST', 'faults', { endpoint: '*', kind: 'unavailable' });
	for (const path of ['/me', '/oauth/authorize', '/refresh_access_token'])
		for (let call = 0; call < 2; call += 1) expect((await client.ask(path)).status).toBe(503);
	expect((await client.ask('/')).status).toBe(200);
	await client.control('DELETE', 'faults');
	expect((await me()).status).toBe(200);
});

test('a fault of one endpoint goes before one of all, the older before the newer', async () => {
	await client.control('POST', 'faults', { endpoint: '*', kind: 'unavailable' });
	await fault('html_502');
	await fault('status_429');
	const statuses = [];
	for (let call = 0; call < 3; call += 1) statuses.push((await me()).status);
	expect(statuses).toEqual([502, 429, 503]);
});

test('the exchange fails in its own shape, the authorize page as a page', async () => {
	await client.control('POST', 'faults', { endpoint: 'exchange', kind: 'transient_2' });
	const code = await client.code();
	const answer = await client.exchange(code);
	expect(answer.status).toBe(500);
	expect(await answer.json()).toHaveProperty('error_message');
	await client.control('POST', 'faults', { endpoint: 'authorize', kind: 'transient_2' });
	expect(await (await client.ask('/oauth/authorize')).text()).toContain('something went wrong');
	await client.control('DELETE', 'faults');
	expect((await client.exchange(code)).status).toBe(200);
});
