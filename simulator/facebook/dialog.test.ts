import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askUnderHost } from '../test-client.ts';
import {
	dialogQuery,
	FACEBOOK_APP,
	FACEBOOK_REDIRECT_URI,
	type FacebookTestClient,
	startFacebookClient,
	USUAL
} from './test-client.ts';

const DIALOG = '/v25.0/dialog/oauth';
const COMMENTS = 'instagram_manage_comments';
let client: FacebookTestClient;
beforeAll(async () => (client = await startFacebookClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

/** What the dialog shows to a person who is logged in. */
async function show(query: string, username = 'two.pages') {
	const headers = { cookie: await client.personCookie(username) };
	const answer = await client.ask(`${DIALOG}?${query}`, { headers });
	return { answer, text: await answer.text() };
}

const grant = () => client.world.facebook.grants.find(FACEBOOK_APP.clientId, 'two.pages');
const ticked = (...scopes: string[]) => scopes.map((scope): [string, string] => ['scope', scope]);
const allow: [string, string] = ['action', 'allow'];

test('a logged-out browser logs in, with a click, and comes back to the dialog', async () => {
	const asked = await client.ask(`${DIALOG}?${dialogQuery()}`);
	const location = asked.headers.get('location') ?? '';
	expect(asked.status).toBe(302);
	expect(location).toMatch(/^\/login\.php\?/);
	expect(await (await client.ask(location)).text()).toContain('value="two.pages"');
	const body = new URLSearchParams({ username: 'two.pages' });
	const loggedIn = await client.ask(location, { method: 'POST', body });
	expect(loggedIn.headers.get('location')).toBe(`${DIALOG}?${dialogQuery()}`);
});

test('the login leads nowhere else', async () => {
	for (const next of ['https://elsewhere.example/', '//elsewhere.example/dialog/oauth?', '/me']) {
		const answer = await client.ask(`/login.php?${new URLSearchParams({ next })}`, {
			method: 'POST',
			body: new URLSearchParams({ username: 'two.pages' })
		});
		expect(answer.headers.get('location')).toBe('/login.php');
	}
});

test('a logged-in browser is shown Pages, accounts and permissions, and never sent on', async () => {
	const { answer, text } = await show(dialogQuery());
	expect(answer.status).toBe(200);
	for (const words of ['Robin Twofold', 'Brick and Bloom', 'north.pier.radio', ...USUAL])
		expect(text).toContain(words);
	for (const words of ['Allow', 'Cancel', 'Switch account']) expect(text).toContain(words);
	expect(text).toContain('name="scope" value="instagram_basic" checked');
	expect(text).not.toContain('name="scope" value="public_profile"');
});

test('Pages and accounts are chosen only where a permission is about them', async () => {
	const named = (text: string) => /name="(page|instagram)"/.exec(text)?.[1] ?? null;
	expect(named((await show(dialogQuery({ scope: 'email' }))).text)).toBeNull();
	expect(named((await show(dialogQuery({ scope: null }))).text)).toBeNull();
	const pagesOnly = (await show(dialogQuery({ scope: 'pages_show_list' }))).text;
	expect(pagesOnly).toContain('name="page"');
	expect(pagesOnly).not.toContain('name="instagram"');
});

test('Allow gives a code, the state byte for byte, and #_=_', async () => {
	const query = `${dialogQuery()}&state=a%2Bb~%20c%7E`;
	const location = await client.press(query, [allow, ...ticked(...USUAL)]);
	expect(location).toMatch(/^http:\/\/localhost:4173\/auth\/facebook\/callback\?code=AQ[\w-]+&/);
	expect(location.endsWith('&state=a%2Bb~%20c%7E#_=_')).toBe(true);
});

test('Cancel tells the client in Facebook’s words, with the state', async () => {
	expect(await client.press(dialogQuery({ state: 'xyz' }), [['action', 'cancel']])).toBe(
		`${FACEBOOK_REDIRECT_URI}?error=access_denied&error_code=200` +
			'&error_description=Permissions+error&error_reason=user_denied&state=xyz#_=_'
	);
});

test('only what stayed ticked is granted; the rest is declined', async () => {
	const [, page] = client.world.facebook.people.get('two.pages')?.pages ?? [];
	await client.press(dialogQuery({ scope: `${USUAL.join(' ')} ${COMMENTS}` }), [
		allow,
		...ticked(...USUAL, 'ads_read'),
		['page', page?.id ?? '']
	]);
	expect([...(grant()?.granted ?? [])]).toEqual(['public_profile', ...USUAL]);
	expect([...(grant()?.declined ?? [])]).toEqual([COMMENTS]);
	expect([...(grant()?.pageIds ?? [])]).toEqual([page?.id]);
	expect(grant()?.instagramIds.size).toBe(0);
});

test('what was declined is asked again by rerequest only', async () => {
	const query = dialogQuery({ scope: `${USUAL.join()},${COMMENTS}` });
	await client.press(query, [allow, ...ticked(...USUAL)]);
	expect((await show(query)).text).not.toContain(`value="${COMMENTS}"`);
	await client.press(query, [allow, ...ticked(...USUAL, COMMENTS)]);
	expect(grant()?.declined.has(COMMENTS)).toBe(true);
	expect((await show(`${query}&auth_type=rerequest`)).text).toContain(`value="${COMMENTS}"`);
	await client.press(`${query}&auth_type=rerequest`, [allow, ...ticked(...USUAL, COMMENTS)]);
	expect(grant()?.granted.has(COMMENTS)).toBe(true);
	expect(grant()?.declined.size).toBe(0);
});

test('a permission that was not asked about stays as it was', async () => {
	await client.press(dialogQuery(), [allow, ...ticked(...USUAL)]);
	await client.press(dialogQuery({ scope: COMMENTS }), [allow, ...ticked(COMMENTS)]);
	expect([...(grant()?.granted ?? [])]).toEqual(['public_profile', ...USUAL, COMMENTS]);
});

test('the second time the earlier choice of Pages is ticked', async () => {
	const [first, second] = client.world.facebook.people.get('two.pages')?.pages ?? [];
	const box = (id = '') => `name="page" value="${id}" checked`;
	expect((await show(dialogQuery())).text).toContain(box(first?.id));
	await client.press(dialogQuery(), [allow, ...ticked(...USUAL), ['page', second?.id ?? '']]);
	const { text } = await show(dialogQuery());
	expect(text).toContain(box(second?.id));
	expect(text).not.toContain(box(first?.id));
});

test('a configuration is all or nothing, and takes the place of scope', async () => {
	const { id, scopes } = FACEBOOK_APP.configs[0] ?? { id: '', scopes: [] };
	const query = dialogQuery({ scope: null, config_id: id });
	const { text } = await show(query);
	expect(text).toContain('All of this, or nothing.');
	expect(text).not.toContain('name="scope"');
	await client.press(dialogQuery({ config_id: id, scope: 'email' }), [allow]);
	expect([...(grant()?.granted ?? [])].sort()).toEqual(['public_profile', ...scopes].sort());
	await client.press(query, [allow, ['scope', 'instagram_basic']]);
	expect(grant()?.declined.size).toBe(0);
});

test('reauthenticate asks a logged-in browser again, once, and keeps rerequest', async () => {
	const query = dialogQuery({ auth_type: 'reauthenticate,rerequest' });
	const { answer } = await show(query);
	const next = new URL(answer.headers.get('location') ?? '', client.url).searchParams.get('next');
	expect(next).toBe(`${DIALOG}?${dialogQuery()}&auth_type=rerequest`);
});

test('the older address leads to the dialog, to its own host name too', async () => {
	const query = dialogQuery();
	for (const path of ['/oauth/authorize', '/v3.2/oauth/authorize'])
		expect((await client.ask(`${path}?${query}`)).headers.get('location')).toMatch(
			/^(\/v3\.2)?\/dialog\/oauth\?client_id=/
		);
	const host = 'graph.facebook.com:4600';
	const { location } = await askUnderHost(client.port, host, `/oauth/authorize?${query}`);
	expect(location).toBe(`//www.facebook.com:4600/dialog/oauth?${query}`);
});

test('what a client adds beyond the documented is ignored', async () => {
	const extras = JSON.stringify({ setup: { channel: 'IG_API_ONBOARDING' } });
	const more = { display: 'page', extras, auth_nonce: 'x', odd: 'y', auth_type: 'nothing' };
	expect((await show(dialogQuery(more))).answer.status).toBe(200);
	expect((await show(dialogQuery({ response_type: null }))).answer.status).toBe(200);
});

test.each([
	['no client id', { client_id: null }, 'Invalid App ID'],
	['Instagram’s client id', { client_id: '990602627938098' }, 'Invalid App ID'],
	['no redirect URI', { redirect_uri: null }, 'redirect_uri is required'],
	['half a redirect URI', { redirect_uri: '/callback' }, 'an absolute URI'],
	['a foreign redirect URI', { redirect_uri: `${FACEBOOK_REDIRECT_URI}/` }, 'URL blocked'],
	['another response type', { response_type: 'token' }, 'Invalid response_type: token'],
	[
		'a scope of Instagram Login',
		{ scope: 'instagram_business_basic' },
		'Invalid Scopes: instagram_'
	],
	['a made-up scope', { scope: 'email,shoes' }, 'Invalid Scopes: shoes. This'],
	['a wrong configuration', { config_id: '1', scope: null }, 'Invalid configuration ID'],
	['an empty configuration', { config_id: '' }, 'Invalid configuration ID']
])('%s ends on Facebook’s own page', async (_name, changes, words) => {
	const { answer, text } = await show(dialogQuery(changes));
	expect(answer.status).toBe(400);
	expect(answer.headers.get('location')).toBeNull();
	expect(text.replaceAll('&#39;', "'")).toContain(words);
});

test('a scope that this app does not have', async () => {
	const { clientId } = FACEBOOK_APP;
	await client.control('POST', 'facebook/apps', { clientId, scopes: ['email', ...USUAL.slice(1)] });
	const { text } = await show(dialogQuery());
	expect(text).toContain('Invalid Scopes: instagram_basic. This message');
});

test('a form that another site sends counts for nothing', async () => {
	const answer = await client.ask(`${DIALOG}?${dialogQuery()}`, {
		method: 'POST',
		headers: { cookie: await client.personCookie('two.pages'), 'sec-fetch-site': 'cross-site' },
		body: new URLSearchParams({ action: 'allow' })
	});
	expect(answer.status).toBe(403);
	expect(grant()).toBeUndefined();
});

test('names full of markup are text on every page', async () => {
	const headers = { cookie: await client.personCookie('long.page') };
	for (const path of [`${DIALOG}?${dialogQuery()}`, '/login.php', '/']) {
		const text = await (await client.ask(path, { headers })).text();
		expect(text).not.toContain('<script>alert');
		expect(text).toContain('Simulator — not Instagram; nothing here touches Meta');
	}
	expect((await show(dialogQuery(), 'long.page')).text).toContain('&lt;script&gt;alert');
});
