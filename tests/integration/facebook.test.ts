import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionView, RefreshView } from '../../src/lib/view.ts';
import { age } from '../support/age.ts';
import { TestBrowser } from '../support/browser.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { issuedSecrets } from '../support/practice.ts';

const BASIC = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

let live: Live;
let owner: TestBrowser;
let connections: ConnectionView[];

beforeAll(async () => {
	live = await startLive();
	// Every call must carry its proof: an app may demand it.
	await live.control('POST', 'switches', { requireProof: true });
});
afterAll(() => live.remove());

const list = async (browser: TestBrowser) => {
	const { body } = await browser.api(`${live.origin}/api/connections`);
	return (body as { connections: ConnectionView[] }).connections;
};
const one = async (id: string) => {
	const { body } = await owner.api(`${live.origin}/api/connections/${id}`);
	return (body as { connection: ConnectionView }).connection;
};
const ledger = async (id: string) => {
	const { body } = await owner.api(`${live.origin}/api/connections/${id}/refreshes`);
	return (body as { refreshes: RefreshView[] }).refreshes;
};
const byFacebook = (
	browser: TestBrowser,
	person: string,
	options: { query?: string; decline?: string[]; answer?: 'Allow' | 'Cancel' } = {}
) => live.connect(browser, person, { login: 'facebook', ...options });
const whereTo = ({ response }: { response: Response }) => [
	response.status,
	response.headers.get('location')
];
const offered = (html: string) =>
	[...html.matchAll(/name="account" value="(\d+)"/g)].map(([, id = '']) => id);
async function claiming() {
	const browser = new TestBrowser();
	await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
	return browser;
}
const choose = async (browser: TestBrowser, accountIds: string[]) =>
	browser.submit(
		`${live.origin}/connect/choose`,
		new URLSearchParams(accountIds.map((id) => ['account', id]))
	);

describe('an instance of nobody', () => {
	it.each(['no.page', 'not.linked', 'in.portfolio'])(
		'is not claimed by %s, whose accounts do not come along',
		async (person) => {
			const browser = await claiming();
			expect(whereTo(await byFacebook(browser, person))).toEqual([
				303,
				'/connect/problem/nothing_linked'
			]);
			const page = await browser.open(`${live.origin}/connect/problem/nothing_linked`);
			expect(page.response.status).toBe(409);
			expect(page.text).toContain('nobody was signed in');
			expect(page.text).toContain('/auth/facebook/login');
			expect((await browser.api(`${live.origin}/api/user`)).status).toBe(401);
		}
	);

	it('asks for the dialog with exactly what it needs', async () => {
		const { response } = await (
			await claiming()
		).open(`${live.origin}/auth/facebook/login?scopes=instagram_manage_comments`);
		const url = new URL(response.headers.get('location') ?? '');
		expect(url.pathname).toBe('/v25.0/dialog/oauth');
		expect(url.searchParams.get('scope')).toBe([...BASIC, 'instagram_manage_comments'].join(','));
		expect(url.searchParams.get('redirect_uri')).toBe(`${live.origin}/auth/facebook/callback`);
		expect(url.searchParams.has('auth_type')).toBe(false);
		expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
	});

	it('says no when the creator does', async () => {
		const answer = await byFacebook(await claiming(), 'two.pages', { answer: 'Cancel' });
		expect(whereTo(answer)).toEqual([303, '/connect/problem/denied']);
	});

	it('lets the creator choose among two, and connects both', async () => {
		owner = await claiming();
		const query = '?scopes=instagram_manage_comments';
		const back = await byFacebook(owner, 'two.pages', { query, decline: ['manage_comments'] });
		expect(whereTo(back)).toEqual([303, '/connect/choose']);
		const { text } = await owner.open(`${live.origin}/connect/choose`);
		expect(offered(text)).toHaveLength(2);
		expect((await owner.api(`${live.origin}/api/user`)).status).toBe(401);

		const nothing = await choose(owner, []);
		expect(nothing.response.status).toBe(400);
		expect(nothing.text).toContain('Choose at least one account');

		expect(whereTo(await choose(owner, offered(text)))).toEqual([303, '/']);
		connections = await list(owner);
		expect(connections).toHaveLength(2);
		for (const connection of connections) {
			expect(connection).toMatchObject({
				provider: 'facebook',
				status: 'healthy',
				problem: { code: 'permission_missing' },
				expiresAt: null,
				account: { accountType: null },
				permissions: { missing: ['instagram_manage_comments'] }
			});
			expect(connection.permissions.granted).toEqual(expect.arrayContaining(BASIC));
		}
		expect(whereTo(await choose(owner, offered(text)))).toEqual([
			303,
			'/connect/problem/state_expired'
		]);
	});

	it('says what the page of choice is to who opens it without a sign-in', async () => {
		const browser = new TestBrowser();
		const cause = '/connect/problem/nothing_to_choose';
		expect(whereTo(await browser.open(`${live.origin}/connect/choose`))).toEqual([303, cause]);
		const { response, text } = await browser.open(live.origin + cause);
		expect(response.status).toBe(404);
		expect(text).toContain('After a sign-in at Facebook you choose on that page');
	});
});

