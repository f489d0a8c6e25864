import { expect, test } from 'vitest';
import { linkedPages } from './facebook-schemas.ts';

const ada = {
	id: '17841400000000001',
	username: 'ada.draws',
	name: 'Ada',
	profile_picture_url: 'https://x.cdninstagram.com/a.jpg'
};

const page = (id: string, more: Record<string, unknown> = {}) => ({
	id,
	name: `Page ${id}`,
	access_token: `EAAB${id}`,
	tasks: ['MANAGE'],
	instagram_business_account: { ...ada, id: `1784140000000000${id}` },
	...more
});

test('the account behind a Page, and the token of the Page', () => {
	expect(linkedPages([page('7', { instagram_business_account: ada })])).toEqual({
		pageCount: 1,
		accounts: [
			{
				pageId: '7',
				pageName: 'Page 7',
				pageToken: 'EAAB7',
				profile: {
					accountId: '17841400000000001',
					appScopedId: '17841400000000001',
					username: 'ada.draws',
					name: 'Ada',
					accountType: null,
					pictureUrl: 'https://x.cdninstagram.com/a.jpg'
				}
			}
		]
	});
});

test('no Pages', () => {
	expect(linkedPages([])).toEqual({ accounts: [], pageCount: 0 });
});

const { instagram_business_account: _, ...unlinked } = page('3');

test.each<[string, unknown]>([
	['without a linked account', unlinked],
	['linked to null', page('3', { instagram_business_account: null })],
	['linked to an id alone', page('3', { instagram_business_account: '17841400000000003' })],
	[
		'linked to something without an id',
		page('3', { instagram_business_account: { username: 'x' } })
	],
	['linked to a path', page('3', { instagram_business_account: { ...ada, id: '1/..' } })],
	['linked to an id that was rounded', page('3', { instagram_business_account: { id: 5e20 } })],
	['without an id', page('3', { id: undefined })],
	['with a name for an id', page('3', { id: 'me' })],
	['null', null],
	['text', 'a Page'],
	['a list', [page('3')]],
	['a number', 3]
])('a Page %s is counted and skipped, and loses no other', (_, broken) => {
	const { accounts, pageCount } = linkedPages([page('1'), broken, page('2')]);
	expect(accounts.map(({ pageId }) => pageId)).toEqual(['1', '2']);
	expect(pageCount).toBe(3);
});

test.each<[string, unknown]>([
	['missing', undefined],
	['null', null],
	['empty', ''],
	['no text', 5],
	['not fit for a header', 'EAAB 1\n'],
	['endless', 'E'.repeat(8193)]
])('a Page token that is %s is none', (_, access_token) => {
	expect(linkedPages([page('1', { access_token })]).accounts).toMatchObject([
		{ pageId: '1', pageToken: null }
	]);
});

test.each<[string, Record<string, unknown>, string]>([
	['the username', { username: 'ada.draws', name: 'Ada' }, 'ada.draws'],
	['else the name', { name: 'Ada' }, 'Ada'],
	['an empty one is none', { username: ' ', name: 'Ada' }, 'Ada'],
	['an odd one is none', { username: 5, name: 'Ada' }, 'Ada'],
	['else the id', { username: null, name: null }, '17841400000000001']
])('called by: %s', (_, fields, username) => {
	const account = { id: '17841400000000001', ...fields };
	const [first] = linkedPages([page('1', { instagram_business_account: account })]).accounts;
	expect(first?.profile.username).toBe(username);
});

test.each(['javascript:alert(1)', 'no address', 5, `https://x.example/${'a'.repeat(4096)}`])(
	'a picture at %s is none',
	(profile_picture_url) => {
		const account = { ...ada, profile_picture_url };
		const [first] = linkedPages([page('1', { instagram_business_account: account })]).accounts;
		expect(first?.profile.pictureUrl).toBeNull();
	}
);

test('ids as numbers become their text, and a Page without a name is called by its id', () => {
	const account = { ...ada, id: 9007199254740991 };
	const entry = page('1', { id: 104, name: '', instagram_business_account: account });
	expect(linkedPages([entry]).accounts).toMatchObject([
		{ pageId: '104', pageName: '104', profile: { accountId: '9007199254740991' } }
	]);
});

const behind = (id: string, access_token: string | null) =>
	page(id, { access_token, instagram_business_account: ada });

test.each<[string, unknown[], string]>([
	['the first', [behind('1', 'EAAB1'), behind('2', 'EAAB2')], '1'],
	['the one with a token', [behind('1', null), behind('2', 'EAAB2')], '2'],
	['still the one with a token', [behind('1', 'EAAB1'), behind('2', null)], '1']
])('an account behind two Pages is told once: %s', (_, entries, pageId) => {
	const { accounts, pageCount } = linkedPages(entries);
	expect(accounts.map((account) => account.pageId)).toEqual([pageId]);
	expect(pageCount).toBe(2);
});
