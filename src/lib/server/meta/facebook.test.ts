import { describe, expect, test } from 'vitest';
import {
	APP_ID,
	APP_SECRET,
	CODE,
	facebookAnswering,
	PAGE_TOKEN,
	PATIENCE,
	USER_TOKEN
} from '../../../../tests/support/facebook-answers.ts';
import { UnexpectedAnswer } from './errors.ts';

/** By `openssl dgst -sha256 -hmac`. */
const USER_PROOF = '4fa602b6cdfec8581ddc0b30cdd0f2795105944dbc82e391a49bbb82459e1025';
const PAGE_PROOF = 'af6d2cc257ca26a5ab82f7a0b9e9904f3bd525882c7da9eccc1fbb1ba54f87ac';

test('its tokens cannot be renewed', () => {
	const { provider } = facebookAnswering([]);
	expect([provider.id, provider.refresh]).toEqual(['facebook', null]);
});

describe('the way to Facebook', () => {
	const scopes = ['instagram_basic', 'pages_show_list'];
	const query = (options = {}, configId: string | null = null) => {
		const { provider } = facebookAnswering([], configId);
		const all = { forceReauth: false, isRerequest: false, ...options };
		return [...provider.createAuthorizationURL('st-ate_1', scopes, all).searchParams];
	};

	test('says what is needed and nothing else', () => {
		const { provider } = facebookAnswering([]);
		const url = provider.createAuthorizationURL('st-ate_1', scopes, {
			forceReauth: false,
			isRerequest: false
		});
		expect(`${url.origin}${url.pathname}`).toBe('https://www.fb.example/v25.0/dialog/oauth');
		expect([...url.searchParams]).toEqual([
			['client_id', APP_ID],
			['redirect_uri', 'https://m.example/cb/?a=b c'],
			['response_type', 'code'],
			['scope', 'instagram_basic,pages_show_list'],
			['state', 'st-ate_1']
		]);
	});

	test('with a configuration no scope is sent', () => {
		expect(query({}, '77')).toEqual([
			['client_id', APP_ID],
			['redirect_uri', 'https://m.example/cb/?a=b c'],
			['response_type', 'code'],
			['config_id', '77'],
			['state', 'st-ate_1']
		]);
	});

	test.each([
		[{ forceReauth: true }, 'reauthenticate'],
		[{ isRerequest: true }, 'rerequest'],
		[{ forceReauth: true, isRerequest: true }, 'rerequest']
	])('%o', (options, authType) => {
		expect(query(options).filter(([name]) => name === 'auth_type')).toEqual([
			['auth_type', authType]
		]);
	});
});

describe('the exchanges', () => {
	const answer = `{"access_token":"${USER_TOKEN}","token_type":"bearer","expires_in":5183944}`;

	test('of the code', async () => {
		const { provider, calls } = facebookAnswering([answer]);
		expect(await provider.exchangeCode(CODE, PATIENCE)).toEqual({
			accessToken: USER_TOKEN,
			expiresIn: 5183944
		});
		expect(calls).toEqual([
			{
				method: 'GET',
				address: 'https://graph.fb.example/v25.0/oauth/access_token',
				query: {
					client_id: APP_ID,
					client_secret: APP_SECRET,
					redirect_uri: 'https://m.example/cb/?a=b c',
					code: CODE
				}
			}
		]);
	});

	test('for 60 days', async () => {
		const { provider, calls } = facebookAnswering([answer]);
		expect(await provider.exchangeForLongLived('EAAshort', PATIENCE)).toEqual({
			accessToken: USER_TOKEN,
			expiresIn: 5183944
		});
		expect(calls).toEqual([
			{
				method: 'GET',
				address: 'https://graph.fb.example/v25.0/oauth/access_token',
				query: {
					client_id: APP_ID,
					client_secret: APP_SECRET,
					grant_type: 'fb_exchange_token',
					fb_exchange_token: 'EAAshort'
				}
			}
		]);
	});

	test.each([
		['', null],
		[',"expires_in":null', null],
		[',"expires_in":0', null],
		[',"expires_in":1', 1],
		[',"expires_in":10000000', 10_000_000]
	])('an end told as »%s« is %o', async (more, expiresIn) => {
		const { provider } = facebookAnswering([`{"access_token":"${USER_TOKEN}"${more}}`]);
		expect(await provider.exchangeCode(CODE, PATIENCE)).toEqual({
			accessToken: USER_TOKEN,
			expiresIn
		});
	});

	test.each(['-1', '10000001', '1.5', '"5183944"', 'true', '1e300', '{}'])(
		'an end told as %s is none',
		async (end) => {
			const { provider } = facebookAnswering([
				`{"access_token":"${USER_TOKEN}","expires_in":${end}}`
			]);
			await expect(provider.exchangeCode(CODE, PATIENCE)).rejects.toEqual(
				new UnexpectedAnswer('unusable expires_in', 200)
			);
		}
	);
});