describe('what Facebook Login connected', () => {
	it('shows until when to sign in again, and is checked by hand at once', async () => {
		const id = connections[0]?.id ?? '';
		const { text } = await owner.open(`${live.origin}/connections/${id}`);
		expect(text).toContain('Sign in again by');
		const { status } = await owner.api(`${live.origin}/api/connections/${id}/refresh`, 'POST');
		expect(status).toBe(200);
		const [row] = await ledger(id);
		expect(row).toMatchObject({ trigger: 'manual', outcome: 'checked', expiresAfter: null });
		expect(Date.parse(row?.nextDueAt ?? '') - Date.parse(row?.at ?? '')).toBe(86_400_000);
		expect((await one(id)).lastRefreshAt).not.toBeNull();
	});

	it('is asked for what was declined, by the one parameter that shows it again', async () => {
		const id = connections[0]?.id ?? '';
		const query = `?connection=${id}&scopes=instagram_manage_comments`;
		const start = await owner.open(`${live.origin}/auth/facebook/login${query}`);
		const url = new URL(start.response.headers.get('location') ?? '');
		expect(url.searchParams.get('auth_type')).toBe('rerequest');
		await byFacebook(owner, 'two.pages', { query });
		expect(await one(id)).toMatchObject({
			problem: null,
			permissions: {
				granted: expect.arrayContaining([...BASIC, 'instagram_manage_comments']) as string[],
				missing: []
			}
		});
	});

	it('is not reconnected by somebody else', async () => {
		const id = connections[0]?.id ?? '';
		const before = await ledger(id);
		await owner.open(`${live.simulator.url}/logout`);
		const other = new TestBrowser();
		for (const [name, value] of owner.cookies(live.origin)) {
			other.cookies(live.origin).set(name, value);
		}
		const answer = await byFacebook(other, 'one.page', { query: `?connection=${id}` });
		expect(whereTo(answer)).toEqual([303, '/connect/problem/other_account']);
		const { text } = await other.open(`${live.origin}/connect/problem/other_account`);
		expect(text).toContain('@ada.draws');
		expect(text).toContain('as a further account');
		expect(await ledger(id)).toEqual(before);
	});

	it('is checked every day by the scheduler, with a line in the ledger', async () => {
		await live.stop();
		age(live.dataDir, 2);
		await live.restart();
		await expect
			.poll(async () => (await ledger(connections[1]?.id ?? ''))[0]?.outcome)
			.toBe('checked');
	});

	it('signs its Facebook user in, without a choice', async () => {
		const browser = new TestBrowser();
		const { response, text } = await byFacebook(browser, 'two.pages');
		expect(response.status).toBe(200);
		expect(text).toContain('url=/"');
		const { body } = await browser.api(`${live.origin}/api/user`);
		expect(body).toMatchObject({
			creator: { isOwner: true, identities: [{ provider: 'facebook', username: 'Robin Twofold' }] }
		});
	});

	it('turns other people away', async () => {
		const answer = await byFacebook(new TestBrowser(), 'one.page');
		expect(whereTo(answer)).toEqual([303, '/connect/problem/stranger']);
	});

	it('has as many choices as there are accounts, over all pages of the list', async () => {
		const browser = new TestBrowser();
		for (const [name, value] of owner.cookies(live.origin)) {
			browser.cookies(live.origin).set(name, value);
		}
		expect(whereTo(await byFacebook(browser, 'sixty.pages'))).toEqual([303, '/connect/choose']);
		const { text } = await browser.open(`${live.origin}/connect/choose`);
		expect(offered(text)).toHaveLength(30);
		const asked = await live.calls();
		expect(offered((await browser.open(`${live.origin}/connect/choose`)).text)).toHaveLength(30);
		expect((await choose(browser, [])).response.status).toBe(400);
		expect(await live.calls()).toEqual(asked);
		expect(new Set(offered(text)).size).toBe(30);
	});

	it('comes from a portfolio once that is asked for', async () => {
		const browser = new TestBrowser();
		for (const [name, value] of owner.cookies(live.origin)) {
			browser.cookies(live.origin).set(name, value);
		}
		const query = '?scopes=business_management';
		const { response, text } = await byFacebook(browser, 'in.portfolio', { query });
		expect(response.status).toBe(200);
		expect(text).toMatch(/url=\/connections\//);
	});

	it('stays well without a declined permission that hides the account itself', async () => {
		const browser = new TestBrowser();
		for (const [name, value] of owner.cookies(live.origin)) {
			browser.cookies(live.origin).set(name, value);
		}
		const back = await byFacebook(browser, 'long.page', { decline: ['pages_read_engagement'] });
		const id = /url=\/connections\/([0-9a-f-]{36})"/.exec(back.text)?.[1] ?? '';
		await owner.api(`${live.origin}/api/connections/${id}/refresh`, 'POST');
		expect((await ledger(id))[0]).toMatchObject({ trigger: 'manual', outcome: 'checked' });
		expect(await one(id)).toMatchObject({
			status: 'healthy',
			problem: { code: 'permission_missing' },
			permissions: { missing: ['pages_read_engagement'] }
		});
	});

	it('is not checked again within a minute of the last press, whichever way it is pressed', async () => {
		const id = connections[0]?.id ?? '';
		await owner.api(`${live.origin}/api/connections/${id}/refresh`, 'POST');
		expect((await ledger(id))[0]).toMatchObject({ trigger: 'manual', outcome: 'checked' });
		const asked = await live.calls();
		const { status, body, headers } = await owner.api(
			`${live.origin}/api/connections/${id}/refresh`,
			'POST'
		);
		expect([status, body]).toMatchObject([429, { error: { code: 'rate_limited' } }]);
		expect(headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
		const { response, text } = await owner.submit(`${live.origin}/connections/${id}?/renew`, {});
		expect(response.status).toBe(429);
		expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
		expect(text).toMatch(/Meta was asked about this account less than a minute ago/);
		expect(await live.calls()).toEqual(asked);
	});

	it('names the same account by the other login', async () => {
		const username = connections[0]?.account.username ?? '';
		const { text } = await live.connect(owner, username);
		const twin = /url=\/connections\/([0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
		expect((await one(twin)).account.id).toBe(connections[0]?.account.id);
		const page = await owner.open(`${live.origin}/connections/${twin}`);
		expect(page.text).toMatch(/Also connected by[\s\S]*Facebook Login/);
	});

	it('revokes with the last one only', async () => {
		const [first, last] = connections;
		const disconnectIt = async (id = '') => {
			const { body } = await owner.api(`${live.origin}/api/connections/${id}`, 'DELETE');
			return body as { revocation: { outcome: string; message: string } };
		};
		const { text } = await owner.open(`${live.origin}/connections/${first?.id ?? ''}/disconnect`);
		expect(text).toContain('Meta is not asked to revoke yet');
		expect((await disconnectIt(first?.id)).revocation).toMatchObject({ outcome: 'not_tried' });
		expect((await one(last?.id ?? '')).status).toBe('healthy');
		await owner.api(`${live.origin}/api/connections/${last?.id ?? ''}/refresh`, 'POST');
		expect((await one(last?.id ?? '')).status).toBe('healthy');
		expect((await disconnectIt(last?.id)).revocation).toMatchObject({ outcome: 'revoked' });
	});

	it('needs its creator when the password was changed', async () => {
		const portfolio = (await list(owner)).find(({ account }) => account.username === 'tide.table');
		const id = portfolio?.id ?? '';
		await live.control('POST', 'facebook/people/in.portfolio/kill', { cause: 'password_changed' });
		await owner.api(`${live.origin}/api/connections/${id}/refresh`, 'POST');
		expect(await one(id)).toMatchObject({
			status: 'needs_reconnect',
			problem: { code: 'password_changed', cure: 'reconnect' }
		});
	});
});

describe('a mix-up of the two logins', () => {
	it.each([
		['instagram', 'facebook', 'ada.draws'],
		['facebook', 'instagram', 'two.pages']
	] as const)('an answer of %s at the address of %s asks Meta nothing', async (from, to, who) => {
		const browser = new TestBrowser();
		await live.control('DELETE', 'calls');
		const { response } = await browser.open(`${live.origin}/auth/${from}/login`);
		const state = new URL(response.headers.get('location') ?? '').searchParams.get('state');
		const arrive = async (login: string) =>
			whereTo(
				await browser.open(
					`${live.origin}/auth/${login}/callback?code=AQ${who}&state=${state ?? ''}`
				)
			);
		expect(await arrive(to)).toEqual([303, '/connect/problem/state_unknown']);
		expect(await arrive(from)).toEqual([303, '/connect/problem/state_used']);
		expect(await live.calls()).toEqual({});
	});
});

describe('the scopes of a login', () => {
	it('give a clear page whatever they are', async () => {
		const browser = new TestBrowser();
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('instagram', 'facebook'),
				fc.array(
					fc.oneof(
						fc.constantFrom(...BASIC, 'instagram_business_basic', 'business_basic', 'user_media'),
						fc.string({ unit: 'binary', maxLength: 30 })
					),
					{ maxLength: 5 }
				),
				async (login, scopes) => {
					const query = new URLSearchParams({ scopes: scopes.join(',') }).toString();
					const { response, text } = await browser.open(
						`${live.origin}/auth/${login}/login?${query}`
					);
					expect([303, 400]).toContain(response.status);
					if (response.status === 400) expect(text).toMatch(/permission|ended|belongs|ask for/);
				}
			),
			{ numRuns: 60 }
		);
	});

	it.each([
		['facebook', 'instagram_business_basic', 'Instagram Login'],
		['instagram', 'instagram_basic', 'Facebook Login'],
		['instagram', 'business_basic', '27 January 2025']
	])('at %s name what became of %s', async (login, scope, words) => {
		const { response, text } = await new TestBrowser().open(
			`${live.origin}/auth/${login}/login?scopes=${scope}`
		);
		expect(response.status).toBe(400);
		expect(text).toContain(words);
	});
});

describe('the Pages of a Facebook user', () => {
	it('give a clear page whatever they are', async () => {
		const page = fc.record({
			name: fc
				.string({ unit: 'binary', minLength: 1, maxLength: 100 })
				.filter((text) => text.trim() !== ''),
			instagram: fc.constantFrom(null, 'ada.draws', 'long.name', 'kit.at.home'),
			isInPortfolio: fc.boolean(),
			tasks: fc.constantFrom(['ANALYZE'], ['MANAGE', 'CREATE_CONTENT'], ['MESSAGING'])
		});
		await fc.assert(
			fc.asyncProperty(fc.array(page, { maxLength: 6 }), async (pages) => {
				await live.control('POST', 'facebook/people', { username: 'any.pages', pages });
				const browser = new TestBrowser();
				for (const [name, value] of owner.cookies(live.origin)) {
					browser.cookies(live.origin).set(name, value);
				}
				const { response, text } = await byFacebook(browser, 'any.pages');
				if (response.status === 200) {
					expect(text).toMatch(/url=\/connections\//);
					return;
				}
				const location = response.headers.get('location') ?? '';
				expect([response.status, location]).toEqual([
					303,
					expect.stringMatching(/^\/connect\/(choose|problem\/(nothing_linked|was_disconnected))$/)
				]);
				const next = await browser.open(live.origin + location);
				expect([200, 409]).toContain(next.response.status);
				expect(next.text).toMatch(/Which accounts|no Instagram account|You disconnected/);
			}),
			{ numRuns: 25 }
		);
	});
});

it('nothing secret reached a browser, the log or the disk', async () => {
	const secrets = await issuedSecrets(live.simulator.url);
	expect(secrets.some((secret) => secret.startsWith('EAA'))).toBe(true);
	expect(leaksIn(owner.receivedFrom(live.origin), secrets)).toEqual([]);
	expect(leaksIn(live.output(), secrets)).toEqual([]);
	expect(leaksOnDisk(live.dataDir, secrets)).toEqual([]);
});

describe('Facebook Login for Business', () => {
	it('sends the configuration instead of scopes', async () => {
		const business = await startLive({ FACEBOOK_CONFIG_ID: '735120984461327' });
		try {
			await business.control('POST', 'facebook/apps', {
				clientId: '821604739125608',
				configIds: ['735120984461327']
			});
			const browser = new TestBrowser();
			await browser.open(`${business.origin}/claim/${CLAIM_CODE}`);
			const { response } = await browser.open(`${business.origin}/auth/facebook/login`);
			const url = new URL(response.headers.get('location') ?? '');
			expect(url.searchParams.get('config_id')).toBe('735120984461327');
			expect(url.searchParams.has('scope')).toBe(false);
			const done = await business.connect(browser, 'one.page', { login: 'facebook' });
			expect(done.text).toMatch(/url=\/connections\//);
		} finally {
			await business.remove();
		}
	});
});
