import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { errorOf, startTestClient, type TestClient } from '../test-client.ts';

const DAY = 86_400_000;
const FIELDS =
	'id,user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,media_count';
let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

type Profile = Record<string, string> & { id: string; user_id: string };
const read = async (answer: Response) => (await answer.json()) as Profile;
const me = (token: string, fields = FIELDS, path = '/me') =>
	client.ask(`${path}?fields=${fields}&access_token=${token}`);

test('/me tells both ids as strings, and what the account is', async () => {
	const profile = await read(await me(await client.token()));
	expect(profile).toMatchObject({ username: 'ada.draws', account_type: 'MEDIA_CREATOR' });
	expect(profile.user_id).toMatch(/^17841\d{12}$/);
	expect(BigInt(profile.id) > 2n ** 53n).toBe(true);
	expect(profile.id).not.toBe(profile.user_id);
	const exchanged = await (await client.exchange(await client.code())).text();
	expect(exchanged).toContain(`"user_id":${profile.id}`);
});

test('the app-scoped id differs from app to app', async () => {
	const app = { clientId: '77', clientSecret: 's', redirectUris: ['https://a.example/'] };
	await client.control('POST', 'apps', app);
	const here = await read(await me(await client.token()));
	const there = await read(await me(await client.token('ada.draws', { clientId: '77' })));
	expect(there.user_id).toBe(here.user_id);
	expect(there.id).not.toBe(here.id);
});

test('without fields there is only the id, and the id is always there', async () => {
	const token = await client.token();
	expect(Object.keys(await read(await me(token, '')))).toEqual(['id']);
	expect(Object.keys(await read(await me(token, 'username')))).toEqual(['username', 'id']);
});

test('an unknown field fails the call', async () => {
	const error = await errorOf(await me(await client.token(), 'username,shoe_size'));
	expect(error).toMatchObject({
		code: 100,
		message: '(#100) Tried accessing nonexisting field (shoe_size)'
	});
});

test('fields are split at the commas outside of braces and brackets', async () => {
	const token = await client.token();
	for (const [fields, refused] of [
		['shoes{size,colour},name', 'shoes'],
		['username,media.limit(2){id,shoes{a,b}},name', 'shoes']
	] as const)
		expect((await errorOf(await me(token, fields))).message).toBe(
			`(#100) Tried accessing nonexisting field (${refused})`
		);
	for (const fields of ['username{', 'username,}', 'media{id,caption'])
		expect(await errorOf(await me(token, fields))).toMatchObject({
			code: 2500,
			message: expect.stringContaining('Syntax error') as unknown
		});
	const list = encodeURIComponent('["username","name"]');
	expect(Object.keys(await read(await me(token, list)))).toEqual(['username', 'name', 'id']);
	expect(await read(await me(token, 'username.as(handle)'))).toHaveProperty('handle', 'ada.draws');
});

test.each(['ig_id', 'legacy_instagram_user_id', 'has_profile_pic', 'is_published'])(
	'%s is there by Facebook Login only',
	async (field) => {
		expect(await errorOf(await me(await client.token(), field))).toMatchObject({
			code: 100,
			type: 'IGApiException'
		});
	}
);

