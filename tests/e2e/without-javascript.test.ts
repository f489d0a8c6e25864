import { consent, expect, test } from './fixtures.ts';

test.use({ javaScriptEnabled: false });

test('the core flows work without JavaScript', async ({ page, practice }) => {
	await page.goto(practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'brick.and.bloom');
	await page.waitForURL(/\/connections\//);
	const connection = page.url();
	await expect(page.getByRole('heading', { level: 1, name: 'Brick and Bloom' })).toBeVisible();

	const arrival = 'You own this Mooring. It renews by itself; you can close this page.';
	await expect(page.getByText(arrival)).toBeVisible();

	await page.getByRole('button', { name: '+7' }).click();
	await page.waitForURL(connection);
	await expect(page.getByText(arrival)).toBeHidden();
	await page.getByRole('button', { name: '+1 day' }).click();
	await expect(page.getByText('Renewed', { exact: true })).toHaveCount(1);

	await page.getByRole('button', { name: '+1 day' }).click();
	await page.getByRole('button', { name: 'Renew now' }).click();
	await expect(page.getByText('Renewed', { exact: true })).toHaveCount(2);

	await page.getByRole('button', { name: 'Disconnect…' }).click();
	await page.waitForURL(`${connection}/disconnect**`);
	await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
	await expect(page.getByText('Disconnected', { exact: true }).first()).toBeVisible();

	await page.getByRole('button', { name: 'Remove this card' }).click();
	await page.waitForURL(`${practice.origin}/`);
	await expect(page.getByText('No connection yet')).toBeVisible();

	await page.goto(`${practice.origin}/settings`);
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await page.waitForURL(`${practice.origin}/`);
	await expect(page.getByRole('link', { name: 'Sign in with Instagram' })).toBeVisible();
	// What cannot be copied by a press can be selected.
	await expect(page.getByText('npm run mooring -- sign-in-link')).toBeVisible();
	await expect(page.getByRole('button', { name: /Copy/ })).toHaveCount(0);
});
