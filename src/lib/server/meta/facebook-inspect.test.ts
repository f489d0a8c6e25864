import { expect, test } from 'vitest';
import {
	APP_ID,
	APP_SECRET,
	facebookAnswering,
	PATIENCE,
	USER_TOKEN
} from '../../../../tests/support/facebook-answers.ts';
import { UnexpectedAnswer } from './errors.ts';

/** By `openssl dgst -sha256 -hmac`. */
const APP_PROOF = 'adacebc47b5f62548ffaaa1d0c87373975cc55619f3022abcfc644abae0d1b9a';

const told = (more: Record<string, unknown>) =>
	JSON.stringify({ data: { app_id: APP_ID, type: 'USER', is_valid: true, ...more } });

test('with the app token and its proof; seconds become milliseconds', async () => {
	const { provider, calls } = facebookAnswering([
		told({ expires_at: 1_800_000_000, data_access_expires_at: 1_800_000_001 })
	]);
	expect(await provider.inspect(USER_TOKEN, PATIENCE)).toEqual({
		expiresAt: 1_800_000_000_000,
		dataAccessExpiresAt: 1_800_000_001_000
	});
	expect(calls).toEqual([
		{
			method: 'GET',
			address: 'https://graph.fb.example/v25.0/debug_token',
			query: {
				input_token: USER_TOKEN,
				access_token: `${APP_ID}|${APP_SECRET}`,
				appsecret_proof: APP_PROOF
			}
		}
	]);
});

test.each([{ expires_at: 0, data_access_expires_at: 0 }, {}])('%o is never', async (ends) => {
	const { provider } = facebookAnswering([told(ends)]);
	expect(await provider.inspect(USER_TOKEN, PATIENCE)).toEqual({
		expiresAt: null,
		dataAccessExpiresAt: null
	});
});

test('a dead token is refused in the words of Meta, without what is secret', async () => {
	const error = { code: 190, message: `${USER_TOKEN} of ${APP_SECRET} has ended`, subcode: 463 };
	const { provider } = facebookAnswering([told({ is_valid: false, error })]);
	await expect(provider.inspect(USER_TOKEN, PATIENCE)).rejects.toMatchObject({
		name: 'MetaRefused',
		httpStatus: 200,
		code: 190,
		subcode: 463,
		words: '… of … has ended'
	});
});

test.each([
	['no error', '{"data":{"is_valid":false,"scopes":[]}}'],
	['an odd error', '{"data":{"is_valid":false,"error":5}}'],
	['odd fields', '{"data":{"is_valid":false,"error":{"code":"x","subcode":[],"message":{}}}}']
])('a dead token with %s is refused too', async (_, body) => {
	const { provider } = facebookAnswering([body]);
	await expect(provider.inspect(USER_TOKEN, PATIENCE)).rejects.toMatchObject({
		name: 'MetaRefused',
		code: null,
		subcode: null,
		words: ''
	});
});

test.each([
	['of another app', told({ app_id: '99' })],
	['of no app', told({ app_id: undefined })],
	['that may be valid', told({ is_valid: 'true' })],
	['that ends before time began', told({ expires_at: -1 })],
	['that ends in text', told({ data_access_expires_at: '1800000000' })],
	['that is not told of', '{"data":[]}']
])('a token %s is odd', async (_, body) => {
	const { provider } = facebookAnswering([body]);
	await expect(provider.inspect(USER_TOKEN, PATIENCE)).rejects.toBeInstanceOf(UnexpectedAnswer);
});
