import { describe, expect, test } from 'vitest';
import {
	facebookAnswering,
	PATIENCE,
	USER_TOKEN
} from '../../../../tests/support/facebook-answers.ts';
import { UnexpectedAnswer } from './errors.ts';

/** The proof by `openssl dgst -sha256 -hmac`. */
const BY_USER = {
	access_token: USER_TOKEN,
	appsecret_proof: '4fa602b6cdfec8581ddc0b30cdd0f2795105944dbc82e391a49bbb82459e1025',
	limit: '50'
};
const PAGE_FIELDS =
	'id,name,access_token,tasks,instagram_business_account{id,username,name,profile_picture_url}';

/** As Meta gives it: with the token, without the proof, and never to be followed. */
const NEXT = `https://graph.fb.example/v25.0/1/accounts?access_token=${USER_TOKEN}&after=elsewhere`;
const list = (data: unknown[], after: string | null = null) =>
	JSON.stringify({
		data,
		paging: { cursors: { before: 'b', after: after ?? 'end' }, ...(after ? { next: NEXT } : {}) }
	});

const page = (n: number) => ({
	id: `10${n}`,
	name: `Page ${n}`,
	access_token: `EAApage${n}`,
	instagram_business_account: { id: `1784140000000000${n}`, username: `account.${n}` }
});

describe('the linked accounts', () => {
	test('through all pages by the cursor, each with our own address and the proof', async () => {
		const { provider, calls } = facebookAnswering([
			list([page(1)], 'a+b/c='),
			list([], 'd'),
			list([{ id: '109', name: 'Unlinked' }, page(2)])
		]);
		const { accounts, pageCount } = await provider.listAccounts(USER_TOKEN, PATIENCE, []);
		expect(
			accounts.map(({ pageId, pageToken, profile }) => [pageId, pageToken, profile.username])
		).toEqual([
			['101', 'EAApage1', 'account.1'],
			['102', 'EAApage2', 'account.2']
		]);
		expect(pageCount).toBe(3);
		const address = 'https://graph.fb.example/v25.0/me/accounts';
		expect(calls).toEqual(
			[{}, { after: 'a+b/c=' }, { after: 'd' }].map((from) => ({
				method: 'GET',
				address,
				query: { fields: PAGE_FIELDS, ...BY_USER, ...from }
			}))
		);
	});

	test('a list of one is a list, and its cursor without a next is its end', async () => {
		const { provider, calls } = facebookAnswering([list([page(1)])]);
		expect((await provider.listAccounts(USER_TOKEN, PATIENCE, [])).accounts).toHaveLength(1);
		expect(calls).toHaveLength(1);
	});

	test.each(['{"data":[]}', '{"data":[],"paging":null}', '{"data":[],"paging":{"next":""}}'])(
		'%s is a person without Pages',
		async (body) => {
			const { provider } = facebookAnswering([body]);
			expect(await provider.listAccounts(USER_TOKEN, PATIENCE, [])).toEqual({
				accounts: [],
				pageCount: 0
			});
		}
	);

	test.each([
		['no data', '{}', 'data'],
		['one Page instead of a list', JSON.stringify({ data: page(1) }), 'data'],
		['a bare list', JSON.stringify([page(1)]), 'answer'],
		['odd paging', '{"data":[],"paging":5}', 'paging'],
		['a next without a cursor', `{"data":[],"paging":{"next":"${NEXT}"}}`, 'paging'],
		['an empty cursor', '{"data":[],"paging":{"next":"x","cursors":{"after":""}}}', 'paging'],
		['an odd cursor', '{"data":[],"paging":{"next":"x","cursors":{"after":1}}}', 'paging'],
		['an odd next', '{"data":[],"paging":{"next":true,"cursors":{"after":"a"}}}', 'paging']
	])('%s is no list', async (_, body, field) => {
		const { provider } = facebookAnswering([body]);
		await expect(provider.listAccounts(USER_TOKEN, PATIENCE, [])).rejects.toEqual(
			new UnexpectedAnswer(`unusable ${field}`, 200)
		);
	});

	test('a list that goes in circles ends', async () => {
		const { provider, calls } = facebookAnswering([list([page(1)], 'again')]);
		await expect(provider.listAccounts(USER_TOKEN, PATIENCE, [])).rejects.toBeInstanceOf(
			UnexpectedAnswer
		);
		expect(calls).toHaveLength(2);
	});

	test('half a list is none: a refusal on the second page is thrown', async () => {
		const { provider } = facebookAnswering([
			list([page(1)], 'a'),
			{ status: 400, body: `{"error":{"code":190,"message":"Bad ${USER_TOKEN}"}}` }
		]);
		await expect(provider.listAccounts(USER_TOKEN, PATIENCE, [])).rejects.toMatchObject({
			name: 'MetaRefused',
			code: 190,
			words: 'Bad …'
		});
	});
});

describe('the permissions', () => {
	const entry = (permission: unknown, status: unknown) => ({ permission, status });

	test('granted and declined, through all pages; an expired one counts as declined', async () => {
		const { provider, calls } = facebookAnswering([
			list([entry('instagram_basic', 'granted'), entry('pages_show_list', 'declined')], 'a'),
			list([entry('business_management', 'expired'), entry('public_profile', 'granted')])
		]);
		expect(await provider.readPermissions(USER_TOKEN, PATIENCE)).toEqual({
			granted: ['instagram_basic', 'public_profile'],
			declined: ['pages_show_list', 'business_management']
		});
		const address = 'https://graph.fb.example/v25.0/me/permissions';
		expect(calls).toEqual(
			[{}, { after: 'a' }].map((from) => ({
				method: 'GET',
				address,
				query: { ...BY_USER, ...from }
			}))
		);
	});

	test('a broken entry loses no other', async () => {
		const { provider } = facebookAnswering([
			list([
				null,
				entry('a b', 'granted'),
				entry('x', 1),
				entry(1, 'granted'),
				entry('y', 'granted')
			])
		]);
		expect(await provider.readPermissions(USER_TOKEN, PATIENCE)).toEqual({
			granted: ['y'],
			declined: []
		});
	});

	test('none', async () => {
		const { provider } = facebookAnswering(['{"data":[]}']);
		expect(await provider.readPermissions(USER_TOKEN, PATIENCE)).toEqual({
			granted: [],
			declined: []
		});
	});
});
