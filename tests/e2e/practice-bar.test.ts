import { consent, expect, expectAccessible, open, test } from './fixtures.ts';

test('the practice bar is one row, its progress is seen, and a restart is spoken of once', async ({
	page,
	practice
}, info) => {
	await page.setViewportSize({ width: 1280, height: 800 });
	const once = page.getByText('each start of Mooring empties it');
	await open(page, practice.origin);
	await expect(once).toBeVisible();
	await page.screenshot({ path: info.outputPath('first.png') });
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await open(page, practice.origin);
	await expect(once).toHaveCount(0);

	const bar = page.getByRole('region', { name: 'Practice mode' });
	const height = async () => (await bar.boundingBox())?.height ?? 0;
	await page.screenshot({ path: info.outputPath('bar.png') });
	expect(await height()).toBeLessThan(56);

	let answer = () => {};
	const held = new Promise<void>((resolve) => (answer = resolve));
	await page.route('**/practice?/live', async (route) => {
		await held;
		await route.continue();
	});
	const buttons = bar.getByRole('button', { name: '+61' });
	const before = await buttons.boundingBox();
	await buttons.click();
	await expect(bar.getByRole('progressbar', { name: 'Living 61 days' })).toBeInViewport();
	expect(await height()).toBeLessThan(56);
	// What was pressed stays under the pointer.
	expect(await buttons.boundingBox()).toEqual(before);
	await page.screenshot({ path: info.outputPath('progress.png') });
	answer();
	await expect(bar.getByRole('progressbar')).toHaveCount(0);
	await bar.getByRole('button', { name: 'Meta is down' }).click();
	await expect(bar.getByText('Meta is down now.')).toBeVisible();
	expect(await height()).toBeLessThan(56);
	await page.screenshot({ path: info.outputPath('down.png') });
	await expectAccessible(page);

	await page.setViewportSize({ width: 360, height: 640 });
	await bar.getByText('Practice controls').click();
	await page.screenshot({ path: info.outputPath('narrow.png') });
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
