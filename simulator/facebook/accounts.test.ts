import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FacebookTestClient, proof, startFacebookClient, USUAL } from './test-client.ts';

const FIELDS = 'id,name,access_token,tasks,instagram_business_account{id,username,name}';
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const accounts = (token: string, more = '', fields = FIELDS) =>
	client.read(`/v25.0/me/accounts?fields=${fields}&access_token=${token}${more}`);
const instagramId = (username: string) => client.world.accounts.get(username)?.userId;

test('two linked Pages, each with its own token and the account that Instagram Login knows', async () => {
	const { data = [], paging } = await accounts(await client.userToken());
	expect(data).toMatchObject([
		{
			name: 'North Pier Radio',
			tasks: expect.arrayContaining(['MANAGE']) as unknown,
			instagram_business_account: {
				id: instagramId('north.pier.radio'),
				username: 'north.pier.radio',
				name: 'North Pier Radio'
			}
		},
		{ instagram_business_account: { id: instagramId('brick.and.bloom') } }
	]);
	expect(new Set(data.map((page) => page.access_token)).size).toBe(2);
	for (const page of data) expect(page.access_token).toMatch(/^EAA/);
	expect(Object.keys(paging ?? {})).toEqual(['cursors']);
});

test('the same list under the user’s id, and with the usual fields', async () => {
	const token = await client.userToken();
	const { id = '' } = await client.read(`/me?access_token=${token}`);
	expect(id).toMatch(/^122\d{14}$/);
	const { data: [first] = [] } = await client.read(`/${id}/accounts?access_token=${token}`);
	expect(Object.keys(first ?? {})).toEqual(['access_token', 'category', 'name', 'id', 'tasks']);
	const { error } = await client.read(`/1222/accounts?access_token=${token}`);
	expect(error).toMatchObject({ code: 100, error_subcode: 33, type: 'GraphMethodException' });
	const page = await client.userToken('two.pages', { kind: 'page' });
	expect((await accounts(page)).error?.message).toContain('(accounts) on node type (Page)');
});

test.each<[string, string, object, number, number]>([
	['an unlinked Page', 'not.linked', {}, 1, 0],
	['no Page', 'no.page', {}, 0, 0],
	['instagram_basic declined', 'two.pages', { scopes: USUAL.slice(1) }, 2, 0],
	['pages_show_list declined', 'two.pages', { scopes: ['instagram_basic'] }, 0, 0],
	['no Page chosen', 'two.pages', { pages: [] }, 0, 0],
	['a Page in a portfolio', 'in.portfolio', {}, 0, 0],
	['business_management', 'in.portfolio', { scopes: [...USUAL, 'business_management'] }, 1, 1]
])('%s', async (_name, username, more, pages, linked) => {
	const { data = [], error } = await accounts(await client.userToken(username, more));
	expect(error).toBeUndefined();
	expect(data).toHaveLength(pages);
	expect(data.filter((page) => 'instagram_business_account' in page)).toHaveLength(linked);
});

test('an account that was not chosen is not shown, its Page is', async () => {
	const token = await client.userToken();
	const id = instagramId('north.pier.radio') ?? '';
	for (const grant of client.world.facebook.grants.all()) grant.instagramIds.delete(id);
	const { data = [] } = await accounts(token);
	expect(data.map((page) => 'instagram_business_account' in page)).toEqual([false, true]);
});

test('sixty Pages by cursors, and by Meta’s own next, which carries the token', async () => {
	const token = await client.userToken('sixty.pages');
	const first = await accounts(token);
	expect(first.data).toHaveLength(25);
	const second = await accounts(token, `&after=${first.paging?.cursors.after}`);
	const next: unknown = await (await fetch(first.paging?.next ?? '')).json();
	expect(next).toEqual(second);
	expect(first.paging?.next).toContain(`access_token=${token}`);
	const third = await accounts(token, `&after=${second.paging?.cursors.after}`);
	expect(third.data).toHaveLength(10);
	expect(third.paging?.next).toBeUndefined();
	const all = [first, second, third].flatMap(({ data = [] }) => data);
	expect(new Set(all.map(({ id }) => id)).size).toBe(60);
	expect(all.filter((page) => 'instagram_business_account' in page)).toHaveLength(30);
	expect(await accounts(token, `&before=${third.paging?.cursors.before}`)).toEqual(second);
	const few = await accounts(token, `&limit=40&before=${second.paging?.cursors.before}`);
	expect(few.data).toEqual(first.data);
	expect((await accounts(token, '&limit=100')).data).toHaveLength(60);
});

