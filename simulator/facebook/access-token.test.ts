import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	type Answer,
	FACEBOOK_APP,
	FACEBOOK_REDIRECT_URI,
	type FacebookTestClient,
	proof,
	startFacebookClient
} from './test-client.ts';

const DAY = 86_400_000;
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const credentials = { client_id: FACEBOOK_APP.clientId, client_secret: FACEBOOK_APP.clientSecret };
const lengthen = (token: string, changes: Record<string, string> = {}) => {
	const query = { ...credentials, grant_type: 'fb_exchange_token', fb_exchange_token: token };
	return client.read(`/v25.0/oauth/access_token?${new URLSearchParams({ ...query, ...changes })}`);
};

test('a code becomes a bearer token of an hour and a half', async () => {
	const answer = await client.read(client.exchangePath(await client.dialogCode()));
	expect(answer).toEqual({
		access_token: expect.stringMatching(/^EAA\w{150,}$/) as unknown,
		token_type: 'bearer',
		expires_in: 5400
	});
});

test.each(['/v3.2/oauth/access_token', '/oauth/access_token'])(
	'%s takes a form by POST, the client named in it or by HTTP Basic',
	async (path) => {
		const named = { grant_type: 'authorization_code', redirect_uri: FACEBOOK_REDIRECT_URI };
		const form = new URLSearchParams({ ...credentials, ...named, code: await client.dialogCode() });
		expect((await client.ask(path, { method: 'POST', body: form })).status).toBe(200);
		const basic = Buffer.from(Object.values(credentials).join(':')).toString('base64');
		const answer = await client.ask(path, {
			method: 'POST',
			headers: { authorization: `Basic ${basic}` },
			body: new URLSearchParams({ ...named, code: await client.dialogCode() })
		});
		expect(await answer.json()).toHaveProperty('access_token');
	}
);

test('a code is used once, within its time, with its redirect URI, by its app', async () => {
	const code = await client.dialogCode();
	const refused = async (changes: Record<string, string>) =>
		(await client.read(client.exchangePath(code, changes))).error;
	const https = 'https://localhost/auth/facebook/callback';
	expect(await refused({ redirect_uri: https })).toMatchObject({
		code: 100,
		error_subcode: 36_008,
		message: expect.stringContaining('Please make sure your redirect_uri is identical') as unknown
	});
	expect((await client.ask(client.exchangePath(code))).status).toBe(200);
	expect(await refused({})).toMatchObject({
		code: 100,
		error_subcode: 36_009,
		type: 'OAuthException',
		message: 'This authorization code has been used.'
	});
	const late = await client.dialogCode();
	await client.control('POST', 'clock', { advanceMs: 600_000 });
	const { error } = await client.read(client.exchangePath(late));
	expect(error).toMatchObject({ code: 100, error_subcode: 36_007 });
});

test.each<[string, Record<string, string | null>, number, string]>([
	['no client id', { client_id: null }, 101, 'Missing client_id parameter.'],
	['an unknown client id', { client_id: '123' }, 101, 'Error validating application'],
	['no secret', { client_secret: null }, 1, 'Missing client_secret parameter.'],
	['a wrong secret', { client_secret: 'x' }, 1, 'Error validating client secret.'],
	['no redirect URI', { redirect_uri: null }, 191, 'Missing redirect_uri parameter.'],
	['half a redirect URI', { redirect_uri: '/x' }, 191, 'absolute URI'],
	['no code', { code: null }, 1, 'Missing authorization code'],
	['an unknown code', { code: 'AQx' }, 100, 'Invalid verification code format.'],
	['an unknown grant type', { grant_type: 'password' }, 100, 'Invalid grant_type: password']
])('%s is told in Graph’s shape', async (_name, changes, code, words) => {
	const path = client.exchangePath(await client.dialogCode(), changes);
	const answer = await client.ask(path);
	expect(answer.status).toBe(400);
	const { error } = (await answer.json()) as Answer;
	expect(error).toMatchObject({ code, type: 'OAuthException' });
	expect(error?.message).toContain(words);
});

test('a short-lived token becomes one of 60 days; that one stays what it is', async () => {
	const short = await client.userToken('two.pages', { kind: 'short' });
	const long = await lengthen(short);
	expect(long).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 });
	await client.control('POST', 'clock', { advanceMs: 10 * DAY });
	expect((await client.read(`/me?access_token=${short}`)).error?.error_subcode).toBe(463);
	const again = await lengthen(long.access_token ?? '');
	expect(again.access_token).toBe(long.access_token);
	expect(again.expires_in).toBe(5_183_944 - 864_000);
	await client.control('POST', 'clock', { advanceMs: 51 * DAY });
	expect((await lengthen(long.access_token ?? '')).error).toMatchObject({
		code: 190,
		error_subcode: 463
	});
});

test('expires_in is left out by switch', async () => {
	await client.control('POST', 'switches', { facebookExpiresIn: 'missing' });
	expect(Object.keys(await lengthen(await client.userToken()))).toEqual([
		'access_token',
		'token_type'
	]);
});

test('only a user token of this app can be lengthened', async () => {
	const page = await client.userToken('two.pages', { kind: 'page' });
	expect((await lengthen(page)).error?.code).toBe(190);
	expect((await lengthen('EAAnothing')).error?.code).toBe(190);
	expect((await lengthen('')).error?.message).toBe('fb_exchange_token parameter not specified');
	const app = { clientId: '4242', clientSecret: 's', redirectUris: ['https://a.example/'] };
	await client.control('POST', 'facebook/apps', app);
	const { error } = await lengthen(await client.userToken('two.pages', { clientId: '4242' }));
	expect(error?.code).toBe(190);
});

test('with the secret at hand no proof is needed, yet a wrong one is refused', async () => {
	await client.control('POST', 'switches', { requireProof: true });
	const short = await client.userToken('two.pages', { kind: 'short' });
	expect(await lengthen(short)).toHaveProperty('access_token');
	expect(await lengthen(short, { appsecret_proof: proof(short) })).toHaveProperty('access_token');
	expect((await lengthen(short, { appsecret_proof: proof('x') })).error?.code).toBe(100);
});

test('client_credentials gives an app token', async () => {
	const query = new URLSearchParams({ ...credentials, grant_type: 'client_credentials' });
	const { access_token: token = '' } = await client.read(`/oauth/access_token?${query}`);
	expect(token).toMatch(/^821604739125608\|[\w-]{27}$/);
	const app = await client.read(`/${FACEBOOK_APP.clientId}?access_token=${token}`);
	expect(app).toEqual({ name: 'Practice app', id: FACEBOOK_APP.clientId });
});
