import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	type Answer,
	APP_TOKEN,
	FACEBOOK_APP,
	type FacebookTestClient,
	proof,
	startFacebookClient,
	USUAL
} from './test-client.ts';

const PROFILE = 'id,username,name,profile_picture_url,followers_count,follows_count,media_count';
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const node = (id: string, token: string, fields = '', more = '') =>
	client.read(`/v25.0/${id}?access_token=${token}${fields && `&fields=${fields}`}${more}`);
const userId = (username: string) => client.world.accounts.get(username)?.userId ?? '';
const firstPage = () => client.world.facebook.people.get('two.pages')?.pages[0]?.id ?? '';

test('/me is the person, with what public_profile and email open', async () => {
	const token = await client.userToken();
	const me = await node('me', token);
	expect(Object.keys(me)).toEqual(['name', 'id']);
	const asked = 'id,name,first_name,last_name,email,picture.type(large)';
	expect(await node(me.id ?? '', token, asked)).toMatchObject({
		id: me.id,
		first_name: 'Robin',
		last_name: 'Twofold',
		picture: { data: { is_silhouette: true } }
	});
	expect(await node('me', token, 'email')).not.toHaveProperty('email');
	await client.userToken('two.pages', { scopes: ['email'] });
	expect(await node('me', token, 'email')).toHaveProperty('email');
});

test('the user’s id is another in every app', async () => {
	const app = { clientId: '4242', clientSecret: 's', redirectUris: ['https://a.example/'] };
	await client.control('POST', 'facebook/apps', app);
	const here = await node('me', await client.userToken());
	const there = await node('me', await client.userToken('two.pages', { clientId: '4242' }));
	expect(there.id).not.toBe(here.id);
});

test('field expansion reaches the Pages of a person', async () => {
	const fields = 'name,accounts.limit(1){name,instagram_business_account{username}}';
	const answer = await node('me', await client.userToken(), fields);
	expect(answer.accounts).toMatchObject({
		data: [{ instagram_business_account: { username: 'north.pier.radio' } }],
		paging: { next: expect.stringContaining('/accounts?access_token=') as unknown }
	});
	const { paging } = answer.accounts as { paging: { next: string } };
	expect(await (await fetch(paging.next)).json()).toMatchObject({
		data: [{ name: 'Brick and Bloom', instagram_business_account: { username: 'brick.and.bloom' } }]
	});
});

test('a Page by its id or by its own token', async () => {
	const user = await client.userToken();
	const page = await client.userToken('two.pages', { kind: 'page' });
	const asked = 'name,category,access_token,instagram_business_account,tasks';
	expect(await node(firstPage(), user, asked)).toMatchObject({
		name: 'North Pier Radio',
		category: 'Radio station',
		access_token: expect.stringMatching(/^EAA/) as unknown,
		instagram_business_account: { id: userId('north.pier.radio') }
	});
	expect(await node('me', page)).toEqual({ name: 'North Pier Radio', id: firstPage() });
	expect((await node('me', page, 'access_token')).access_token).toBe(page);
	const [, other] = client.world.facebook.people.get('two.pages')?.pages ?? [];
	expect((await node(other?.id ?? '', page)).error?.error_subcode).toBe(33);
});

test('braces choose within a field that is no node of its own', async () => {
	const scopes = [...USUAL, 'business_management'];
	const token = await client.userToken('in.portfolio', { scopes });
	const page = client.world.facebook.people.get('in.portfolio')?.pages[0]?.id ?? '';
	const asked = 'picture.type(large){url,is_silhouette},business{name},category_list{name}';
	expect(await node(page, token, asked)).toEqual({
		picture: {
			data: { url: expect.stringMatching(/^http/) as unknown, is_silhouette: true }
		},
		business: { id: expect.any(String) as unknown, name: 'Portfolio of Pim Portfolio' },
		category_list: [{ id: expect.any(String) as unknown, name: 'Publisher' }],
		id: page
	});
	expect(await node('me', token, 'picture{url}')).toMatchObject({
		picture: { data: { url: expect.anything() as unknown } }
	});
	const { picture } = await node('me', token, 'picture{url}');
	expect(Object.keys((picture as { data: object }).data)).toEqual(['url']);
	expect((await node(page, token, 'business{shoes}')).error?.message).toContain('(shoes)');
	expect((await node(page, token, 'picture{shoes}')).error?.message).toContain('(shoes)');
});

test('the Instagram account, by Page token and by user token', async () => {
	const id = userId('north.pier.radio');
	for (const kind of ['long', 'page']) {
		const answer = await node(id, await client.userToken('two.pages', { kind }), PROFILE);
		expect(answer).toMatchObject({ id, username: 'north.pier.radio', name: 'North Pier Radio' });
		expect((await fetch(String(answer.profile_picture_url))).status).toBe(200);
	}
	expect(await node(id, await client.userToken())).toEqual({ id });
});

test('what Facebook Login alone tells of an account', async () => {
	const id = userId('north.pier.radio');
	const fields = 'ig_id,legacy_instagram_user_id,has_profile_pic,is_published';
	const answer = await node(id, await client.userToken(), fields);
	expect(answer).toEqual({
		ig_id: expect.any(Number) as unknown,
		legacy_instagram_user_id: expect.stringMatching(/^\d{16,17}$/) as unknown,
		has_profile_pic: true,
		is_published: true,
		id
	});
	expect(new Set([answer.legacy_instagram_user_id, String(answer.ig_id), id]).size).toBe(3);
	const shop = 'shopping_product_tag_eligibility';
	expect((await node(id, await client.userToken(), shop)).error?.code).toBe(10);
});