test('by switch the first part is empty and has a next all the same', async () => {
	await client.control('POST', 'switches', { emptyFirstPart: true });
	const token = await client.userToken();
	const first = await accounts(token);
	expect(first.data).toEqual([]);
	const next = (await (await fetch(first.paging?.next ?? '')).json()) as typeof first;
	expect(next.data).toHaveLength(2);
	expect(next.paging?.next).toBeUndefined();
	expect(await accounts(token, `&after=${first.paging?.cursors.after}`)).toEqual(next);
});

test('next lacks the proof that the caller sent', async () => {
	await client.control('POST', 'switches', { requireProof: true });
	const token = await client.userToken('sixty.pages');
	const { paging } = await accounts(token, `&appsecret_proof=${proof(token)}`);
	expect(paging?.next).not.toContain('appsecret_proof');
	expect((await fetch(paging?.next ?? '')).status).toBe(400);
});

test.each([
	['limit=0', 100],
	['limit=many', 100],
	['after=nothing', 100]
])('%s is refused', async (parameter, code) => {
	const { error } = await accounts(await client.userToken(), `&${parameter}`);
	expect(error?.code).toBe(code);
});

test('an unknown field fails the call, at whatever depth', async () => {
	const token = await client.userToken();
	const asked = async (fields: string) => (await accounts(token, '', fields)).error?.message;
	expect(await asked('id,shoes')).toBe(
		'(#100) Tried accessing nonexisting field (shoes) on node type (Page)'
	);
	expect(await asked('instagram_business_account{account_type}')).toBe(
		'(#100) Tried accessing nonexisting field (account_type) on node type (IGUser)'
	);
	expect(await asked('id,name{')).toContain('Syntax error');
});

test('Page tokens: the same each time, without an end from a long-lived token', async () => {
	const token = async (user: string) => (await accounts(user)).data?.[0]?.access_token ?? '';
	const long = await client.userToken();
	const lasting = await token(long);
	expect(await token(long)).toBe(lasting);
	const passing = await token(await client.userToken('two.pages', { kind: 'short' }));
	await client.control('POST', 'clock', { advanceMs: 5_400_000 });
	expect((await client.read(`/me?access_token=${passing}`)).error?.error_subcode).toBe(463);
	await client.control('POST', 'clock', { advanceMs: 61 * 86_400_000 });
	expect((await client.read(`/me?access_token=${long}`)).error?.error_subcode).toBe(463);
	expect(await client.read(`/me?access_token=${lasting}`)).toMatchObject({
		name: 'North Pier Radio'
	});
});

test('portfolios: their Pages too that were not chosen, without token and account', async () => {
	const scopes = [...USUAL, 'business_management'];
	const token = await client.userToken('in.portfolio', { scopes, pages: [] });
	const { data: [business] = [] } = await client.read(`/me/businesses?access_token=${token}`);
	expect(business).toMatchObject({ name: 'Portfolio of Pim Portfolio' });
	const pages = (edge: string) =>
		client.read(`/${business?.id}/${edge}?fields=${FIELDS}&access_token=${token}`);
	const { data: [owned] = [] } = await pages('owned_pages');
	expect(Object.keys(owned ?? {})).toEqual(['id', 'name', 'tasks']);
	expect(await pages('client_pages')).toEqual({ data: [] });
	await client.userToken('in.portfolio', { scopes });
	expect((await pages('owned_pages')).data?.[0]).toHaveProperty('access_token');
	expect(await client.read(`/${business?.id}?access_token=${token}`)).toEqual(business);
});

test('portfolios need business_management, and somebody who has one', async () => {
	const { error } = await client.read(`/me/businesses?access_token=${await client.userToken()}`);
	expect(error).toMatchObject({ code: 100, message: '(#100) Missing Permission' });
	const token = await client.userToken('one.page', { scopes: ['business_management'] });
	expect(await client.read(`/me/businesses?access_token=${token}`)).toEqual({ data: [] });
});

test('a name full of markup comes through whole', async () => {
	const { data: [page] = [] } = await accounts(await client.userToken('long.page'));
	expect(page?.name).toHaveLength(300);
	expect(page?.name).toContain('<script>');
});
