import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	APP_TOKEN,
	FACEBOOK_APP,
	FACEBOOK_REDIRECT_URI,
	type FacebookTestClient,
	proof,
	startFacebookClient
} from './test-client.ts';

// What well-known clients send, request by request; only Meta's two origins are replaced.
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
afterAll(() => client.close());

/** Goes through login and dialog as a browser does, clicking Allow with all that is ticked. */
async function consent(address: string, username = 'two.pages') {
	const headers = { cookie: await client.personCookie(username) };
	const text = await (await client.ask(address, { headers })).text();
	const boxes = [...text.matchAll(/name="(\w+)" value="([^"]+)" checked/g)].map(
		([, name = '', value = '']): [string, string] => [name, value]
	);
	const body = new URLSearchParams([...boxes, ['action', 'allow']]);
	const answer = await client.ask(address, { method: 'POST', headers, body });
	return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const app = { client_id: FACEBOOK_APP.clientId, client_secret: FACEBOOK_APP.clientSecret };
const start = { client_id: app.client_id, redirect_uri: FACEBOOK_REDIRECT_URI, state: 's' };

test('a strategy of 2018: v3.2, a posted form, the profile with a proof', async () => {
	const code = await consent(
		`/v3.2/dialog/oauth?${query({ ...start, response_type: 'code', scope: 'email' })}`
	);
	const answer = await client.ask('/v3.2/oauth/access_token', {
		method: 'POST',
		body: new URLSearchParams({
			...app,
			grant_type: 'authorization_code',
			redirect_uri: FACEBOOK_REDIRECT_URI,
			code
		})
	});
	const { access_token: token } = (await answer.json()) as { access_token: string };
	const fields = 'id,name,last_name,first_name,middle_name,email,picture';
	expect(
		await client.read(
			`/v3.2/me?appsecret_proof=${proof(token)}&fields=${fields}&access_token=${token}`
		)
	).toMatchObject({
		name: 'Robin Twofold',
		first_name: 'Robin',
		email: expect.stringContaining('@') as unknown
	});
});

test('a small library of 2025: v16.0, scopes separated by spaces', async () => {
	const scope = 'public_profile email pages_show_list';
	const code = await consent(
		`/v16.0/dialog/oauth?${query({ ...start, response_type: 'code', scope })}`
	);
	const answer = await client.ask('/v16.0/oauth/access_token', {
		method: 'POST',
		headers: { accept: 'application/json', 'user-agent': 'library' },
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: FACEBOOK_REDIRECT_URI,
			...app
		})
	});
	expect(await answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 5400 });
});

test('a framework: no version at the token endpoint, Basic, the profile by Bearer', async () => {
	const code = await consent(
		`/v19.0/dialog/oauth?${query({ ...start, response_type: 'code', scope: 'email' })}`
	);
	const basic = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64');
	const answer = await client.ask('/oauth/access_token', {
		method: 'POST',
		headers: { authorization: `Basic ${basic}` },
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: FACEBOOK_REDIRECT_URI
		})
	});
	const { access_token: token } = (await answer.json()) as { access_token: string };
	const profile = await client.ask('/me?fields=id,name,email,picture', {
		headers: { authorization: `Bearer ${token}` }
	});
	expect(await profile.json()).toMatchObject({ name: 'Robin Twofold' });
});

test('a scheduler of posts: GET throughout, Pages by next, accounts one by one', async () => {
	const scope = 'instagram_basic,pages_show_list,pages_read_engagement,business_management';
	const code = await consent(`/v25.0/dialog/oauth?${query({ ...start, scope })}`, 'sixty.pages');
	const first = await client.read(client.exchangePath(code));
	const { access_token: token = '' } = await client.read(
		`/v25.0/oauth/access_token?${query({
			...app,
			grant_type: 'fb_exchange_token',
			fb_exchange_token: first.access_token ?? '',
			fields: 'access_token,expires_in'
		})}`
	);
	const granted = await client.read(`/v25.0/me/permissions?access_token=${token}`);
	expect(granted.data?.map(({ permission }) => permission)).toContain('business_management');
	let next: string | undefined =
		`${client.url}/v25.0/me/accounts?limit=50&access_token=${token}` +
		'&fields=id,instagram_business_account,username,name,picture.type(large)';
	const found: { id: string; instagram_business_account?: { id: string } }[] = [];
	while (next) {
		const part = (await (await fetch(next)).json()) as {
			data: typeof found;
			paging?: { next?: string };
		};
		found.push(...part.data);
		next = part.paging?.next;
	}
	expect(found).toHaveLength(60);
	expect(await client.read(`/v25.0/me/businesses?access_token=${token}`)).toEqual({ data: [] });
	const linked = found.find((page) => page.instagram_business_account);
	const account = linked?.instagram_business_account?.id ?? '';
	const page = await client.read(
		`/v25.0/${linked?.id}?fields=access_token,username,picture.type(large)&access_token=${token}`
	);
	expect(
		await client.read(
			`/v25.0/${account}?fields=username,name,profile_picture_url&access_token=${page.access_token}`
		)
	).toMatchObject({ id: account, username: 'stall.01' });
	const debug = query({ input_token: page.access_token ?? '', access_token: APP_TOKEN });
	expect(await client.read(`/v25.0/debug_token?${debug}`)).toMatchObject({
		data: { type: 'PAGE', expires_at: 0, is_valid: true }
	});
});
