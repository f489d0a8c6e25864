import { describe, expect, test } from 'vitest';
import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from './errors.ts';
import { instagram } from './instagram.ts';
import type { OneAccountLogin } from './provider.ts';

/** So short that they are blanked because they were sent, not because they look like tokens. */
const SECRET = 'a1b2c3d4e5f60718';
const SHORT = 'IGAAshort0short0';
const LONG = 'IGAAlong00long00';
const CODE = 'AQcode000code000';
const PATIENCE = { timeoutMs: 1_000 };

/** Meta with one answer for everything; remembers what it was asked. */
function meta(answer: string | Error, status = 200) {
	const calls: { method: string; url: URL; form: Record<string, string> | null }[] = [];
	const provider = instagram({
		settings: { clientId: '9906', clientSecret: SECRET, redirectUri: 'https://m.example/cb/' },
		addresses: {
			graphVersion: 'v25.0',
			hosts: {
				web: 'https://www.ig.example',
				api: 'https://api.ig.example',
				graph: 'https://graph.ig.example'
			}
		},
		fetch: (input, init) => {
			const form = init?.body instanceof URLSearchParams ? Object.fromEntries(init.body) : null;
			calls.push({
				method: init?.method ?? 'GET',
				url: new URL(input instanceof Request ? input.url : input),
				form
			});
			return answer instanceof Error
				? Promise.reject(answer)
				: Promise.resolve(new Response(answer, { status }));
		}
	});
	const asked = () => {
		const [call, ...more] = calls;
		expect(more).toEqual([]);
		if (call === undefined) throw new Error('Meta was not asked');
		const { method, url, form } = call;
		return [`${method} ${url.origin}${url.pathname}`, Object.fromEntries(url.searchParams), form];
	};
	return { provider, asked };
}

const LONG_ANSWER = `{"access_token":"${LONG}","token_type":"bearer","expires_in":5183944}`;

describe('the way to Meta', () => {
	const scopes = ['instagram_business_basic', 'instagram_business_manage_comments'];
	const url = (forceReauth: boolean) =>
		meta('').provider.createAuthorizationURL('st-ate_1', scopes, {
			forceReauth,
			isRerequest: false
		});

	test('says what is needed and nothing else', () => {
		expect(`${url(false).origin}${url(false).pathname}`).toBe(
			'https://www.ig.example/oauth/authorize'
		);
		expect([...url(false).searchParams]).toEqual([
			['client_id', '9906'],
			['redirect_uri', 'https://m.example/cb/'],
			['response_type', 'code'],
			['scope', 'instagram_business_basic,instagram_business_manage_comments'],
			['state', 'st-ate_1']
		]);
	});

	test('asks for the password where told to', () => {
		expect(url(true).searchParams.get('force_reauth')).toBe('true');
	});
});

describe('the code exchange', () => {
	const flat = `{"access_token":"${SHORT}","user_id":27640875392278831,"permissions":["instagram_business_basic"]}`;

	test.each([
		['flat', flat],
		['wrapped', `{"data":[${flat}]}`]
	])('%s', async (_, body) => {
		const { provider, asked } = meta(body);
		expect(await provider.exchangeCode(CODE, PATIENCE)).toEqual({
			accessToken: SHORT,
			appScopedId: '27640875392278831',
			permissions: ['instagram_business_basic']
		});
		expect(asked()).toEqual([
			'POST https://api.ig.example/oauth/access_token',
			{},
			{
				client_id: '9906',
				client_secret: SECRET,
				grant_type: 'authorization_code',
				redirect_uri: 'https://m.example/cb/',
				code: CODE
			}
		]);
	});

	test('says null for what was not told', async () => {
		const { provider } = meta(`{"access_token":"${SHORT}"}`);
		expect(await provider.exchangeCode(CODE, PATIENCE)).toEqual({
			accessToken: SHORT,
			appScopedId: null,
			permissions: null
		});
	});
});

test('the long-lived exchange', async () => {
	const { provider, asked } = meta(LONG_ANSWER);
	expect(await provider.exchangeForLongLived(SHORT, PATIENCE)).toEqual({
		accessToken: LONG,
		expiresIn: 5183944
	});
	expect(asked()).toEqual([
		'GET https://graph.ig.example/access_token',
		{ grant_type: 'ig_exchange_token', client_secret: SECRET, access_token: SHORT },
		null
	]);
});

test('the refresh', async () => {
	const { provider, asked } = meta(LONG_ANSWER);
	expect(await provider.refresh?.(SHORT, PATIENCE)).toEqual({
		accessToken: LONG,
		expiresIn: 5183944
	});
	expect(asked()).toEqual([
		'GET https://graph.ig.example/refresh_access_token',
		{ grant_type: 'ig_refresh_token', access_token: SHORT },
		null
	]);
});

