import { CLAIM_CODE, startLive } from '../support/live.ts';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

test('claim by the link, and see the cause of each refusal', async ({ page }) => {
	const live = await startLive();
	try {
		await open(page, live.origin);
		await expect(page.getByText('npm run mooring -- claim-link')).toBeVisible();
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.getByRole('button', { name: 'Copy: npm run mooring -- claim-link' }).click();
		await expect(page.getByRole('status')).toHaveText('Copied.');
		const copied = await page.evaluate(() => navigator.clipboard.readText());
		expect(copied).toBe('npm run mooring -- claim-link');
		await expectAccessible(page);

		await open(page, `${live.origin}/claim/${CLAIM_CODE}`);
		await expect(page.getByText(/Nobody has set this Mooring up yet/)).toBeVisible();
		await page.getByRole('link', { name: 'Continue with Instagram' }).click();
		await page.getByRole('button', { name: /paper\.lantern/ }).click();
		await page.getByRole('button', { name: 'Allow' }).click();
		await page.waitForURL(`${live.origin}/connect/problem/not_a_tester`);
		await hydrated(page);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('not yet a tester');
		const invites = page.getByRole('link', { name: 'instagram.com/accounts/manage_access' });
		await expect(invites).toHaveAttribute('href', /^https:\/\/instagram\.com\//);
		await page.getByText('What Meta said').click();
		await expect(page.getByText(/Unsupported request/)).toBeVisible();
		await expectAccessible(page);

		await page.getByRole('link', { name: 'Try again' }).click();
		await page.getByRole('button', { name: 'Cancel' }).click();
		await page.waitForURL(`${live.origin}/connect/problem/denied`);
		await expect(page.getByText(/denied your request/)).toBeAttached();

		await page.getByRole('link', { name: 'Try again' }).click();
		await page.getByRole('button', { name: 'Switch account' }).click();
		await consent(page, 'long.name');
		await page.waitForURL(/\/connections\//);
		await hydrated(page);
		// 300 characters full of markup are text and nothing else.
		await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>');
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
			await page.evaluate(() => window.innerWidth)
		);
		await open(page, `${live.origin}/setup`);
		await expect(page.getByText(`${live.origin}/auth/instagram/callback`).first()).toBeVisible();
		await expectAccessible(page);
	} finally {
		await live.remove();
	}
});

test('a browser that Meta cannot lead back pastes the address', async ({ page }) => {
	const redirectUri = 'https://localhost/auth/instagram/callback';
	const live = await startLive({ INSTAGRAM_REDIRECT_URI: redirectUri });
	try {
		await open(page, `${live.origin}/claim/${CLAIM_CODE}`);
		await page.getByRole('link', { name: 'Continue with Instagram' }).click();
		await page.waitForURL(`${live.origin}/connect/paste`);
		await hydrated(page);
		await expectAccessible(page);
		const field = page.getByRole('textbox');
		await field.fill('https://localhost/');
		await page.getByRole('button', { name: 'Connect' }).click();
		await expect(page.getByText(/address of another page/)).toBeVisible();

		const state = new URL(
			(await page.getByRole('link', { name: /Open Instagram/ }).getAttribute('href')) ?? ''
		).searchParams.get('state');
		await field.fill(`${redirectUri}?error=access_denied&state=${String(state)}`);
		await page.getByRole('button', { name: 'Connect' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('You did not allow it');
		await page.getByRole('link', { name: 'Try again' }).click();
		await page.waitForURL(`${live.origin}/connect/paste`);
		await hydrated(page);

		const opening = page.context().waitForEvent('page');
		await page.getByRole('link', { name: /Open Instagram/ }).click();
		const second = await opening;
		await second.getByRole('button', { name: /ada\.draws/ }).click();
		const failing = second.waitForEvent('requestfailed', (request) =>
			request.url().startsWith(redirectUri)
		);
		await second.getByRole('button', { name: 'Allow' }).click();
		const address = (await failing).url();
		await second.close();

		await field.fill(address);
		await page.getByRole('button', { name: 'Connect' }).click();
		await page.waitForURL(/\/connections\//);
		await expect(page.getByRole('heading', { level: 1, name: 'Ada Draws' })).toBeVisible();
		await open(page, `${live.origin}/settings`);
		await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
	} finally {
		await live.remove();
	}
});
