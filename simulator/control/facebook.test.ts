import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	APP_TOKEN,
	dialogQuery,
	FACEBOOK_APP,
	FACEBOOK_REDIRECT_URI,
	type FacebookTestClient,
	startFacebookClient
} from '../facebook/test-client.ts';

let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

type Facebook = {
	apps: Record<string, unknown>[];
	people: { username: string; pages: Record<string, unknown>[]; livingTokens: number }[];
	grants: Record<string, unknown>[];
};
const state = async () => (await client.control('GET', 'state')).facebook as Facebook;
const personIn = (told: Facebook, username: string) =>
	told.people.find((person) => person.username === username);

test('the state tells of people, Pages and grants, and holds no secret', async () => {
	await client.ask(`/dialog/oauth?${dialogQuery({ state: 'a-state-to-keep' })}`);
	const secrets = [
		await client.userToken(),
		await client.dialogCode(),
		FACEBOOK_APP.clientSecret,
		'a-state-to-keep'
	];
	const told = await state();
	expect(personIn(told, 'two.pages')).toMatchObject({
		name: 'Robin Twofold',
		livingTokens: 1,
		pages: [
			{ name: 'North Pier Radio', instagram: 'north.pier.radio', hasRole: true },
			{ instagramId: client.world.accounts.get('brick.and.bloom')?.userId }
		]
	});
	expect(told.grants).toMatchObject([{ username: 'two.pages', declined: [] }]);
	const all = JSON.stringify(await client.control('GET', 'state'));
	const listed = JSON.stringify(await client.control('GET', 'secrets'));
	for (const secret of secrets) {
		expect(all).not.toContain(secret);
		expect(listed).toContain(secret);
	}
	expect(await client.control('GET', 'secrets')).toMatchObject({
		appTokens: [expect.stringMatching(/^821604739125608\|/)]
	});
});

test('a person is made and changed, a Page keeps its id', async () => {
	const pages = [
		{ name: 'Ferry Notes', instagram: 'ada.draws', tasks: ['ANALYZE'] },
		{ name: 'Second', id: '61500000000000001', isInPortfolio: true },
		{ name: 'Third', isOfClient: true }
	];
	await client.control('POST', 'facebook/people', { username: 'kim', name: 'Kim New', pages });
	const before = personIn(await state(), 'kim');
	expect(before?.pages).toMatchObject([
		{ tasks: ['ANALYZE'], portfolio: null },
		{ id: '61500000000000001', portfolio: 'owned', instagram: null },
		{ portfolio: 'client' }
	]);
	await client.control('POST', 'facebook/people', { username: 'kim', name: '<b>' });
	expect(personIn(await state(), 'kim')).toEqual({ ...before, name: '<b>' });
	const token = await client.userToken('kim');
	const { data = [] } = await client.read(`/me/accounts?access_token=${token}`);
	expect(data.map(({ name }) => name)).toEqual(['Ferry Notes']);
});

test('an app is made and changed', async () => {
	const { clientId } = FACEBOOK_APP;
	await client.control('POST', 'facebook/apps', { clientId, clientSecret: 'another' });
	expect((await client.read(`/me?access_token=${APP_TOKEN}`)).error?.code).toBe(190);
	await client.control('POST', 'facebook/apps', {
		clientId: '4242',
		clientSecret: 's',
		redirectUris: ['https://a.example/'],
		configs: [{ id: '7', scopes: ['email'] }]
	});
	const app = (await state()).apps.find((one) => one.clientId === '4242');
	expect(app).toMatchObject({ configs: [{ id: '7', scopes: ['email'] }], name: 'App 4242' });
	await client.control('POST', 'facebook/apps', { clientId: '4242', configIds: ['8'] });
	const changed = (await state()).apps.find((one) => one.clientId === '4242');
	expect(changed).toMatchObject({
		configs: [{ id: '8', scopes: expect.arrayContaining(['instagram_basic']) as unknown }]
	});
});

test('reset brings the people back', async () => {
	await client.control('POST', 'facebook/people', { username: 'two.pages', pages: [] });
	const token = await client.userToken('one.page');
	await client.control('POST', 'reset');
	expect(personIn(await state(), 'two.pages')?.pages).toHaveLength(2);
	expect((await client.read(`/me?access_token=${token}`)).error?.code).toBe(190);
});

test.each<[string, object]>([
	['apps', { clientId: '1' }],
	['apps', { clientId: FACEBOOK_APP.clientId, redirectUris: ['javascript:alert(1)'] }],
	['apps', { clientId: FACEBOOK_APP.clientId, scopes: ['instagram_business_basic'] }],
	['apps', { clientId: FACEBOOK_APP.clientId, configs: [{ scopes: [] }] }],
	['apps', { clientId: FACEBOOK_APP.clientId, configs: 'x' }],
	['apps', {}],
	['people', { username: 'Big Name' }],
	['people', { username: 'a', pages: [{}] }],
	['people', { username: 'a', pages: {} }],
	['people', { username: 'a', pages: [{ name: 'b', id: 'c' }] }],
	['people', { username: 'a', pages: [{ name: 'b', isInPortfolio: 'yes' }] }],
	['people', { username: 'a', shoes: 2 }],
	['people/nobody/kill', { cause: 'expired' }],
	['people/two.pages/kill', { cause: 'boredom' }],
	['people/two.pages/kill', {}],
	['people/two.pages/kill', { cause: 'lost_role', page: '1' }],
	['people/two.pages/kill', { cause: 'expired', page: '1' }],
	['people/nobody/restore', {}],
	['code', { username: 'two.pages', redirectUri: 'https://other.example/' }],
	['code', { username: 'nobody', redirectUri: FACEBOOK_REDIRECT_URI }],
	['token', { username: 'two.pages', scopes: ['instagram_business_basic'] }],
	['token', { username: 'two.pages', pages: ['1'] }],
	['token', { username: 'two.pages', clientId: '1' }],
	['token', { username: 'no.page', kind: 'page' }],
	['token', { username: 'two.pages', kind: 'eternal' }]
])('%s refuses %j with a sentence', async (path, body) => {
	const answer = await client.ask(`/_control/facebook/${path}`, {
		method: 'POST',
		headers: { 'x-simulator': '1' },
		body: JSON.stringify(body)
	});
	expect(answer.status).toBe(400);
	const { error } = (await answer.json()) as { error: { message: string } };
	expect(error.message).toMatch(/\.$/);
});

test('nothing without the header', async () => {
	const answer = await client.ask('/_control/facebook/token', { method: 'POST', body: '{}' });
	expect(answer.status).toBe(403);
});

test('the control page shows people, their causes and their switches', async () => {
	const text = await (await client.ask('/')).text();
	for (const words of [
		'data-path="facebook/people/two.pages/kill"',
		'data-path="facebook/people/*/restore"',
		'60 Pages, 30 linked to Instagram',
		'data_access_expired',
		'requireProof',
		'<option>fb_dialog</option>'
	])
		expect(text).toContain(words);
});
