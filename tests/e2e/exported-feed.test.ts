import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { runCommand } from '../support/command.ts';
import { startFileSite } from '../support/file-site.ts';
import { consent, expect, hydrated, open, test } from './fixtures.ts';

/** What a visitor sees of a page in either theme, and which hosts their browser asks for it. */
async function looks(browser: Browser, url: string) {
	const context = await browser.newContext();
	const hosts = new Set<string>();
	context.on('request', (request) => hosts.add(new URL(request.url()).host));
	const page = await context.newPage();
	const pictures: Buffer[] = [];
	for (const [width, colorScheme] of [
		[360, 'light'],
		[1280, 'dark']
	] as const) {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ colorScheme });
		await page.goto(url, { waitUntil: 'networkidle' });
		const images = page.locator('img');
		await expect(images).toHaveCount(5);
		for (const image of await images.all()) {
			await expect
				.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth))
				.toBeGreaterThan(0);
		}
		pictures.push(await page.screenshot());
	}
	await context.close();
	return { hosts: [...hosts], pictures };
}

test('an exported feed looks the same from a bare file server, and asks nobody else', async ({
	page,
	practice,
	browser
}) => {
	await fetch(`${practice.simulator}/_control/switches`, {
		method: 'POST',
		headers: { 'x-simulator': '1', 'content-type': 'application/json' },
		body: JSON.stringify({ postsDrawn: 5 })
	});
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await open(page, `${practice.origin}/feeds`);
	await page.getByRole('button', { name: 'Make a feed' }).click();
	await page.waitForURL(/\/feeds\/.+/);
	await hydrated(page);
	await page.getByRole('button', { name: 'Look for new posts' }).click();
	await expect(page.getByText('5 posts')).toBeVisible({ timeout: 60_000 });
	const embed = await page.locator('code', { hasText: '/embed' }).first().innerText();
	const slug = /\/feed\/([^/]+)\//.exec(embed)?.[1] ?? '';

	const dir = join(practice.dataDir, 'site');
	const env = { DATA_DIR: practice.dataDir, PRACTICE: '1' };
	const { code, output } = await runCommand(practice.dataDir, ['export-feed', slug, dir], env);
	expect([code, output]).toEqual([0, expect.stringContaining('5 posts are in')]);
	const site = await startFileSite(dir);
	const live = await looks(browser, embed);
	const exported = await looks(browser, site.inBrowser);
	site.close();
	expect(exported.hosts).toEqual([new URL(site.inBrowser).host]);
	expect(live.hosts).toEqual([new URL(practice.origin).host]);
	for (const [at, picture] of exported.pictures.entries()) {
		expect(picture.equals(live.pictures[at] ?? Buffer.alloc(0))).toBe(true);
	}
});
