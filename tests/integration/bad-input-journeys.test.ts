import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionView } from '../../src/lib/view.ts';
import { hashOf } from '../../src/lib/server/opaque-secret.ts';
import { TestBrowser } from '../support/browser.ts';
import { type Live, startLive } from '../support/live.ts';

let live: Live;
let owner: TestBrowser;

beforeAll(async () => {
	live = await startLive();
	({ browser: owner } = await live.claim());
});
afterAll(() => live.remove());
afterEach(async () => {
	await live.control('DELETE', 'faults');
	expect(live.output()).not.toContain('unexpected error');
});

const at = (path: string) => `${live.origin}${path}`;
const where = ({ response }: { response: Response }) =>
	`${String(response.status)} ${response.headers.get('location') ?? ''}`;
const PROBLEM = '303 /connect/problem/';

/** Starts at a login, and has the code that Meta would give, with the state of the start. */
async function journey(browser: TestBrowser, username = 'ada.draws', query = '') {
	const { response } = await browser.open(at(`/auth/instagram/login${query}`));
	const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
	const redirectUri = at('/auth/instagram/callback');
	const { code } = await live.control<{ code: string }>('POST', 'code', { redirectUri, username });
	const answer = (parts: Record<string, string> = {}) =>
		`${redirectUri}?${new URLSearchParams({ code, state, ...parts }).toString()}`;
	return { state, code, answer };
}

/** Opens an answer, and says where it led and whether Meta was asked. */
async function arrive(browser: TestBrowser, address: string, headers = {}) {
	const before = await live.calls();
	const answer = await browser.open(address, { 'sec-fetch-site': 'cross-site', ...headers });
	const wasAsked = JSON.stringify(await live.calls()) !== JSON.stringify(before);
	return { led: where(answer), wasAsked, text: answer.text };
}
const refused = (code: string) => ({ led: `${PROBLEM}${code}`, wasAsked: false });

async function connections(browser = owner) {
	const { body } = await browser.api(at('/api/connections'));
	return (body as { connections: ConnectionView[] }).connections;
}

describe('bad input: a state that is nearly right', () => {
	it('row 8: good and bad, in either order, is refused and leaves the attempt open', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		const good = answer();
		expect(await arrive(browser, `${good}&state=x`)).toMatchObject(refused('state_unknown'));
		const bad = good.replace('?', '?state=x&');
		expect(await arrive(browser, bad)).toMatchObject(refused('state_unknown'));
		expect((await arrive(browser, good)).led).toBe('200 ');
	});

	it('rows 13 and 18: in another browser is refused, and stays open for its own', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		for (const other of [owner, new TestBrowser()]) {
			expect(await arrive(other, answer())).toMatchObject(refused('state_foreign'));
		}
		expect((await arrive(browser, answer())).led).toBe('200 ');
	});

	it('row 14: at the other login is refused and spent', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		const other = answer().replace('/instagram/', '/facebook/');
		expect(await arrive(browser, other)).toMatchObject(refused('state_unknown'));
		expect(await arrive(browser, answer())).toMatchObject(refused('state_used'));
	});

	it('row 15: a moment after its ten minutes is refused', async () => {
		const browser = new TestBrowser();
		const { state, answer } = await journey(browser);
		const sqlite = new Database(join(live.dataDir, 'mooring.db'));
		const change = 'UPDATE attempts SET expires_at = ? WHERE state_hash = ?';
		expect(sqlite.prepare(change).run(Date.now() - 1000, hashOf(state)).changes).toBe(1);
		sqlite.close();
		expect(await arrive(browser, answer())).toMatchObject(refused('state_expired'));
	});

	it('row 16: used before is refused', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		expect((await arrive(browser, answer())).led).toBe('200 ');
		expect(await arrive(browser, answer())).toMatchObject(refused('state_used'));
	});

	it('row 17: with any one sign changed is refused', async () => {
		const browser = new TestBrowser();
		const { state, answer } = await journey(browser);
		for (let at = 0; at < state.length; at += 1) {
			const sign = state[at] === 'A' ? 'B' : 'A';
			const changed = `${state.slice(0, at)}${sign}${state.slice(at + 1)}`;
			expect(await arrive(browser, answer({ state: changed }))).toMatchObject(
				refused('state_unknown')
			);
		}
		expect((await arrive(browser, answer())).led).toBe('200 ');
	});

	it('row 19: with the cookie of another attempt is refused', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		const jar = browser.cookies(live.origin);
		const [name = ''] = [...jar.keys()].filter((one) => one.includes('-attempt-'));
		const right = jar.get(name) ?? '';
		const other = new TestBrowser();
		await journey(other);
		jar.set(name, [...other.cookies(live.origin).values()][0] ?? '');
		expect(await arrive(browser, answer())).toMatchObject(refused('state_foreign'));
		jar.set(name, right);
		expect((await arrive(browser, answer())).led).toBe('200 ');
	});

	it('row 20: with a denial ends the attempt', async () => {
		const browser = new TestBrowser();
		const { state, answer } = await journey(browser);
		const denial = at(`/auth/instagram/callback?error=access_denied&state=${state}`);
		expect(await arrive(browser, denial)).toMatchObject(refused('denied'));
		expect(await arrive(browser, answer())).toMatchObject(refused('state_used'));
	});

	it('row 12: with what Meta adds at the end is as good as without', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		expect((await arrive(browser, `${answer()}%23_`)).led).toBe('200 ');
	});

	it('row 26: looked at ahead, or by HEAD, is not used up', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		const ahead = await arrive(browser, answer(), { 'sec-purpose': 'prefetch' });
		expect(ahead).toMatchObject({ led: '403 ', wasAsked: false });
		expect((await browser.send(answer(), { method: 'HEAD' })).response.status).toBe(405);
		expect((await arrive(browser, answer())).led).toBe('200 ');
	});
});

