import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { consent } from '../support/consent.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';

const REDIRECT_URI = 'https://localhost/auth/instagram/callback';
let live: Live;
let owner: TestBrowser;

beforeAll(async () => {
	live = await startLive({ INSTAGRAM_REDIRECT_URI: REDIRECT_URI });
	owner = new TestBrowser();
	await owner.open(at(`/claim/${CLAIM_CODE}`));
	const { response } = await paste(owner, await answerFor(owner, 'ada.draws'));
	expect(response.headers.get('location')).toMatch(/^\/connections\//);
	expect(await isSignedIn(owner)).toBe(true);
});
afterAll(() => live.remove());

const at = (path: string) => `${live.origin}${path}`;
const where = ({ response }: { response: Response }) => [
	response.status,
	response.headers.get('location')
];
const isSignedIn = async (browser: TestBrowser) =>
	(await browser.api(at('/api/user'))).status === 200;
const paste = (browser: TestBrowser, address: string) =>
	browser.submit(at('/connect/paste'), { address });

/** Starts, and consents in the second tab: the address of the page that fails there. */
async function answerFor(browser: TestBrowser, username: string, query = '') {
	const start = await browser.open(at(`/auth/instagram/login${query}`));
	expect(where(start)).toEqual([303, '/connect/paste']);
	const { text } = await browser.open(at('/connect/paste'));
	const href = /href="([^"]*\/oauth\/authorize[^"]*)"/.exec(text)?.[1] ?? '';
	return consent(browser, href.replaceAll('&amp;', '&'), username);
}
/** The same answer, as if Meta had led the browser to ORIGIN. */
const onOrigin = (answer: string) => at(`/auth/instagram/callback${new URL(answer).search}`);

describe('where Instagram cannot lead back', () => {
	it("a stranger's state with the owner's code signs nobody in at the callback", async () => {
		const stranger = new TestBrowser();
		const own = new URL(await answerFor(stranger, 'brick.and.bloom'));
		const theirs = new URL(await answerFor(owner, 'ada.draws'));
		own.searchParams.set('code', theirs.searchParams.get('code') ?? '');
		const before = await live.calls();
		for (const path of ['', '/']) {
			const door = onOrigin(own.href).replace('/callback', `/callback${path}`);
			expect(where(await stranger.open(door, { 'sec-fetch-site': 'cross-site' }))).toEqual([
				303,
				'/connect/problem/state_unknown'
			]);
		}
		expect(await isSignedIn(stranger)).toBe(false);
		expect(await live.calls()).toEqual(before);
		const page = await stranger.open(at('/connect/problem/state_unknown'));
		expect(page.text).toContain('href="/connect/paste"');
		expect(where(await paste(stranger, own.href))).toEqual([
			303,
			'/connect/problem/paste_cannot_sign_in'
		]);
		// What the callback refused was not used up: its owner pastes it.
		expect(where(await owner.open(onOrigin(theirs.href)))[1]).toMatch(/state_unknown$/);
		expect(where(await paste(owner, theirs.href))[1]).toMatch(/^\/connections\//);
	});

	it('a pasted answer is no proof, and none is offered by it', async () => {
		const { text } = await owner.open(at('/settings/confirm'));
		expect(text).not.toContain('/auth/instagram/login?confirm');
		expect(text).toContain('sign-in-link');
		const answer = await answerFor(owner, 'ada.draws', '?confirm=/settings');
		expect((await owner.open(at('/connect/paste'))).text).toContain('sign-in-link');
		expect(where(await paste(owner, answer))).toEqual([
			303,
			'/connect/problem/paste_cannot_sign_in'
		]);
		expect(where(await owner.submit(at('/settings?/invite'), {}))).toEqual([
			303,
			'/settings/confirm?next=%2Fsettings'
		]);
	});

	it('Facebook, which can, goes its own way', async () => {
		const { response } = await live.connect(owner, 'one.page', { login: 'facebook' });
		expect(response.status).toBe(200);
	});
});
