import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	authorizeQuery,
	BASIC,
	REDIRECT_URI,
	startTestClient,
	type TestClient
} from '../test-client.ts';

const CONSENT = '/oauth/authorize/third_party/';
const COMMENTS = 'instagram_business_manage_comments';
let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
afterAll(() => client.close());

/** Presses a button of the consent page. */
async function press(
	query: string,
	fields: Record<string, string>,
	{ username = 'ada.draws', headers = {} }: { username?: string; headers?: object } = {}
) {
	const answer = await client.ask(`${CONSENT}?${query}`, {
		method: 'POST',
		headers: { cookie: await client.cookie(username), ...headers },
		body: new URLSearchParams(fields)
	});
	return { status: answer.status, location: answer.headers.get('location') ?? '' };
}

test.each(['/oauth/authorize', '/oauth/authorize/'])(
	'%s leads a logged-out browser to the login',
	async (path) => {
		const answer = await client.ask(`${path}?${authorizeQuery()}`);
		const location = answer.headers.get('location') ?? '';
		expect(answer.status).toBe(302);
		expect(location).toMatch(/^\/accounts\/login\/\?force_authentication=1&platform_app_id=\d+/);
		const next = new URL(location, client.url).searchParams.get('next');
		expect(next).toBe(`${CONSENT}?${authorizeQuery()}`);
	}
);

test('the login leads on to the consent, and nowhere else', async () => {
	const logIn = async (next: string) => {
		const answer = await client.ask(`/accounts/login/?${new URLSearchParams({ next })}`, {
			method: 'POST',
			body: new URLSearchParams({ username: 'ada.draws' })
		});
		return answer.headers.get('location');
	};
	expect(await logIn(`${CONSENT}?a=b`)).toBe(`${CONSENT}?a=b`);
	expect(await logIn('https://elsewhere.example/')).toBe('/accounts/login/');
	expect(await logIn('//elsewhere.example/')).toBe('/accounts/login/');
});

