import type { Page } from '@playwright/test';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CLAIM_CODE, startLive } from '../support/live.ts';
import { consent, expect, hydrated, open, test } from './fixtures.ts';

/** A small phone, a usual one, and 1280 x 1024 at 400 % zoom. */
const SCREENS = [
	{ width: 320, height: 640 },
	{ width: 360, height: 740 },
	{ width: 320, height: 256 }
];
const LONG_NAME = 'a.name.of.forty.characters.without_breaks';

/** What is wider than the screen, by screen: none, or the elements that stick out. */
async function tooWide(page: Page) {
	const found: string[] = [];
	for (const screen of SCREENS) {
		await page.setViewportSize(screen);
		const wide = await page.evaluate(() => {
			if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
			return [...document.querySelectorAll('body *')]
				.filter((element) => element.getBoundingClientRect().right > window.innerWidth)
				.slice(-3)
				.map(({ outerHTML }) => outerHTML.slice(0, 120));
		});
		const where = `${new URL(page.url()).pathname} at ${String(screen.width)}`;
		found.push(...wide.map((element) => `${where}: ${element}`));
	}
	return found;
}

/** Opens each page and gathers what is too wide. */
async function tooWideAt(page: Page, origin: string, paths: string[]) {
	const found: string[] = [];
	for (const path of paths) {
		await page.goto(`${origin}${path}`);
		found.push(...(await tooWide(page)));
	}
	return found;
}