test('the plain fields of a Page, by token of the person and of the Page', async () => {
	const fields =
		'category_list,fan_count,followers_count,about,website,is_published,verification_status,' +
		'cover,emails,phone,bio,description,location,link,talking_about_count,has_added_app';
	const page = await client.userToken('two.pages', { kind: 'page' });
	for (const token of [await client.userToken(), page])
		expect(await node(firstPage(), token, fields)).toEqual({
			category_list: [{ id: expect.stringMatching(/^\d+$/) as unknown, name: 'Radio station' }],
			fan_count: expect.any(Number) as unknown,
			followers_count: expect.any(Number) as unknown,
			is_published: true,
			verification_status: 'not_verified',
			link: `https://www.facebook.com/${firstPage()}`,
			talking_about_count: expect.any(Number) as unknown,
			has_added_app: false,
			id: firstPage()
		});
	expect((await node(firstPage(), page, 'shoes')).error?.code).toBe(100);
});

test.each(['account_type', 'user_id'])('%s is not there for the asking', async (field) => {
	const { error } = await node(userId('ada.draws'), await client.userToken('one.page'), field);
	expect(error).toMatchObject({
		code: 100,
		message: `(#100) Tried accessing nonexisting field (${field}) on node type (IGUser)`
	});
});

test.each([[USUAL.slice(1)], [['instagram_basic', 'pages_show_list']]])(
	'the account needs more than %j',
	async (scopes) => {
		const id = userId('north.pier.radio');
		const answer = await client.ask(
			`/${id}?access_token=${await client.userToken('two.pages', { scopes, kind: 'page' })}`
		);
		expect(answer.status).toBe(403);
		expect(await answer.json()).toMatchObject({ error: { code: 10 } });
	}
);

test.each<[string, string, number]>([
	['an account of somebody else', '17841300000000000', 100],
	['a name', 'north.pier.radio', 803],
	['a deeper path', 'me/accounts/x', 2500],
	['an edge that is not here', 'me/posts', 2500]
])('%s', async (_name, id, code) => {
	expect((await node(id, await client.userToken())).error?.code).toBe(code);
});

test('Page and account of another person are out of reach', async () => {
	const token = await client.userToken('one.page');
	for (const id of [firstPage(), userId('north.pier.radio')])
		expect((await node(id, token)).error).toMatchObject({ code: 100, error_subcode: 33 });
});

test('every version is served, and none; slashes may be repeated', async () => {
	const token = await client.userToken();
	const id = userId('north.pier.radio');
	for (const path of ['/v3.2/me', '/v26.0/me', '/me', '//v26.0///me', '/v2.12/me', `///${id}`])
		expect((await client.ask(`${path}?access_token=${token}`)).status).toBe(200);
});

test('an app token opens the app and the people who use it, and no data', async () => {
	const { id = '' } = await node('me', await client.userToken());
	expect(await node(FACEBOOK_APP.clientId, APP_TOKEN)).toHaveProperty('name', 'Practice app');
	expect(await node(id, APP_TOKEN)).toHaveProperty('name', 'Robin Twofold');
	expect((await node('me', APP_TOKEN)).error?.code).toBe(2500);
	expect((await node(firstPage(), APP_TOKEN)).error?.code).toBe(100);
	expect((await node(`${FACEBOOK_APP.clientId}`, `${APP_TOKEN}x`)).error).toMatchObject({
		code: 190,
		message: 'Invalid OAuth access token signature.'
	});
});

test('the proof: a wrong one is refused always, a missing one by switch', async () => {
	const token = await client.userToken();
	const asked = async (given: string | null) =>
		node('me', token, 'id', given === null ? '' : `&appsecret_proof=${given}`);
	expect(await asked(null)).toHaveProperty('id');
	expect(await asked(proof(token))).toHaveProperty('id');
	for (const wrong of [proof(token, 'x'), proof(`${token}x`), ''])
		expect((await asked(wrong)).error).toMatchObject({
			type: 'GraphMethodException',
			code: 100,
			message: 'Invalid appsecret_proof provided in the API argument'
		});
	await client.control('POST', 'switches', { requireProof: true });
	expect((await asked(null)).error?.message).toBe(
		'API calls from the server require an appsecret_proof argument'
	);
	expect(await asked(proof(token))).toHaveProperty('id');
	expect((await node('me', 'EAAx', '', `&appsecret_proof=${proof('EAAx')}`)).error?.code).toBe(190);
});

test('an edge that is not here is unknown to every method, one that is is not written to', async () => {
	const token = await client.userToken();
	for (const method of ['GET', 'POST', 'DELETE']) {
		const told = async (path: string) =>
			(await (await client.ask(`/${path}?access_token=${token}`, { method })).json()) as Answer;
		for (const path of ['me/posts', `${firstPage()}/feed`])
			expect((await told(path)).error).toMatchObject({
				code: 2500,
				message: `Unknown path components: /${path.split('/')[1]}`
			});
		expect((await told('17841300000000000/feed')).error).toMatchObject({ error_subcode: 33 });
		if (method !== 'GET')
			expect((await told('me/accounts')).error).toMatchObject({ code: 100, error_subcode: 33 });
	}
});

test('nothing is changed here', async () => {
	const path = `/v25.0/me?access_token=${await client.userToken()}`;
	for (const method of ['POST', 'DELETE'])
		expect((await client.ask(path, { method })).status).toBe(400);
});

test('headers of use by switch', async () => {
	await client.control('POST', 'switches', { usageHeaders: true });
	const answer = await client.ask(`/v25.0/me?access_token=${await client.userToken()}`);
	expect(answer.headers.get('x-app-usage')).toContain('call_count');
});