test('versions from v3.2, repeated slashes, both ids, and no foreign ones', async () => {
	const token = await client.token();
	const { id, user_id: userId } = await read(await me(token));
	for (const path of ['/v25.0/me', '/v3.2/me', '//v26.0///me', `/${id}`, `/v25.0/${userId}`])
		expect((await me(token, 'id', path)).status).toBe(200);
	expect(await errorOf(await me(token, 'id', '/17841400000000001'))).toMatchObject({
		code: 100,
		error_subcode: 33
	});
	for (const path of ['/nowhere', '/v2.0/me', '/me/shoes'])
		expect(await errorOf(await me(token, 'id', path))).toMatchObject({
			code: 2500,
			message: expect.stringMatching(/^Unknown path components: \//) as unknown
		});
});

test('the token comes by query or as Bearer', async () => {
	const headers = { authorization: `Bearer ${await client.token()}` };
	expect((await client.ask('/me', { headers })).status).toBe(200);
	const missing = await client.ask('/me');
	expect(missing.headers.get('www-authenticate')).toMatch(/^OAuth /);
	expect(await errorOf(missing)).toMatchObject({ code: 190, type: 'IGApiException' });
});

test('a pending role: the exchange succeeds, every Graph call is unsupported', async () => {
	const code = await client.code('paper.lantern');
	const { access_token: token } = await read(await client.exchange(code));
	for (const path of ['/me', '/access_token', '/refresh_access_token', '/me/permissions'])
		expect(await errorOf(await me(token ?? '', 'id', path))).toMatchObject({
			status: 400,
			code: 100,
			type: 'IGApiException',
			message: 'Unsupported request - method type: get'
		});
	const gone = await client.ask(`/me/permissions?access_token=${token}`, { method: 'DELETE' });
	expect((await errorOf(gone)).message).toBe('Unsupported request - method type: delete');
	await client.control('POST', 'accounts/paper.lantern/kill', { cause: 'password_changed' });
	expect((await errorOf(await me(token ?? ''))).code).toBe(190);
});

test.each([
	['expired', 0, 'Session has expired on'],
	['password_changed', 460, 'the user changed their password'],
	['logged_out', 467, 'because the user logged out'],
	['app_removed', 458, 'has not authorized application 990602627938098'],
	['checkpoint', 459, 'follow the instructions given'],
	['unconfirmed', 464, 'not a confirmed user']
])('killed: %s', async (cause, subcode, words) => {
	const token = await client.token();
	const other = await client.token('north.pier.radio');
	await client.control('POST', 'accounts/ada.draws/kill', { cause });
	const answer = await me(token);
	expect(answer.headers.get('www-authenticate')).toContain(words);
	const error = await errorOf(answer);
	expect(error).toMatchObject({ status: 400, code: 190, type: 'OAuthException' });
	expect(error.error_subcode).toBe(subcode);
	expect(error.message).toContain(words);
	expect((await me(other)).status).toBe(200);
	const isState = cause === 'checkpoint' || cause === 'unconfirmed';
	expect((await me(await client.token())).status).toBe(isState ? 400 : 200);
	await client.control('POST', 'accounts/*/restore');
	expect((await me(token)).status).toBe(200);
});

test('subcodes by switch, and times of expiry in Pacific time', async () => {
	await client.control('POST', 'clock', { now: '2025-12-01T19:00:00Z' });
	const token = await client.token('ada.draws', { ageMs: 5_183_944_000 });
	await client.control('POST', 'switches', { expiredSubcode: 463 });
	const error = await errorOf(await me(token));
	expect(error.error_subcode).toBe(463);
	expect(error.message).toMatch(/expired on Monday, 01-Dec-25 1[01]:\d\d:\d\d PST\. The current/);
	await client.control('POST', 'switches', { expiredSubcode: null });
	expect(await errorOf(await me(token))).not.toHaveProperty('error_subcode');
});

test('six distinct pictures behind signed addresses that run out', async () => {
	const sizes = new Set<number>();
	let address = '';
	for (const username of client.world.accounts.keys()) {
		await client.control('POST', 'accounts', { username, role: 'accepted' });
		address = (await read(await me(await client.token(username)))).profile_picture_url ?? '';
		expect(address.startsWith(`${client.url}/pictures/`)).toBe(true);
		const picture = await fetch(address);
		const bytes = Buffer.from(await picture.arrayBuffer());
		expect(picture.headers.get('content-type')).toBe('image/png');
		expect(bytes.subarray(1, 4).toString()).toBe('PNG');
		expect(bytes.length).toBeLessThan(30_000);
		sizes.add(bytes.length);
	}
	expect(sizes.size).toBe(6);
	expect((await fetch(address.replace('oh=', 'oh=x'))).status).toBe(403);
	await client.control('POST', 'clock', { advanceMs: 5 * DAY });
	expect((await fetch(address)).status).toBe(403);
});

test('Meta’s way of writing JSON, and headers of use by switch', async () => {
	await client.control('POST', 'switches', { usageHeaders: true, profileShape: 'wrapped' });
	const answer = await me(await client.token('long.name'), 'name,profile_picture_url');
	expect(answer.headers.get('x-app-usage')).toContain('call_count');
	const text = await answer.text();
	expect(text).toContain('http:\\/\\/');
	expect(text).toMatch(/^[\x20-\x7e]+$/);
	const { data } = JSON.parse(text) as { data: [{ name: string }] };
	expect(data[0].name).toHaveLength(300);
	expect(data[0].name).toContain('<script>');
});
