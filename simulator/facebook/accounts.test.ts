import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askUnderHost } from '../test-client.ts';
import { type FacebookTestClient, proof, startFacebookClient, USUAL } from './test-client.ts';

const FIELDS = 'id,name,access_token,tasks,instagram_business_account{id,username,name}';
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const accounts = (token: string, more = '', fields = FIELDS) =>
	client.read(`/v25.0/me/accounts?fields=${fields}&access_token=${token}${more}`);
const LISTED = ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'];
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
	expect(Object.keys(first ?? {})).toEqual(LISTED);
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

test('too much at once is refused by switch, whichever list it is', async () => {
	await client.control('POST', 'switches', { mostAtOnce: 10 });
	const token = await client.userToken('sixty.pages');
	for (const path of ['accounts?limit=11', 'accounts?', '?fields=accounts.limit(11){name}']) {
		const answer = await client.ask(`/v25.0/me/${path}&access_token=${token}`);
		expect(answer.status).toBe(500);
		expect(await answer.json()).toMatchObject({
			error: {
				code: 1,
				message: "Please reduce the amount of data you're asking for, then retry your request"
			}
		});
	}
	expect((await accounts(token, '&limit=10')).data).toHaveLength(10);
});

test('next leads to the host that was asked, Meta’s own too', async () => {
	const path = `/v25.0/me/accounts?access_token=${await client.userToken('sixty.pages')}`;
	for (const [host, origin] of [
		['graph.facebook.com', 'https://graph.facebook.com'],
		['graph.facebook.com:8443', 'http://graph.facebook.com:8443'],
		['simulator:4174', 'http://simulator:4174']
	] as const) {
		const { text } = await askUnderHost(client.port, host, path);
		const { paging } = JSON.parse(text) as { paging: { next: string } };
		expect(new URL(paging.next).origin).toBe(origin);
		const next = await askUnderHost(client.port, host, paging.next.slice(origin.length));
		expect(JSON.parse(next.text)).toHaveProperty('data.24');
	}
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

test('Pages that a person has through a portfolio only are in no list but the portfolio’s', async () => {
	const scopes = [...USUAL, 'business_management'];
	const token = await client.userToken('only.portfolio', { scopes });
	expect(await client.read(`/me/accounts?access_token=${token}`)).toEqual({ data: [] });
	const { data: [business] = [] } = await client.read(`/me/businesses?access_token=${token}`);
	const linked = async (edge: string) => {
		const fields = 'name,access_token,instagram_business_account{username}';
		const path = `/v25.0/${business?.id}/${edge}?fields=${fields}&limit=1&access_token=${token}`;
		const first = await client.read(path);
		const rest = first.paging?.next
			? ((await (await fetch(first.paging.next)).json()) as typeof first)
			: {};
		return [...(first.data ?? []), ...(rest.data ?? [])];
	};
	const pages = [...(await linked('owned_pages')), ...(await linked('client_pages'))];
	expect(pages).toMatchObject([
		{ name: 'Harbour Lights', instagram_business_account: { username: 'harbour.lights' } },
		{ name: 'Tin Boat' },
		{ name: 'Salt and Rope', instagram_business_account: { username: 'salt.and.rope' } }
	]);
	const [page] = pages;
	const own = await client.read(`/me?access_token=${page?.access_token}`);
	expect(own).toEqual({ name: 'Harbour Lights', id: page?.id });
	const expanded = 'businesses{name,owned_pages{name},client_pages.limit(1){name}}';
	expect(await client.read(`/me?fields=${expanded}&access_token=${token}`)).toMatchObject({
		businesses: {
			data: [
				{
					name: 'Portfolio of Bo Businesslike',
					owned_pages: { data: [{ name: 'Harbour Lights' }, { name: 'Tin Boat' }] },
					client_pages: { data: [{ name: 'Salt and Rope' }] }
				}
			]
		}
	});
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
