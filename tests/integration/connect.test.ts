import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionView } from '../../src/lib/view.ts';
import { TestBrowser } from '../support/browser.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { issuedSecrets } from '../support/practice.ts';

let live: Live;
let owner: TestBrowser;
let connectionId: string;

beforeAll(async () => {
	live = await startLive();
});
afterAll(() => live.remove());
afterEach(() => live.control('DELETE', 'faults'));

const problemOf = ({ response }: { response: Response }) => [
	response.status,
	response.headers.get('location')
];
const list = async (browser: TestBrowser) =>
	(await browser.api(`${live.origin}/api/connections`)) as {
		status: number;
		body: { connections: ConnectionView[] };
	};

describe('an instance of nobody', () => {
	it('refuses a start without the claim, and Meta is not asked', async () => {
		const { response, text } = await new TestBrowser().open(`${live.origin}/auth/instagram/login`);
		expect(response.status).toBe(403);
		expect(text).toContain('claim-link');
		expect(response.headers.get('set-cookie')).toBeNull();
	});

	it('knows one claim code', async () => {
		const browser = new TestBrowser();
		const { response: refused, text } = await browser.open(`${live.origin}/claim/wrong`);
		expect(refused.status).toBe(404);
		// What is to be typed is shown as such, in the page and not in the data beside it.
		expect(text).toContain('<code>npm run mooring -- claim-link</code>');
		expect(browser.cookies(live.origin).size).toBe(0);
		const { response } = await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
		expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
	});

	it('belongs to the account that comes with it', async () => {
		({ browser: owner, connectionId } = await live.claim());
		const { body } = await list(owner);
		expect(body.connections).toEqual([
			{
				id: connectionId,
				provider: 'instagram',
				account: {
					id: expect.stringMatching(/^17841\d+$/) as string,
					username: 'ada.draws',
					name: 'Ada Draws',
					accountType: 'creator',
					pictureUrl: expect.toBeOneOf([null, expect.any(String)]) as string | null
				},
				status: 'healthy',
				problem: null,
				permissions: { granted: ['instagram_business_basic'], missing: [] },
				connectedAt: expect.any(String) as string,
				issuedAt: expect.any(String) as string,
				expiresAt: expect.any(String) as string,
				nextRefreshAt: expect.any(String) as string,
				lastRefreshAt: null
			}
		]);
		const life = Date.parse(body.connections[0]?.expiresAt ?? '') - Date.now();
		expect(Math.round(life / 86_400_000)).toBe(60);
	});

	it('says on the first page that somebody owns it now, and what may come next', async () => {
		const { text } = await owner.open(`${live.origin}/connections/${connectionId}`);
		expect(text).toContain('You own this Mooring. It renews by itself; you can close this page.');
		expect(text).toMatch(/href="\/connect"[^>]*>Connect another account/);
	});

	it('is never unclaimed again', async () => {
		const { response } = await new TestBrowser().open(`${live.origin}/claim/${CLAIM_CODE}`);
		expect(response.status).toBe(404);
		expect(live.output()).toContain(`Claim this instance: ${live.origin}/claim/${CLAIM_CODE}`);
	});
});

