import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { APP, errorOf, startTestClient, type TestClient } from '../test-client.ts';

const DAY = 86_400_000;
let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const lengthen = (token: string, changes: Record<string, string> = {}, path = '/access_token') =>
	client.ask(
		`${path}?${new URLSearchParams({
			grant_type: 'ig_exchange_token',
			client_secret: APP.clientSecret,
			access_token: token,
			...changes
		})}`
	);
const refresh = (token: string, path = '/refresh_access_token') =>
	client.ask(
		`${path}?${new URLSearchParams({ grant_type: 'ig_refresh_token', access_token: token })}`
	);
const me = (token: string) => client.ask(`/me?access_token=${token}`);
const tokenOf = async (answer: Response) =>
	((await answer.json()) as { access_token: string }).access_token;

test.each(['/access_token', '/v25.0/access_token'])('%s makes 60 days of an hour', async (path) => {
	const short = await client.token('ada.draws', { kind: 'short' });
	const answer = await lengthen(short, { client_id: APP.clientId }, path);
	expect(answer.status).toBe(200);
	const body = (await answer.json()) as { access_token: string };
	expect(body).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 });
	await client.control('POST', 'clock', { advanceMs: 59 * DAY });
	expect((await me(body.access_token)).status).toBe(200);
	expect(await errorOf(await me(short))).toMatchObject({ code: 190, error_subcode: 0 });
	await client.control('POST', 'clock', { advanceMs: DAY });
	expect(await errorOf(await me(body.access_token))).toMatchObject({ code: 190 });
});

test('what the long-lived exchange refuses', async () => {
	const short = () => client.token('ada.draws', { kind: 'short' });
	const wrong = await errorOf(await lengthen(await short(), { client_secret: 'no' }));
	expect(wrong.message).toBe('Error validating client secret.');
	const grant = await errorOf(await lengthen(await short(), { grant_type: 'fb_exchange_token' }));
	expect(grant).toMatchObject({ status: 400, code: 100 });
	expect((await errorOf(await lengthen(await client.token()))).code).toBe(100);
	expect((await errorOf(await lengthen('garbage'))).message).toContain('Cannot parse access token');
	const stale = await client.token('ada.draws', { kind: 'short', ageMs: 3_600_000 });
	expect((await errorOf(await lengthen(stale))).code).toBe(190);
});

test.each(['/access_token', '/refresh_access_token', '/me'])('%s takes no POST', async (path) => {
	const body = new URLSearchParams({ access_token: await client.token() });
	const error = await errorOf(await client.ask(path, { method: 'POST', body }));
	expect(error).toMatchObject({
		status: 400,
		code: 100,
		type: 'IGApiException',
		message: 'Unsupported request - method type: post'
	});
});

test.each([
	['missing', undefined],
	['string', '5183944'],
	['zero', 0],
	['negative', -1],
	['huge', Number.MAX_SAFE_INTEGER]
])('an odd expires_in: %s', async (expiresInAnswer, expected) => {
	await client.control('POST', 'switches', { expiresInAnswer });
	const answer = await refresh(await client.token('ada.draws', { ageMs: DAY }));
	const body = (await answer.json()) as { expires_in?: unknown };
	expect(body.expires_in).toBe(expected);
});

test.each(['/refresh_access_token', '/v25.0/refresh_access_token'])(
	'%s renews from 24 hours of age, counted from now',
	async (path) => {
		const token = await client.token();
		await client.control('POST', 'clock', { advanceMs: DAY - 60_000 });
		expect(await errorOf(await refresh(token, path))).toMatchObject({ status: 400, code: 100 });
		await client.control('POST', 'clock', { advanceMs: 60_000 });
		const renewed = await tokenOf(await refresh(token, path));
		await client.control('POST', 'clock', { advanceMs: 59.5 * DAY });
		expect((await me(renewed)).status).toBe(200);
		expect((await me(token)).status).toBe(400);
	}
);

test('the answer to an early refresh is a setting', async () => {
	const given = { tooEarlyStatus: 403, tooEarlyCode: 10, tooEarlyMessage: 'Not yet' };
	await client.control('POST', 'switches', given);
	const error = await errorOf(await refresh(await client.token()));
	expect(error).toMatchObject({ status: 403, code: 10, message: 'Not yet' });
});

test('a short-lived or expired token is not renewed', async () => {
	const short = await client.token('ada.draws', { kind: 'short' });
	expect((await errorOf(await refresh(short))).code).toBe(100);
	const expired = await client.token('ada.draws', { ageMs: 61 * DAY });
	expect((await errorOf(await refresh(expired))).code).toBe(190);
});

test('the string stays or changes, the old one lives or dies', async () => {
	const old = await client.token('ada.draws', { ageMs: DAY });
	const rotated = await tokenOf(await refresh(old));
	expect(rotated).not.toBe(old);
	expect((await me(old)).status).toBe(200);

	await client.control('POST', 'switches', { refreshKillsOld: true });
	await refresh(old);
	expect((await errorOf(await me(old))).code).toBe(190);

	await client.control('POST', 'switches', { refreshRotates: false });
	const kept = await client.token('ada.draws', { ageMs: DAY });
	expect(await tokenOf(await refresh(kept))).toBe(kept);
	expect((await errorOf(await refresh(kept))).code).toBe(100);
	expect((await me(kept)).status).toBe(200);
});

test('a refresh needs the basic permission', async () => {
	const token = await client.token('ada.draws', { ageMs: DAY, scopes: [] });
	expect(await errorOf(await refresh(token))).toMatchObject({ status: 403, code: 10 });
});