describe('who it is', () => {
	test('with the proof', async () => {
		const { provider, calls } = facebookAnswering(['{"id":"10220001","name":"Ada\\nDraws"}']);
		expect(await provider.readUser(USER_TOKEN, PATIENCE)).toEqual({
			userId: '10220001',
			name: 'Ada Draws'
		});
		expect(calls).toEqual([
			{
				method: 'GET',
				address: 'https://graph.fb.example/v25.0/me',
				query: { fields: 'id,name', access_token: USER_TOKEN, appsecret_proof: USER_PROOF }
			}
		]);
	});

	test('the id, exact, where there is no name', async () => {
		const { provider } = facebookAnswering(['{"id":27640875392278831}']);
		expect(await provider.readUser(USER_TOKEN, PATIENCE)).toEqual({
			userId: '27640875392278831',
			name: '27640875392278831'
		});
	});

	test.each(['{"id":"me"}', '{"name":"Ada"}', '{"id":"1/2"}', '{"id":-1}', '{"id":""}'])(
		'%s is nobody',
		async (body) => {
			const { provider } = facebookAnswering([body]);
			await expect(provider.readUser(USER_TOKEN, PATIENCE)).rejects.toEqual(
				new UnexpectedAnswer('unusable id', 200)
			);
		}
	);
});

describe('the profile', () => {
	test('of one account, by the token of its Page', async () => {
		const { provider, calls } = facebookAnswering([
			'{"id":17841400000000001,"username":"ada.draws","name":"Ada","profile_picture_url":"https://x.cdninstagram.com/a.jpg"}'
		]);
		expect(await provider.readProfile(PAGE_TOKEN, PATIENCE, '17841400000000001')).toEqual({
			accountId: '17841400000000001',
			appScopedId: '17841400000000001',
			username: 'ada.draws',
			name: 'Ada',
			accountType: null,
			pictureUrl: 'https://x.cdninstagram.com/a.jpg'
		});
		expect(calls).toEqual([
			{
				method: 'GET',
				address: 'https://graph.fb.example/v25.0/17841400000000001',
				query: {
					fields: 'id,username,name,profile_picture_url',
					access_token: PAGE_TOKEN,
					appsecret_proof: PAGE_PROOF
				}
			}
		]);
	});

	test.each([null, '', '..', 'me', '1/2', '1?x', '1'.repeat(33)])(
		'no call for the id %o',
		async (id) => {
			const { provider, calls } = facebookAnswering(['{"id":"1"}']);
			await expect(provider.readProfile(PAGE_TOKEN, PATIENCE, id)).rejects.toEqual(
				new UnexpectedAnswer('no account id', 0)
			);
			expect(calls).toEqual([]);
		}
	);

	test('an account without an id of digits is none', async () => {
		const { provider } = facebookAnswering(['{"id":"ada","username":"ada.draws"}']);
		await expect(provider.readProfile(PAGE_TOKEN, PATIENCE, '1')).rejects.toEqual(
			new UnexpectedAnswer('unusable id', 200)
		);
	});
});