describe('the profile', () => {
	test('both ids, and our words', async () => {
		const { provider, asked } = meta(
			'{"id":"2764","user_id":17841400000000001,"username":"ada.draws","name":"Ada","account_type":"MEDIA_CREATOR","profile_picture_url":"https://x.cdninstagram.com/a.jpg"}'
		);
		expect(await provider.readProfile(LONG, PATIENCE, null)).toEqual({
			accountId: '17841400000000001',
			appScopedId: '2764',
			username: 'ada.draws',
			name: 'Ada',
			accountType: 'creator',
			pictureUrl: 'https://x.cdninstagram.com/a.jpg'
		});
		expect(asked()).toEqual([
			'GET https://graph.ig.example/v25.0/me',
			{
				fields: 'id,user_id,username,name,account_type,profile_picture_url',
				access_token: LONG
			},
			null
		]);
	});

	test('null for what is not there', async () => {
		const { provider } = meta('{"data":[{"id":"2764","user_id":"1784","username":"ada.draws"}]}');
		expect(await provider.readProfile(LONG, PATIENCE, null)).toMatchObject({
			name: null,
			accountType: null,
			pictureUrl: null
		});
	});
});

describe('the revocation', () => {
	test.each(['{"success":true}', 'true'])('%s is a yes', async (body) => {
		const { provider, asked } = meta(body);
		await provider.revoke(LONG, PATIENCE, '1');
		expect(asked()).toEqual([
			'DELETE https://graph.ig.example/v25.0/me/permissions',
			{ access_token: LONG },
			null
		]);
	});

	test.each(['{"success":false}', 'false'])('%s is a no', async (body) => {
		await expect(meta(body).provider.revoke(LONG, PATIENCE, '1')).rejects.toBeInstanceOf(
			MetaRefused
		);
	});

	test('anything else is odd', async () => {
		await expect(meta('{}').provider.revoke(LONG, PATIENCE, '1')).rejects.toBeInstanceOf(
			UnexpectedAnswer
		);
	});
});

/** Every step with every fault: once asked, told by its class, no secret in what is told. */
type Step = { sent: string; run: (provider: OneAccountLogin) => unknown };
const steps: Record<string, Step> = {
	exchangeCode: { sent: CODE, run: (provider) => provider.exchangeCode(CODE, PATIENCE) },
	exchangeForLongLived: {
		sent: SHORT,
		run: (provider) => provider.exchangeForLongLived(SHORT, PATIENCE)
	},
	refresh: { sent: LONG, run: (provider) => provider.refresh?.(LONG, PATIENCE) },
	readProfile: { sent: LONG, run: (provider) => provider.readProfile(LONG, PATIENCE, null) },
	revoke: { sent: LONG, run: (provider) => provider.revoke(LONG, PATIENCE, '1') }
};

const UNSUPPORTED = 'Unsupported request - method type: get';
/** ECHO becomes what was sent. */
const faults: [string, number, string, string][] = [
	['500', 500, '', 'meta_down'],
	['HTML 502', 502, '<html>ECHO</html>', 'meta_down'],
	['429', 429, '', 'throttled'],
	['HTML 200', 200, '<html>ECHO</html>', 'unexpected'],
	['empty', 200, '', 'unexpected'],
	['truncated', 200, '{"access_token":"ECHO', 'unexpected'],
	['null', 200, 'null', 'unexpected'],
	['a list', 200, '["ECHO"]', 'unexpected'],
	['an error under 200', 200, '{"error":{"code":190,"message":"ECHO"}}', 'unexpected'],
	['a limit', 400, '{"error":{"code":80002,"type":"ECHO"}}', 'throttled'],
	['a redirect', 302, 'ECHO', 'unexpected'],
	['a dead token', 400, '{"error":{"code":190,"message":"No: ECHO"}}', 'token_ended'],
	['no tester', 400, `{"error":{"code":100,"message":"${UNSUPPORTED}"}}`, 'not_a_tester'],
	['a refusal', 400, '{"error_type":"X","code":400,"error_message":"No: ECHO"}', 'refused']
];

describe.each(Object.entries(steps))('%s', (_, { sent, run }) => {
	test.each(faults)('%s', async (_, status, body, cause) => {
		const { provider, asked } = meta(body.replace('ECHO', `${SECRET} ${sent}`), status);
		const error = await Promise.resolve(run(provider)).catch((thrown: unknown) => thrown);
		expect(causeOf(error)).toBe(cause);
		expect([MetaRefused, UnexpectedAnswer].some((kind) => error instanceof kind)).toBe(true);
		const told = JSON.stringify(error) + String((error as Error).stack);
		for (const secret of [SECRET, sent]) expect(told).not.toContain(secret);
		asked();
	});

	test('no network', async () => {
		const { provider } = meta(new TypeError(`fetch failed: ${sent}`));
		const error = await Promise.resolve(run(provider)).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(CouldNotSend);
		expect(String((error as Error).stack)).not.toContain(sent);
	});
});
