import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { APP_TOKEN, type FacebookTestClient, startFacebookClient } from './test-client.ts';

const PATH = '/v25.0/me/permissions';
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const remove = async (path: string, token: string): Promise<unknown> =>
	(await client.ask(`${path}?access_token=${token}`, { method: 'DELETE' })).json();
const idOf = async (token: string) => String((await client.read(`/me?access_token=${token}`)).id);
const statuses = async (token: string) =>
	(await client.read(`${PATH}?access_token=${token}`)).data?.map(
		({ permission, status }) => `${String(permission)} ${String(status)}`
	);

test('what was granted and declined, under both ids', async () => {
	const given = { scopes: ['pages_show_list'], declined: ['instagram_basic'] };
	const token = await client.userToken('two.pages', given);
	expect(await statuses(token)).toEqual([
		'public_profile granted',
		'pages_show_list granted',
		'instagram_basic declined'
	]);
	const id = await idOf(token);
	const told = await client.read(`${PATH}?access_token=${token}`);
	for (const by of [token, APP_TOKEN])
		expect(await client.read(`/${id}/permissions?access_token=${by}`)).toEqual(told);
});

test('after 90 days without a consent what was granted is expired', async () => {
	const token = await client.userToken();
	await client.control('POST', 'facebook/people/two.pages/kill', { cause: 'data_access_expired' });
	expect(await statuses(token)).toContain('instagram_basic expired');
});

test('one permission given back is declined from then on, in every token', async () => {
	const [token, older] = [await client.userToken(), await client.userToken()];
	expect(await remove(`${PATH}/instagram_basic`, token)).toEqual({ success: true });
	expect(await statuses(older)).toContain('instagram_basic declined');
	expect(await client.read(`/me/accounts?access_token=${older}`)).toHaveProperty('data.0.name');
});

test('all given back: every token of that person for this app is dead, no other', async () => {
	const other = await client.userToken('one.page');
	const tokens = [
		await client.userToken(),
		await client.userToken(),
		await client.userToken('two.pages', { kind: 'page' })
	];
	expect(await remove(PATH, tokens[0] ?? '')).toEqual({ success: true });
	for (const token of tokens)
		expect((await client.read(`/me?access_token=${token}`)).error).toMatchObject({
			code: 190,
			error_subcode: 458,
			message:
				'Error validating access token: The user has not authorized application 821604739125608.'
		});
	expect(await idOf(other)).toMatch(/^\d+$/);
});

test('an app token ends it by the user’s id, the older answer by switch', async () => {
	const token = await client.userToken();
	const id = await idOf(token);
	await client.control('POST', 'switches', { facebookRevocationAnswer: 'bare' });
	expect(await remove(`/v25.0/${id}/permissions`, APP_TOKEN)).toBe(true);
	expect((await client.read(`/me?access_token=${token}`)).error?.code).toBe(190);
	expect(await remove(`/v25.0/${id}/permissions`, APP_TOKEN)).toHaveProperty('error');
	expect(await remove(PATH, APP_TOKEN)).toHaveProperty('error.code', 2500);
});

test('neither a Page token nor that of somebody else may', async () => {
	const token = await client.userToken();
	const id = await idOf(token);
	const page = await client.userToken('two.pages', { kind: 'page' });
	const other = await client.userToken('one.page');
	for (const [path, by] of [
		[PATH, page],
		[`/v25.0/${id}/permissions`, page],
		[`/v25.0/${id}/permissions`, other]
	] as const)
		expect(await remove(path, by)).toMatchObject({ error: { code: 100, error_subcode: 33 } });
	expect(await idOf(token)).toBe(id);
});

test('a new consent after the end starts from nothing', async () => {
	const token = await client.userToken('two.pages', { declined: ['email'] });
	await remove(PATH, token);
	expect(await statuses(await client.userToken('two.pages', { scopes: ['ads_read'] }))).toEqual([
		'public_profile granted',
		'ads_read granted'
	]);
});
