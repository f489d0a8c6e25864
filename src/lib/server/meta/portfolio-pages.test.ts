import { expect, test } from 'vitest';
import { facebookAt, PATIENCE, USER_TOKEN } from '../../../../tests/support/facebook-answers.ts';

const page = (id: string, more: object = {}) => ({
	id,
	name: `Page ${id}`,
	access_token: `EAA${id}`,
	instagram_business_account: { id: `1784${id}`, username: `account.${id}` },
	...more
});
const REFUSED = { error: { message: 'Unknown path components', code: 2500 } };
const list = (
	graph: Record<string, unknown>,
	granted: string[] | null = ['business_management']
) => {
	const { provider, asked, mostAtOnce } = facebookAt((path) =>
		path in graph ? { data: graph[path] } : REFUSED
	);
	return provider.listAccounts(USER_TOKEN, PATIENCE, granted).then(({ accounts, pageCount }) => ({
		pages: accounts.map(({ pageId }) => pageId),
		pageCount,
		asked,
		mostAtOnce
	}));
};

test('Pages of business portfolios come along, owned and of clients, each once', async () => {
	const { pages, pageCount } = await list({
		'me/accounts': [page('1')],
		'me/businesses': [{ id: '70' }, { id: '71' }],
		'70/owned_pages': [page('1'), page('2')],
		'70/client_pages': [page('3')],
		'71/owned_pages': [page('3'), { id: '9', name: 'without an account' }]
	});
	expect(pages).toEqual(['1', '2', '3']);
	expect(pageCount).toBe(4);
});

test('the entry that has token and account stands for the Page', async () => {
	const { pages, pageCount } = await list({
		'me/accounts': [page('1', { access_token: undefined }), { id: '2' }],
		'me/businesses': [{ id: '70' }],
		'70/owned_pages': [page('1'), page('2')]
	});
	expect([pages, pageCount]).toEqual([['1', '2'], 2]);
});

test.each([
	['Meta refuses the portfolios', {}],
	['Meta refuses their Pages', { 'me/businesses': [{ id: '70' }] }],
	['a portfolio is none', { 'me/businesses': [null, { id: '../me' }, 'x'] }]
])('a consent does not fail where %s', async (_name, more) => {
	expect((await list({ 'me/accounts': [page('1')], ...more })).pages).toEqual(['1']);
});

test('without the permission nobody asks; where it was not told, Meta decides', async () => {
	const graph = { 'me/accounts': [page('1')], 'me/businesses': [] };
	expect((await list(graph, ['instagram_basic'])).asked).toEqual(['me/accounts']);
	expect((await list(graph, null)).asked).toEqual(['me/accounts', 'me/businesses']);
});

test('eight lists at a time, and no more than 25 portfolios', async () => {
	const businesses = Array.from({ length: 40 }, (_none, number) => ({ id: `7${number}` }));
	const { asked, mostAtOnce } = await list({ 'me/accounts': [], 'me/businesses': businesses });
	expect(asked.filter((path) => path.endsWith('_pages'))).toHaveLength(50);
	expect(mostAtOnce()).toBe(8);
});