describe('the way back', () => {
	it('ends with exactly the promised bounce', async () => {
		const { response, text } = await live.connect(owner, 'ada.draws', {
			query: `?connection=${connectionId}`
		});
		expect(response.status).toBe(200);
		expect(text).toContain(
			`<meta http-equiv="refresh" content="0;url=/connections/${connectionId}">`
		);
		expect(response.headers.get('referrer-policy')).toBe('no-referrer');
		expect(response.headers.get('cache-control')).toBe('no-store');
	});

	it('works with a trailing slash', async () => {
		const { response } = await owner.open(`${live.origin}/auth/instagram/login`);
		const state = new URL(response.headers.get('location') ?? '').searchParams.get('state');
		const { code } = await live.control<{ code: string }>('POST', 'code', {
			clientId: '990602627938098',
			redirectUri: `${live.origin}/auth/instagram/callback`,
			username: 'north.pier.radio',
			scopes: ['instagram_business_basic']
		});
		const back = `${live.origin}/auth/instagram/callback/?code=${code}&state=${String(state)}`;
		expect((await owner.open(back)).response.status).toBe(200);
	});

	it('counts once', async () => {
		const { callback } = await live.connect(owner, 'brick.and.bloom');
		const before = await live.calls();
		expect(problemOf(await owner.open(callback))).toEqual([303, '/connect/problem/state_used']);
		expect(await live.calls()).toEqual(before);
	});

	it('is refused in another browser and stays open for the right one', async () => {
		const { response } = await owner.open(
			`${live.origin}/auth/instagram/login?connection=${connectionId}`
		);
		const { consent } = await import('../support/consent.ts');
		const back = await consent(owner, response.headers.get('location') ?? '', 'ada.draws');
		const before = await live.calls();
		expect(problemOf(await new TestBrowser().open(back))).toEqual([
			303,
			'/connect/problem/state_foreign'
		]);
		expect(await live.calls()).toEqual(before);
		expect((await owner.open(back)).response.status).toBe(200);
	});

	it('says no with the words of Meta, on the page of cause', async () => {
		const answer = await live.connect(owner, 'ada.draws', { answer: 'Cancel' });
		expect(problemOf(answer)).toEqual([303, '/connect/problem/denied']);
		const { response, text } = await owner.open(`${live.origin}/connect/problem/denied`);
		expect(response.status).toBe(400);
		expect(text).toContain('The user denied your request');
		const stranger = await new TestBrowser().open(`${live.origin}/connect/problem/denied`);
		expect(stranger.response.status).toBe(400);
		expect(stranger.text).not.toContain('The user denied your request');
	});

	it('names both accounts when another one comes back', async () => {
		const answer = await live.connect(owner, 'north.pier.radio', {
			query: `?connection=${connectionId}`
		});
		expect(problemOf(answer)).toEqual([303, '/connect/problem/other_account']);
		const { response, text } = await owner.open(`${live.origin}/connect/problem/other_account`);
		expect(response.status).toBe(409);
		expect(text).toContain('@ada.draws');
		expect(text).toContain('@north.pier.radio');
	});

	it('explains the tester role', async () => {
		const answer = await live.connect(owner, 'paper.lantern');
		expect(problemOf(answer)).toEqual([303, '/connect/problem/not_a_tester']);
		const { response, text } = await owner.open(`${live.origin}/connect/problem/not_a_tester`);
		expect(response.status).toBe(403);
		expect(text).toContain('tester');
		expect(
			(await list(owner)).body.connections.map(({ account }) => account.username)
		).not.toContain('paper.lantern');
	});

	it.each([
		['exchange', 'unavailable', 'meta_unreachable'],
		['long_lived', 'html_502', 'meta_unreachable'],
		['me', 'truncated', 'meta_unexpected'],
		['me', 'reset_before', 'meta_unreachable'],
		['long_lived', 'null', 'meta_unexpected']
	])('stores nothing when %s answers with %s', async (endpoint, kind, code) => {
		await live.control('POST', 'faults', { endpoint, kind });
		const before = (await list(owner)).body;
		const answer = await live.connect(owner, 'long.name');
		expect(problemOf(answer)).toEqual([303, `/connect/problem/${code}`]);
		const { response } = await owner.open(`${live.origin}/connect/problem/${code}`);
		expect(response.status).toBe(502);
		expect((await list(owner)).body).toEqual(before);
	});
});

describe('who is no creator', () => {
	it('is a stranger, and nothing of them is stored', async () => {
		const stranger = new TestBrowser();
		const answer = await live.connect(stranger, 'long.name');
		expect(problemOf(answer)).toEqual([303, '/connect/problem/stranger']);
		expect((await stranger.open(`${live.origin}/connect/problem/stranger`)).response.status).toBe(
			403
		);
		expect((await stranger.api(`${live.origin}/api/user`)).status).toBe(401);
	});

	it('may not sign in with an account that is only connected', async () => {
		const answer = await live.connect(new TestBrowser(), 'north.pier.radio');
		expect(problemOf(answer)).toEqual([303, '/connect/problem/not_an_identity']);
	});
});

describe('signing in and out', () => {
	it('keeps to the promised shapes', async () => {
		const browser = new TestBrowser();
		const { text } = await live.connect(browser, 'ada.draws');
		expect(text).toContain('<meta http-equiv="refresh" content="0;url=/">');
		const { body } = await browser.api(`${live.origin}/api/user`);
		expect(body).toMatchObject({
			creator: { isOwner: true, identities: [{ provider: 'instagram', username: 'ada.draws' }] }
		});
		await browser.submit(`${live.origin}/logout`, {});
		expect((await browser.api(`${live.origin}/api/user`)).status).toBe(401);
		expect((await browser.api(`${live.origin}/api/connections`)).body).toMatchObject({
			error: { code: 'not_signed_in', message: expect.any(String) as string }
		});
	});
});

