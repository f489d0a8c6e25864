import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { APP_TOKEN, type FacebookTestClient, startFacebookClient, USUAL } from './test-client.ts';

const DAY = 86_400_000;
let client: FacebookTestClient;
let user: string;
let page: string;
let other: string;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	user = await client.userToken();
	page = await client.userToken('two.pages', { kind: 'page' });
	other = await client.userToken('one.page', { kind: 'page' });
});
afterAll(() => client.close());

const kill = (cause: string, more: object = {}, username = 'two.pages') =>
	client.control('POST', `facebook/people/${username}/kill`, { cause, ...more });
const restore = (username = 'two.pages') =>
	client.control('POST', `facebook/people/${username}/restore`);
const errorOf = async (token: string, path = '/me') =>
	(await client.read(`${path}?access_token=${token}`)).error;

test.each([
	['password_changed', 460, 'the user changed their password'],
	['app_removed', 458, 'has not authorized application 821604739125608.'],
	['checkpoint', 459, 'till you log in to www.facebook.com']
])('%s ends user and Page tokens of that person', async (cause, subcode, words) => {
	await kill(cause);
	for (const token of [user, page]) {
		const error = await errorOf(token);
		expect(error).toMatchObject({ code: 190, error_subcode: subcode, type: 'OAuthException' });
		expect(error?.message).toMatch(/^Error validating access token: /);
		expect(error?.message).toContain(words);
	}
	expect(await errorOf(other)).toBeUndefined();
	await restore();
	for (const token of [user, page]) expect(await errorOf(token)).toBeUndefined();
	expect(await errorOf(user, '/me/accounts')).toBeUndefined();
});

test.each([
	['expired', 463, /^Error validating access token: Session has expired on \w+day, .* P[DS]T\./],
	['logged_out', 467, /The session is invalid because the user logged out\.$/]
])('%s ends the user token, the Page token lives on', async (cause, subcode, words) => {
	await kill(cause);
	const error = await errorOf(user);
	expect(error).toMatchObject({ code: 190, error_subcode: subcode });
	expect(error?.message).toMatch(words);
	expect(await errorOf(page)).toBeUndefined();
});

test('a new token after the end works', async () => {
	await kill('password_changed');
	expect(await errorOf(await client.userToken())).toBeUndefined();
	await kill('app_removed');
	const token = await client.userToken('two.pages', { scopes: ['email'] });
	const { data } = await client.read(`/me/permissions?access_token=${token}`);
	expect(data?.map(({ permission }) => permission)).toEqual(['public_profile', 'email']);
});

test('a lost role ends the Page token and takes the Page from the list', async () => {
	const [first] = client.world.facebook.people.get('two.pages')?.pages ?? [];
	const names = async () =>
		(await client.read(`/me/accounts?access_token=${user}`)).data?.map(({ name }) => name);
	await kill('lost_role', { page: first?.id });
	expect(await errorOf(page)).toMatchObject({ code: 190, error_subcode: 492 });
	expect(await names()).toEqual(['Brick and Bloom']);
	await kill('lost_role');
	expect(await names()).toEqual([]);
	expect(await errorOf(user)).toBeUndefined();
	await restore();
	expect(await names()).toHaveLength(2);
	expect(await errorOf(page)).toBeUndefined();
});

test('90 days after the consent calls for data are refused, the token stays valid', async () => {
	const id = client.world.accounts.get('north.pier.radio')?.userId ?? '';
	await client.control('POST', 'clock', { advanceMs: 90 * DAY - 60_000 });
	expect(await errorOf(page, `/${id}`)).toBeUndefined();
	await client.control('POST', 'clock', { advanceMs: 120_000 });
	expect(await errorOf(page, `/${id}`)).toMatchObject({ code: 200, type: 'OAuthException' });
	expect((await client.ask(`/${id}?access_token=${page}`)).status).toBe(403);
	const query = new URLSearchParams({ input_token: page, access_token: APP_TOKEN });
	expect(await client.read(`/debug_token?${query}`)).toMatchObject({ data: { is_valid: true } });
	await client.userToken();
	expect(await errorOf(page, `/${id}`)).toBeUndefined();
});

test('data access cut off at once, in both forms of the answer', async () => {
	await kill('data_access_expired');
	expect(await errorOf(user)).toBeUndefined();
	expect(await errorOf(user, '/me/accounts')).toMatchObject({ code: 200 });
	expect(await errorOf(page)).toMatchObject({ code: 200 });
	expect(await errorOf(other)).toBeUndefined();
	await client.control('POST', 'switches', { dataAccessExpired: 'token_493' });
	expect(await errorOf(user, '/me/accounts')).toMatchObject({ code: 190, error_subcode: 493 });
	await restore();
	expect(await errorOf(user, '/me/accounts')).toBeUndefined();
});

test('a cause for all, and all restored', async () => {
	await kill('password_changed', {}, '*');
	expect(await errorOf(other)).toMatchObject({ error_subcode: 460 });
	const instagram = await client.token();
	expect((await client.ask(`/me?access_token=${instagram}`)).status).toBe(200);
	await restore('*');
	expect(await errorOf(other)).toBeUndefined();
});

test('causes of Instagram accounts leave Facebook alone', async () => {
	await client.control('POST', 'accounts/*/kill', { cause: 'password_changed' });
	expect(await errorOf(user)).toBeUndefined();
});

test('a Page that is chosen no more', async () => {
	await client.userToken('two.pages', { scopes: USUAL, pages: [] });
	expect(await errorOf(page)).toMatchObject({ code: 100, error_subcode: 33 });
});
