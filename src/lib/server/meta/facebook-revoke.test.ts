import { expect, test } from 'vitest';
import {
	APP_ID,
	APP_SECRET,
	facebookAnswering,
	PAGE_TOKEN,
	PATIENCE
} from '../../../../tests/support/facebook-answers.ts';
import { CouldNotSend, MetaRefused, UnexpectedAnswer } from './errors.ts';

/** The proofs by `openssl dgst -sha256 -hmac`. */
const BY_APP = {
	method: 'DELETE',
	address: 'https://graph.fb.example/v25.0/10220001/permissions',
	query: {
		access_token: `${APP_ID}|${APP_SECRET}`,
		appsecret_proof: 'adacebc47b5f62548ffaaa1d0c87373975cc55619f3022abcfc644abae0d1b9a'
	}
};
const BY_PAGE = {
	...BY_APP,
	query: {
		access_token: PAGE_TOKEN,
		appsecret_proof: 'af6d2cc257ca26a5ab82f7a0b9e9904f3bd525882c7da9eccc1fbb1ba54f87ac'
	}
};

const YES = '{"success":true}';
const refusal = (code: number, more = '') => ({
	status: 400,
	body: `{"error":{"code":${code},"message":"No"${more}}}`
});

test.each([YES, 'true'])('%s to the app token is a yes', async (body) => {
	const { provider, calls } = facebookAnswering([body]);
	await provider.revoke(PAGE_TOKEN, PATIENCE, '10220001');
	expect(calls).toEqual([BY_APP]);
});

test.each([
	['no such person', refusal(100)],
	['no permission', refusal(200)],
	['a dead token', refusal(190)],
	['an error under 200', '{"error":{"code":100}}'],
	['success: false', '{"success":false}']
])('refused with %s, the token of the Page is tried, once', async (_, no) => {
	const { provider, calls } = facebookAnswering([no, YES]);
	await provider.revoke(PAGE_TOKEN, PATIENCE, '10220001');
	expect(calls).toEqual([BY_APP, BY_PAGE]);
});

test('what the token of the Page is told is thrown', async () => {
	const { provider, calls } = facebookAnswering([
		refusal(100),
		refusal(190, ',"error_subcode":460')
	]);
	await expect(provider.revoke(PAGE_TOKEN, PATIENCE, '10220001')).rejects.toMatchObject({
		name: 'MetaRefused',
		code: 190,
		subcode: 460
	});
	expect(calls).toHaveLength(2);
});

test.each([
	['a limit', refusal(4), MetaRefused],
	['a passing fault', refusal(2), MetaRefused],
	['what calls itself passing', refusal(100, ',"is_transient":true'), MetaRefused],
	['an outage', { status: 503, body: '{"error":{"code":190}}' }, MetaRefused],
	['HTML', '<html>', UnexpectedAnswer],
	['nothing', '{}', UnexpectedAnswer],
	['no network', new Error('fetch failed'), CouldNotSend]
])('%s is no refusal: nothing more is tried', async (_, answer, kind) => {
	const { provider, calls } = facebookAnswering([answer]);
	await expect(provider.revoke(PAGE_TOKEN, PATIENCE, '10220001')).rejects.toBeInstanceOf(kind);
	expect(calls).toEqual([BY_APP]);
});

test.each(['', 'me', '../1', '1/permissions?'])('no call for the person %o', async (id) => {
	const { provider, calls } = facebookAnswering([YES]);
	await expect(provider.revoke(PAGE_TOKEN, PATIENCE, id)).rejects.toEqual(
		new UnexpectedAnswer('no user id', 0)
	);
	expect(calls).toEqual([]);
});
