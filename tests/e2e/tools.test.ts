import type { Page } from '@playwright/test';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Practice } from '../support/practice.ts';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

/** Connects ada and, as a key wants it, proves once more who sits there. */
async function arrive(page: Page, { origin }: Practice) {
	await page.goto(`${origin}/auth/instagram/login`);
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await page.goto(`${origin}/tools`);
	await page.getByRole('main').getByRole('link', { name: 'Make a key' }).click();
	await page.getByRole('link', { name: 'Confirm that it is you' }).click();
	await page.getByRole('link', { name: 'Confirm with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(`${origin}/tools/keys/new`);
}

const keyIn = async (page: Page) =>
	(await page
		.locator('code', { hasText: /^moor_\w{8}_\w{49}$/ })
		.first()
		.textContent()) ?? '';

/** As a program calls: no cookie, no browser's headers. */
const callGraph = (origin: string, key: string) =>
	fetch(`${origin}/graph/v25.0/me/media?limit=2`, { headers: { authorization: `Bearer ${key}` } });

test('a key is made, copied, used and revoked', async ({ page, practice, context }) => {
	const { origin } = practice;
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
	await open(page, origin);
	await arrive(page, practice);
	await hydrated(page);
	await page.getByRole('textbox', { name: 'Name' }).fill('n8n at home');
	await page.getByRole('link', { name: 'Read posts' }).click();
	await expect(page.getByRole('checkbox', { name: 'See posts and stories' })).toBeChecked();
	await expect(page.getByRole('checkbox', { name: 'Publish in your name' })).not.toBeChecked();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Make the key' }).click();
	await expect(page.getByText('Copy it now. It is shown only once.')).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
	const key = await keyIn(page);
	await page.getByRole('button', { name: 'Copy: the key' }).click();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
	for (const recipe of await page.locator('main details > summary').all()) await recipe.click();
	await expectAccessible(page);
	expect(page.url()).not.toContain('moor_');
	expect((await callGraph(origin, key)).status).toBe(200);

	await page.reload();
	await expect(page.getByRole('button', { name: 'Make the key' })).toBeVisible();
	expect(await page.content()).not.toContain(key);
	await page.goto(`${origin}/tools`);
	await hydrated(page);
	await expect(page.getByRole('article')).toHaveCount(1);
	expect(await page.content()).not.toContain(key);
	await expect(page.getByRole('article')).toContainText('Calls today 1');
	await expectAccessible(page);

	await page.getByRole('link', { name: /^How to use it/ }).click();
	await page.waitForURL(/\/tools\/keys\/\w{8}$/);
	await hydrated(page);
	await expect(page.getByText('export GRAPH_KEY="$MOORING_KEY"')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('textbox', { name: 'Its name here' }).fill('n8n in the attic');
	await page.getByRole('button', { name: 'Save the name' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'n8n in the attic' })).toBeVisible();

	await page.goto(`${origin}/tools`);
	await hydrated(page);
	await page.getByRole('button', { name: 'Revoke n8n in the attic' }).click();
	await expect(page.getByText('The key is revoked.')).toBeVisible();
	await expect(page.getByRole('article')).toHaveCount(0);
	expect((await callGraph(origin, key)).status).toBe(401);
	await page.getByText('1 key that opens nothing any more').click();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'n8n in the attic' }).click();
	await expect(page.getByText('Revoked', { exact: true }).first()).toBeVisible();
	await expectAccessible(page);
});