test('force_reauth asks a logged-in browser again, once', async () => {
	const headers = { cookie: await client.cookie('ada.draws') };
	const query = authorizeQuery({ force_reauth: 'true' });
	const asked = await client.ask(`/oauth/authorize?${query}`, { headers });
	const login = asked.headers.get('location') ?? '';
	expect(login).toMatch(/^\/accounts\/login\//);
	const next = new URL(login, client.url).searchParams.get('next') ?? '';
	expect((await client.ask(next, { headers })).status).toBe(200);
});

test('a logged-in browser is shown the consent and never sent on by itself', async () => {
	const headers = { cookie: await client.cookie('ada.draws') };
	const first = await client.ask(`/oauth/authorize?${authorizeQuery()}`, { headers });
	expect(first.headers.get('location')).toBe(`${CONSENT}?${authorizeQuery()}`);
	const page = await client.ask(`${CONSENT}?${authorizeQuery({ scope: `${BASIC} ${COMMENTS}` })}`, {
		headers
	});
	const text = await page.text();
	expect(page.status).toBe(200);
	for (const words of ['Allow', 'Cancel', 'Switch account', 'ada.draws', COMMENTS])
		expect(text).toContain(words);
});

test('Allow gives a code, the state byte for byte, and #_', async () => {
	const query = `${authorizeQuery()}&state=a%2Bb~%20c%7E`;
	const { status, location } = await press(query, { action: 'allow' });
	expect(status).toBe(302);
	expect(location).toMatch(/^http:\/\/localhost:4173\/auth\/instagram\/callback\?code=AQ[\w-]+&/);
	expect(location.endsWith('&state=a%2Bb~%20c%7E#_')).toBe(true);
});

test('no state is added where none was sent', async () => {
	expect((await press(authorizeQuery(), { action: 'allow' })).location).not.toContain('state');
});

test('only what stayed ticked is granted, basic always', async () => {
	const query = authorizeQuery({ scope: `${COMMENTS},instagram_business_manage_insights` });
	const { location } = await press(query, { action: 'allow', scope: COMMENTS });
	const code = new URL(location).searchParams.get('code') ?? '';
	const answer: unknown = await (await client.exchange(code)).json();
	expect(answer).toMatchObject({ permissions: [BASIC, COMMENTS] });
});

test('a permission that was not asked for cannot be ticked', async () => {
	const { location } = await press(authorizeQuery(), { action: 'allow', scope: COMMENTS });
	const code = new URL(location).searchParams.get('code') ?? '';
	expect(await (await client.exchange(code)).json()).toMatchObject({ permissions: [BASIC] });
});

test('Cancel tells the client in Meta’s words, with the state or by switch without', async () => {
	const query = authorizeQuery({ state: 'xyz' });
	const denial =
		`${REDIRECT_URI}?error=access_denied&error_reason=user_denied` +
		'&error_description=The+user+denied+your+request';
	expect((await press(query, { action: 'cancel' })).location).toBe(`${denial}&state=xyz`);
	await client.control('POST', 'switches', { stateOnDenial: false });
	expect((await press(query, { action: 'cancel' })).location).toBe(denial);
	await client.control('POST', 'switches', { stateOnDenial: true });
});

test('Switch account leads back to the login', async () => {
	const { location } = await press(authorizeQuery(), { action: 'switch' });
	expect(location).toMatch(/^\/accounts\/login\//);
});

test('a form that another site sends counts for nothing', async () => {
	const headers = { 'sec-fetch-site': 'cross-site' };
	const sent = await press(authorizeQuery(), { action: 'allow' }, { headers });
	expect(sent).toEqual({ status: 403, location: '' });
});

const INVALID = 'Invalid Request: Request parameters are invalid:';
test.each([
	['no client id', { client_id: null }, 'Sorry, this page isn&#39;t available'],
	['an undefined client id', { client_id: 'undefined' }, 'Sorry, this page isn&#39;t available'],
	['a quoted client id', { client_id: '"990602627938098"' }, 'Sorry, this page isn&#39;t'],
	['an unknown client id', { client_id: '123' }, 'Invalid platform app'],
	['an unregistered redirect URI', { redirect_uri: `${REDIRECT_URI}/` }, 'Invalid redirect_uri'],
	['another response type', { response_type: 'token' }, `${INVALID} Invalid response_type`],
	['a dead scope', { scope: 'user_profile' }, `${INVALID} Invalid scope: user_profile`],
	['a scope of 2024', { scope: `${BASIC},business_basic` }, 'Invalid scope: business_basic'],
	['no scope', { scope: null }, `${INVALID} Invalid scope`]
])('%s ends on Meta’s own page', async (_name, changes, words) => {
	const headers = { cookie: await client.cookie('ada.draws') };
	for (const path of ['/oauth/authorize', CONSENT]) {
		const answer = await client.ask(`${path}?${authorizeQuery(changes)}`, { headers });
		expect(answer.status).toBe(400);
		expect(answer.headers.get('location')).toBeNull();
		expect(await answer.text()).toContain(words);
	}
});

test('what a client adds beyond the documented is ignored', async () => {
	const more = { enable_fb_login: '0', force_authentication: '1', code_challenge: 'x', odd: 'y' };
	const answer = await client.ask(`/oauth/authorize?${authorizeQuery(more)}`);
	expect(answer.status).toBe(302);
});

test.each(['kit.at.home', 'paper.lantern'])('%s as a refused account', async (username) => {
	const before = (await press(authorizeQuery(), { action: 'allow' }, { username })).location;
	expect(before.startsWith(REDIRECT_URI)).toBe(username === 'paper.lantern');
	await client.control('POST', 'accounts', { username, role: 'refused' });
	const headers = { cookie: await client.cookie(username) };
	const answer = await client.ask(`${CONSENT}?${authorizeQuery()}`, { headers });
	expect(answer.status).toBe(400);
	expect(await answer.text()).toContain('Insufficient Developer Role');
	await client.control('POST', 'reset');
});

test('names full of markup are text on every page', async () => {
	const headers = { cookie: await client.cookie('long.name') };
	for (const path of ['/accounts/login/', `${CONSENT}?${authorizeQuery()}`, '/']) {
		const text = await (await client.ask(path, { headers })).text();
		expect(text).toContain('&lt;script&gt;alert');
		expect(text).not.toContain('<script>alert');
		expect(text).not.toContain('<img src=x');
	}
});

test('every page says whose it is, and allows no inline script', async () => {
	for (const path of ['/', '/accounts/login/', '/oauth/authorize']) {
		const answer = await client.ask(path);
		expect(await answer.text()).toContain('Simulator — not Instagram; nothing here touches Meta');
		expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
		expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
	}
});
