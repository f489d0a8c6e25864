import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

test('of many accounts one is found, all are chosen, and the button counts them in view', async ({
	page,
	practice
}) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await page.goto(`${practice.origin}/auth/facebook/login`);
	await consent(page, 'sixty.pages');
	await page.waitForURL(`${practice.origin}/connect/choose`);
	await hydrated(page);
	const connect = page.locator('button[form=choose]');
	await expect(connect).toHaveText('Connect');
	await expect(connect).toBeInViewport();
	const boxes = page.getByRole('checkbox');
	const all = await boxes.count();
	expect(all).toBeGreaterThan(10);
	await page.getByRole('button', { name: 'Select all' }).click();
	await expect(connect).toHaveText(`Connect ${String(all)} accounts`);
	await page.getByRole('button', { name: 'Select none' }).click();
	await page.getByRole('searchbox').fill('17');
	await expect(boxes).toHaveCount(1);
	await boxes.check();
	await page.getByRole('searchbox').fill('');
	await expect(boxes).toHaveCount(all);
	await expect(connect).toHaveText('Connect 1 account');
	await expect(connect).toBeInViewport();
	await expectAccessible(page);
	await connect.click();
	await page.waitForURL(/\/connections\//);

	await page.goto(`${practice.origin}/auth/facebook/login`);
	await page.getByRole('button', { name: 'Allow' }).click();
	await page.waitForURL(`${practice.origin}/connect/choose`);
	await hydrated(page);
	await expect(page.getByText('Connected already')).toHaveCount(1);
	await expect(connect).toBeInViewport();
});

test('the header leads to Settings and out, the card to its account', async ({
	page,
	practice
}) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	const connection = page.url();
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Ada Draws' }).click();
	await page.waitForURL(connection);

	const menu = page.locator('header summary');
	await menu.click();
	await expectAccessible(page);
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);
	await menu.click();
	await page.getByRole('button', { name: 'Sign out' }).click();
	await page.waitForURL(`${practice.origin}/`);
	await expect(page.getByRole('link', { name: 'Sign in with Instagram' })).toBeVisible();
});

test('a filter of Activity acts at once, and words that rise are gone after four seconds', async ({
	page,
	practice
}) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await hydrated(page);
	await page.getByRole('button', { name: '+1 day' }).click();
	const words = page.getByText('One day later.');
	await expect(words).toBeVisible();
	await expect(words).toBeHidden({ timeout: 5_500 });

	await open(page, `${practice.origin}/activity`);
	await expect(page.getByRole('button', { name: 'Show' })).toHaveCount(0);
	await page.getByRole('combobox', { name: 'What' }).focus();
	await page.getByRole('combobox', { name: 'What' }).selectOption('Refusals');
	await page.waitForURL(/kind=refusals/);
	await expect(page.getByText('Nothing of this kind.')).toBeVisible();
	await expect(page.getByRole('combobox', { name: 'What' })).toBeFocused();
});

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });

	test('accounts are chosen, Activity is filtered, and the way out is there', async ({
		page,
		practice
	}) => {
		await page.goto(`${practice.origin}/auth/facebook/login`);
		await consent(page, 'two.pages');
		await page.waitForURL(`${practice.origin}/connect/choose`);
		await expect(page.getByRole('button', { name: 'Select all' })).toHaveCount(0);
		await page.getByRole('checkbox', { name: /north\.pier\.radio/ }).check();
		await page.getByRole('button', { name: 'Connect', exact: true }).click();
		await page.waitForURL(/\/connections\//);
		await page.goto(`${practice.origin}/activity`);
		await page.getByRole('combobox', { name: 'What' }).selectOption('Refusals');
		await page.getByRole('button', { name: 'Show' }).click();
		await page.waitForURL(/kind=refusals/);
		await page.locator('header summary').click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.waitForURL(`${practice.origin}/`);
	});
});