describe('disconnecting', () => {
	it('erases, revokes where Instagram lets it, and is not undone by a sign-in', async () => {
		await live.control('POST', 'switches', { revocation: 'works' });
		const address = `${live.origin}/api/connections/${connectionId}`;
		const first = await owner.api(address, 'DELETE');
		expect(first).toMatchObject({
			status: 200,
			body: { connection: { status: 'disconnected' }, revocation: { outcome: 'revoked' } }
		});
		expect(await owner.api(address, 'DELETE')).toMatchObject({
			status: 200,
			body: { revocation: { outcome: 'not_tried' } }
		});
		expect(await owner.api(`${address}/refresh`, 'POST')).toMatchObject({
			status: 409,
			body: { error: { code: 'not_connected' } }
		});
		const again = new TestBrowser();
		await live.connect(again, 'ada.draws');
		const rows = (await list(again)).body.connections;
		expect(rows.find(({ id }) => id === connectionId)?.status).toBe('disconnected');
	});

	it('comes back under the same id by "Connect again" only', async () => {
		expect(problemOf(await live.connect(owner, 'ada.draws'))).toEqual([
			303,
			'/connect/problem/was_disconnected'
		]);
		const { text } = await live.connect(owner, 'ada.draws', {
			query: `?connection=${connectionId}`
		});
		expect(text).toContain(`url=/connections/${connectionId}`);
		expect((await owner.api(`${live.origin}/api/connections/${connectionId}`)).body).toMatchObject({
			connection: { status: 'healthy' }
		});
	});
});

describe('nothing secret', () => {
	it('is in what browsers got, in the log, or on the disk', async () => {
		const cookies = [...owner.cookies(live.origin).values()];
		const secrets = [...(await issuedSecrets(live.simulator.url)), ...cookies];
		expect(secrets.length).toBeGreaterThan(20);
		expect(leaksIn(owner.receivedFrom(live.origin), secrets)).toEqual([]);
		expect(leaksIn(live.output(), secrets)).toEqual([]);
		expect(leaksOnDisk(live.dataDir, secrets)).toEqual([]);
	});
});

describe('a form without our script', () => {
	beforeAll(() => owner.open(`${live.origin}/auth/instagram/login`));

	it('gets a page with its true status, whatever it accepts', async () => {
		for (const accept of ['*/*', 'application/json', 'text/html']) {
			const { response, text } = await owner.submit(
				`${live.origin}/connect/paste`,
				{ address: 'nonsense' },
				{ accept }
			);
			expect(response.status).toBe(400);
			expect(response.headers.get('content-type')).toContain('text/html');
			expect(text).toContain('This is no whole address');
		}
	});

	it('gets its answer as data where our script sends it', async () => {
		const { response, text } = await owner.submit(
			`${live.origin}/connect/paste`,
			{ address: 'nonsense' },
			{ accept: 'application/json', 'x-sveltekit-action': 'true' }
		);
		expect(response.status).toBe(200);
		expect(JSON.parse(text)).toMatchObject({ type: 'failure', status: 400 });
	});
});

it('where a connect asked for something new and lacks something old, one press asks for both', async () => {
	const [basic, comments, insights] = ['basic', 'manage_comments', 'manage_insights'].map(
		(name) => `instagram_business_${name}`
	) as [string, string, string];
	const connect = (query: string) => live.connect(owner, 'brick.and.bloom', { query });
	const connection = async () =>
		(await list(owner)).body.connections.find(
			({ account }) => account.username === 'brick.and.bloom'
		);
	await connect(`?scopes=${basic},${comments}`);
	await connect(`?scopes=${basic},${insights}`);
	const lacking = await connection();
	expect(lacking?.permissions).toEqual({ granted: [basic, comments], missing: [insights] });

	const { text } = await owner.open(`${live.origin}/`);
	const href = [...text.matchAll(/href="(\/auth\/instagram\/login[^"]*)"[^>]*>Allow Insights</g)]
		.map(([, found = '']) => found.replaceAll('&amp;', '&'))
		.find((found) => found.includes(lacking?.id ?? ''));
	const { response } = await owner.open(`${live.origin}${href ?? ''}`);
	const scope = new URL(response.headers.get('location') ?? '').searchParams.get('scope');
	expect(scope?.split(',').toSorted()).toEqual([basic, comments, insights].toSorted());
	await connect(href?.replace(/^[^?]*/, '') ?? '');
	expect((await connection())?.permissions).toEqual({
		granted: expect.arrayContaining([basic, comments, insights]) as string[],
		missing: []
	});
});
