import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Practice } from '../support/practice.ts';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

/** Ada's account with a feed that shows posts. @returns the page of her connection, and her feed */
async function feedOfAda(page: Page, { origin, simulator }: Practice) {
	await fetch(`${simulator}/_control/switches`, {
		method: 'POST',
		headers: { 'x-simulator': '1', 'content-type': 'application/json' },
		body: JSON.stringify({ postsDrawn: 2 })
	});
	await open(page, origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	const connection = page.url();
	await open(page, `${origin}/feeds`);
	await page.getByRole('button', { name: 'Make a feed' }).click();
	await page.waitForURL(/\/feeds\/.+/);
	await hydrated(page);
	await page.getByRole('button', { name: 'Look for new posts' }).click();
	await expect(page.getByText('2 posts')).toBeVisible({ timeout: 60_000 });
	const json = await page.locator('code', { hasText: '.json' }).first().innerText();
	return { connection, json };
}

/** The files of pictures of posts that are on the disk. */
const pictures = ({ dataDir }: Practice) =>
	readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
		/-\d+\.(webp|jpg)$/.test(name)
	);

test('whoever disconnects may erase what is kept of the posts at once, or later', async ({
	page,
	practice
}, info) => {
	const { connection, json } = await feedOfAda(page, practice);
	expect(pictures(practice).length).toBeGreaterThan(0);
	await open(page, connection);
	const dialog = page.getByRole('dialog', { name: 'Disconnect @ada.draws?' });
	const ask = page.getByRole('button', { name: 'Disconnect…' });
	const now = dialog.getByRole('button', { name: 'Erase them now' });

	await ask.click();
	await expect(now).toBeVisible();
	await expect(dialog.getByText('erased then, or now if you wish')).toBeVisible();
	await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
	for (const width of [360, 1280]) {
		await page.setViewportSize({ width, height: 800 });
		await expectAccessible(page);
		expect(await dialog.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: info.outputPath(`${String(width)}-${colorScheme}.png`) });
		}
	}
	await dialog.getByRole('button', { name: 'Keep it' }).click();
	await expect(dialog).toBeHidden();
	expect((await fetch(json)).status).toBe(200);

	await ask.click();
	await now.click();
	await expect(page.getByText('Disconnected', { exact: true }).first()).toBeVisible();
	await expect(page.getByText('Its posts and pictures are erased here.')).toBeVisible();
	expect(pictures(practice)).toEqual([]);
	expect((await fetch(json)).status).toBe(410);
});

test('the same without JavaScript', async ({ page, practice, browser }) => {
	const { connection } = await feedOfAda(page, practice);
	const context = await browser.newContext({
		javaScriptEnabled: false,
		storageState: await page.context().storageState()
	});
	const plain = await context.newPage();
	await plain.goto(connection);
	await plain.getByRole('button', { name: 'Disconnect…' }).click();
	await plain.waitForURL(`${connection}/disconnect**`);
	await plain.getByRole('link', { name: 'Keep it' }).click();
	await plain.waitForURL(connection);
	expect(pictures(practice).length).toBeGreaterThan(0);
	await plain.goBack();
	await plain.getByRole('button', { name: 'Erase them now' }).click();
	await expect(plain.getByText('Disconnected', { exact: true }).first()).toBeVisible();
	expect(pictures(practice)).toEqual([]);
	await context.close();
});
