import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	type Answer,
	APP_TOKEN,
	FACEBOOK_APP,
	type FacebookTestClient,
	startFacebookClient,
	USUAL
} from './test-client.ts';

const DAY_S = 86_400;
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const debug = async (input: string, by = APP_TOKEN) => {
	const query = new URLSearchParams({ input_token: input, access_token: by });
	const answer = await client.read(`/v25.0/debug_token?${query}`);
	return { error: answer.error, data: answer.data as unknown as Answer };
};

test('a user token, in full', async () => {
	const token = await client.userToken();
	const { id } = await client.read(`/me?access_token=${token}`);
	const now = Math.trunc(client.world.clock.now() / 1000);
	const { data } = await debug(token);
	const pages = client.world.facebook.people.get('two.pages')?.pages.map((page) => page.id);
	expect(data).toMatchObject({
		app_id: FACEBOOK_APP.clientId,
		type: 'USER',
		application: 'Practice app',
		is_valid: true,
		user_id: id,
		granular_scopes: expect.arrayContaining([
			{ scope: 'public_profile' },
			{ scope: 'pages_show_list', target_ids: pages }
		]) as unknown
	});
	expect([...(data.scopes as string[])].sort()).toEqual(['public_profile', ...USUAL].sort());
	for (const [name, distance] of [
		['issued_at', 0],
		['expires_at', 5_183_944],
		['data_access_expires_at', 90 * DAY_S]
	] as const)
		expect(Math.abs(Number(data[name]) - now - distance)).toBeLessThan(60);
});

test('a Page token has no end; an app token is one of an app', async () => {
	const page = await client.userToken('two.pages', { kind: 'page' });
	const [first] = client.world.facebook.people.get('two.pages')?.pages ?? [];
	expect((await debug(page)).data).toMatchObject({
		type: 'PAGE',
		expires_at: 0,
		is_valid: true,
		profile_id: first?.id
	});
	expect((await debug(APP_TOKEN)).data).toMatchObject({ type: 'APP', is_valid: true });
});

test('of a dead token it tells why', async () => {
	const token = await client.userToken();
	await client.control('POST', 'facebook/people/two.pages/kill', { cause: 'password_changed' });
	expect((await debug(token)).data).toMatchObject({
		type: 'USER',
		is_valid: false,
		scopes: [],
		error: {
			code: 190,
			subcode: 460,
			message: expect.stringContaining('changed their password') as unknown
		}
	});
});

test('what is no token at all', async () => {
	for (const input of ['nothing', await client.token()])
		expect((await debug(input)).data).toEqual({
			error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' },
			is_valid: false,
			scopes: []
		});
});

test('who may ask: the app, or a user token of it that lives', async () => {
	const token = await client.userToken();
	expect((await debug(token, token)).data.is_valid).toBe(true);
	expect((await debug(token, `${FACEBOOK_APP.clientId}|x`)).error?.code).toBe(190);
	const page = await client.userToken('two.pages', { kind: 'page' });
	for (const input of [token, page])
		expect((await debug(input, page)).error).toMatchObject({
			code: 100,
			message:
				'(#100) You must provide an app access token, or a user access token that is an owner or ' +
				'developer of the app'
		});
	expect((await debug('')).error?.message).toBe('(#100) The parameter input_token is required');
	expect((await client.read(`/debug_token?input_token=${token}`)).error?.code).toBe(104);
	const app = { clientId: '4242', clientSecret: 's', redirectUris: ['https://a.example/'] };
	await client.control('POST', 'facebook/apps', app);
	expect((await debug(token, '4242|s')).error?.message).toBe(
		'(#100) The App_id in the input_token did not match the Viewing App'
	);
});