test('no page scrolls sideways on a small screen', async ({ page, practice }) => {
	const { origin } = practice;
	const found = await tooWideAt(page, origin, [
		'/',
		'/no-such-page',
		'/invitation/wrong',
		'/data-deletion/wrong',
		'/alerts/confirm/wrong',
		'/privacy',
		'/terms',
		'/sign-in/wrong',
		'/connect/choose',
		'/connect/problem/nothing_linked',
		'/connect/problem/not_a_tester',
		'/connect/problem/network_unreachable'
	]);

	await test.step('signed in, with long names and years', async () => {
		await open(page, `${origin}/connect`);
		found.push(...(await tooWideAt(page, origin, ['/connect', '/connect?login=facebook'])));
		await page.goto(`${origin}/auth/instagram/login`);
		await consent(page, 'long.name');
		await page.waitForURL(/\/connections\//);
		await hydrated(page);
		const connection = new URL(page.url()).pathname;
		await open(page, `${origin}/settings`);
		await page.getByRole('button', { name: 'Make an invitation' }).click();
		await page.getByRole('link', { name: 'Confirm with Instagram' }).click();
		await consent(page, 'long.name');
		await page.waitForURL(/\/settings/);
		await hydrated(page);
		await page.getByRole('button', { name: 'Make an invitation' }).click();
		await page.getByText('It is shown only now.').waitFor();
		found.push(...(await tooWide(page)));
		await open(page, `${origin}/feeds`);
		await page.getByRole('button', { name: 'Make a feed' }).click();
		await page.waitForURL(/\/feeds\/./);
		const feed = new URL(page.url()).pathname;
		await open(page, `${origin}/tools/keys/new`);
		await page.getByRole('textbox', { name: 'Name' }).fill('n'.repeat(80));
		for (const box of await page.getByRole('checkbox').all()) await box.check();
		await page.getByRole('radio', { name: 'On a date' }).check();
		found.push(...(await tooWide(page)));
		await page.getByRole('radio', { name: 'Never' }).check();
		await page.getByRole('button', { name: 'Make the key' }).click();
		await page.getByText('It is shown only once.').waitFor();
		for (const recipe of await page.locator('main details > summary').all()) await recipe.click();
		found.push(...(await tooWide(page)));
		await page.goto(`${origin}/tools`);
		await page.getByRole('link', { name: /^How to use it/ }).click();
		await page.waitForURL(/\/tools\/keys\//);
		const key = new URL(page.url()).pathname;
		await page.setViewportSize({ width: 1280, height: 800 });
		await open(page, `${origin}${connection}`);
		await page.getByRole('button', { name: '+61' }).click();
		await expect(page.getByText('61 days later.')).toBeVisible({ timeout: 30_000 });
		await page.getByRole('button', { name: 'Change the password' }).click();
		await expect(page.getByText('The password was changed.')).toBeVisible();
		const sqlite = new Database(join(practice.dataDir, 'practice/mooring.db'));
		sqlite.prepare('UPDATE identities SET username = ?').run(LONG_NAME);
		sqlite.prepare('UPDATE connections SET username = ?').run(LONG_NAME);
		sqlite.close();
		const pages = [
			'/',
			connection,
			`${connection}?history=all`,
			`${connection}/disconnect`,
			'/feeds',
			feed,
			'/tools',
			'/tools/keys/new',
			'/tools/keys/new?token',
			key,
			'/activity',
			'/settings',
			'/settings/alerts',
			'/settings/confirm?for=/settings',
			'/settings/passkeys/new',
			'/setup',
			'/setup/came-back-with-nothing',
			'/setup#publish',
			'/practice',
			'/practice/outbox'
		];
		found.push(...(await tooWideAt(page, origin, pages)));
	});

	await test.step('where somebody is removed, or a passkey changed', async () => {
		const sqlite = new Database(join(practice.dataDir, 'practice/mooring.db'));
		const owner = sqlite.prepare('SELECT creator_id FROM claim').pluck().get();
		sqlite.exec(`INSERT INTO creators VALUES ('guest', 1);
			INSERT INTO identities (provider, account_id, creator_id, username, created_at)
				VALUES ('instagram', '7', 'guest', '${LONG_NAME}', 1);
			UPDATE sessions SET proved_by = 'passkey'`);
		const addPasskey = sqlite.prepare(
			`INSERT INTO passkeys VALUES ('pass', ?, 'one', 'localhost', 'key', 0, '[]', ?, 1, null)`
		);
		addPasskey.run(owner, LONG_NAME);
		// A session from afar: 39 characters, none of which may be broken at by itself.
		sqlite.exec(`UPDATE sessions SET address = '2001:0db8:85a3:08d3:1319:8a2e:0370:7348'`);
		const look = async (path: string, title: RegExp) => {
			found.push(...(await tooWideAt(page, origin, [path])));
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
		};
		await look('/settings/creators/guest', /^Remove @a\.name/);
		await look('/settings/passkeys/pass', /^a\.name/);
		await look('/settings', /^Settings$/);
		sqlite.prepare(`UPDATE sessions SET creator_id = 'guest'`).run();
		await look('/settings/delete', /^Delete your data/);
		sqlite.prepare('UPDATE sessions SET creator_id = ?').run(owner);
		sqlite.close();
	});

	await test.step('where accounts are chosen', async () => {
		await page.goto(`${origin}/auth/facebook/login`);
		await consent(page, 'two.pages');
		await page.waitForURL(`${origin}/connect/choose`);
		found.push(...(await tooWide(page)));
	});
	expect(found).toEqual([]);
});

test('the way in of a live Mooring does not scroll sideways either', async ({ page }) => {
	const redirectUri = 'https://localhost/auth/instagram/callback';
	const live = await startLive({ INSTAGRAM_REDIRECT_URI: redirectUri });
	try {
		const found = await tooWideAt(page, live.origin, ['/', '/setup', `/claim/${CLAIM_CODE}`]);
		found.push(...(await tooWideAt(page, live.origin, ['/', '/setup', '/auth/instagram/login'])));
		expect(new URL(page.url()).pathname).toBe('/connect/paste');
		expect(found).toEqual([]);
	} finally {
		await live.remove();
	}
});

test('the bar at the bottom covers no end of a page, and is not fixed on a low screen', async ({
	page,
	practice
}) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	const position = () =>
		page
			.getByRole('navigation', { name: 'Main' })
			.evaluate((nav) => getComputedStyle(nav).position);
	for (const path of ['/', '/tools', '/settings', '/activity', '/setup']) {
		await page.goto(`${practice.origin}${path}`);
		await page.evaluate(() => {
			window.scrollTo(0, document.documentElement.scrollHeight);
		});
		const end = await page.getByRole('contentinfo').boundingBox();
		const bar = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
		// The browser scrolls by whole pixels, and a page may end between two of them.
		expect(Math.floor((end?.y ?? 0) + (end?.height ?? 0))).toBeLessThanOrEqual(bar?.y ?? 0);
		expect(await position()).toBe('fixed');
	}
	await page.setViewportSize({ width: 320, height: 256 });
	expect(await position()).not.toBe('fixed');
});