test('what is to be mended is said at its field, and what was typed stays', async ({
	page,
	practice
}) => {
	await open(page, practice.origin);
	await arrive(page, practice);
	await hydrated(page);
	await page.getByRole('textbox', { name: 'Name' }).fill('Website');
	await page.getByRole('radio', { name: 'In 90 days' }).check();
	await page.getByRole('button', { name: 'Make the key' }).click();
	await expect(page.getByRole('alert')).toHaveText(
		'Choose at least one thing that the tool may do.'
	);
	await expect(page.getByRole('checkbox', { name: 'See the profile' })).toBeFocused();
	await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Website');
	await expect(page.getByRole('radio', { name: 'In 90 days' })).toBeChecked();
	await expectAccessible(page);
	await page.getByRole('checkbox', { name: 'Publish in your name' }).check();
	await expect(page.getByText('Not allowed at Meta yet.').first()).toBeVisible();
	await page.getByRole('link', { name: 'Make a key for the token' }).click();
	await expect(page.getByText('Whoever holds this key holds the account')).toBeVisible();
	await expect(page.getByRole('checkbox')).toHaveCount(1);
	await expectAccessible(page);
});

test('what nobody knows to be published is asked, and two buttons end it', async ({
	page,
	practice
}) => {
	await page.goto(`${practice.origin}/auth/instagram/login`);
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	const connection = new URL(page.url()).pathname.split('/').at(-1);
	const sqlite = new Database(join(practice.dataDir, 'practice/mooring.db'));
	const put = sqlite.prepare(
		`INSERT INTO publishes (id, connection_id, creation_id, state, claimed_at, sent_at, why, kind)
		VALUES (?, ?, ?, 'unclear', ?, ?, '2', 'image')`
	);
	for (const id of ['p1', 'p2']) put.run(id, connection, `1790${id}`, Date.now(), Date.now());
	await open(page, `${practice.origin}/tools`);
	const question = page.getByRole('region', { name: 'Look at Instagram: is it there?' });
	await expect(question.getByRole('listitem')).toHaveCount(2);
	await expectAccessible(page);
	await question.getByRole('button', { name: 'It is there' }).first().click();
	await expect(question.getByRole('listitem')).toHaveCount(1);
	await question.getByRole('button', { name: 'It is not there' }).click();
	await expect(question).toHaveCount(0);
	const rows = sqlite.prepare('SELECT state FROM publishes').all();
	sqlite.close();
	expect(rows).toEqual([{ state: 'published' }]);
});

test('a key that is not yours is not there', async ({ page, practice }) => {
	await open(page, practice.origin);
	await arrive(page, practice);
	expect((await page.goto(`${practice.origin}/tools/keys/abcd1234`))?.status()).toBe(404);
	await page.context().clearCookies();
	await page.goto(`${practice.origin}/tools`);
	await page.waitForURL(`${practice.origin}/`);
});

for (const scheme of ['light', 'dark'] as const) {
	test(`Tools fit a phone and a desk, in ${scheme}`, async ({ page, practice }) => {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		await open(page, practice.origin);
		await arrive(page, practice);
		await hydrated(page);
		for (const width of [360, 1280]) {
			await page.setViewportSize({ width, height: 800 });
			const button = page.getByRole('button', { name: 'Make the key' });
			expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(40);
			const over = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(over).toBe(0);
		}
	});
}

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });

	test('a key is made, shown once, and revoked', async ({ page, practice }) => {
		const { origin } = practice;
		await arrive(page, practice);
		await page.getByRole('textbox', { name: 'Name' }).fill('Website');
		await page.getByRole('button', { name: 'Make the key' }).click();
		await expect(page.getByText('Choose at least one thing that the tool may do.')).toBeVisible();
		await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Website');
		await page.getByRole('checkbox', { name: 'See posts and stories' }).check();
		await page.getByRole('button', { name: 'Make the key' }).click();
		await expect(page.getByText('Copy it now. It is shown only once.')).toBeVisible();
		const key = await keyIn(page);
		expect((await callGraph(origin, key)).status).toBe(200);
		await page.goto(`${origin}/tools`);
		await page.getByRole('button', { name: 'Revoke Website' }).click();
		await page.waitForURL(`${origin}/tools`);
		await expect(page.getByText('1 key that opens nothing any more')).toBeVisible();
		expect((await callGraph(origin, key)).status).toBe(401);
	});
});