describe('bad input: a session that is nearly right', () => {
	it('rows 112, 114 and 115: ended, or the hash that is stored, opens nothing', async () => {
		const browser = new TestBrowser();
		const { answer } = await journey(browser);
		await arrive(browser, answer());
		const jar = browser.cookies(live.origin);
		const [name = '', value = ''] = [...jar].find(([one]) => one.includes('-session-')) ?? [];
		jar.set(name, hashOf(value));
		expect((await browser.api(at('/api/user'))).status).toBe(401);
		jar.set(name, value);
		expect((await browser.api(at('/api/user'))).status).toBe(200);
		await browser.submit(at('/logout'), {});
		jar.set(name, value);
		expect((await browser.api(at('/api/user'))).status).toBe(401);
	});

	it('row 116: beside the cookies of many attempts is what counts; the oldest give way', async () => {
		const browser = new TestBrowser();
		for (let count = 0; count < 24; count += 1) await browser.open(at('/auth/instagram/login'));
		const attempts = [...browser.cookies(live.origin).keys()].filter((one) =>
			one.includes('-attempt-')
		);
		expect(attempts).toHaveLength(20);
		const { answer } = await journey(browser);
		expect((await arrive(browser, answer())).led).toBe('200 ');
	});
});

describe('bad input: what Meta answers', () => {
	const ids = '"id":"27640875392278831","user_id":"17841400000000001"';
	const spoil = (endpoint: string, body: string) =>
		live.control('POST', 'faults', { endpoint, kind: 'custom', times: 1, status: 200, body });
	const short = (token: string, more = '') => `{"access_token":${token},"user_id":1${more}}`;
	const long = (end: string) => `{"access_token":"IGAAxyz","expires_in":${end}}`;

	it.each([
		['row 129: a token with a quote', 'exchange', short('"IGAA\\"x"')],
		['row 129: a token of 9 KB', 'exchange', short(`"${'a'.repeat(9216)}"`)],
		['row 129: a token of other alphabets', 'exchange', short('"IGAAé"')],
		['row 129: a token over two lines', 'exchange', short('"IGAA\\nx: y"')],
		['row 129: no token', 'exchange', short('null')],
		['row 130: an end as text', 'long_lived', long('"soon"')],
		['row 130: an end before now', 'long_lived', long('-1')],
		['row 130: no time at all', 'long_lived', long('0')],
		['row 130: an end in thirty thousand years', 'long_lived', long('1e12')],
		['row 130: an end that is not told', 'long_lived', long('null')],
		[
			'row 131: an id that is no whole number',
			'me',
			`{${ids.replace(/"1784.*/, '1.5')},"username":"x"}`
		],
		['row 131: no id', 'me', '{"username":"x"}'],
		['row 132: no username', 'me', `{${ids}}`],
		['row 132: a username of blanks', 'me', `{${ids},"username":"  "}`],
		['row 133: permissions as a number', 'exchange', short('"IGAAxyz"', ',"permissions":7')],
		['row 72: a prototype', 'me', `{"__proto__":{${ids},"username":"x"}}`],
		['row 69: ten thousand deep', 'me', `${'['.repeat(10_000)}${']'.repeat(10_000)}`]
	])('%s ends on the page of cause, and stores nothing', async (_name, endpoint, body) => {
		const before = await connections();
		await spoil(endpoint, body);
		const { answer } = await journey(owner, 'long.name');
		expect((await arrive(owner, answer())).led).toBe(`${PROBLEM}meta_unexpected`);
		expect(await connections()).toEqual(before);
	});

	it('rows 131 and 132: ids beyond 2^53 keep their digits, and markup is text', async () => {
		const username = `<b onclick=alert(1)>${'🎏'.repeat(300)}`;
		const numbers = ids.replaceAll(/"(\d+)"/g, '$1');
		await spoil('me', `{${numbers},"username":${JSON.stringify(username)},"__proto__":{"x":1}}`);
		const { answer } = await journey(owner, 'long.name');
		const { text } = await arrive(owner, answer());
		const id = /connections\/([\da-f-]{36})/.exec(text)?.[1] ?? '';
		const [found] = (await connections()).filter((one) => one.id === id);
		expect(found?.account.id).toBe('17841400000000001');
		expect([...(found?.account.username ?? '')].length).toBe(300);
		const page = await owner.open(at(`/connections/${id}`));
		expect(page.text).toContain('&lt;b onclick=');
		expect(page.text).not.toContain('<b onclick');
	});
});
