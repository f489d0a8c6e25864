import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';

const SCOPES =
	'instagram_business_basic,instagram_business_manage_comments,instagram_business_manage_insights';

test('connect, live, break, mend and let go', async ({ page, practice, watched }) => {
	const status = page.getByRole('status');

	await test.step('claim by connecting, and decline one permission', async () => {
		await open(page, practice.origin);
		await expectAccessible(page);
		await expect(page.getByRole('link', { name: 'Continue with Instagram' })).toBeVisible();
		await page.goto(`${practice.origin}/auth/instagram/login?scopes=${SCOPES}`);
		expect(page.url()).toContain('www.instagram.test');
		await consent(page, 'ada.draws', [/comments/i]);
		await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
		await hydrated(page);
		await expect(page.getByRole('heading', { level: 1, name: 'Ada Draws' })).toBeVisible();
		await expect(page.getByText('Comments are not allowed')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Allow' }).first()).toBeVisible();
		await expectAccessible(page);
	});
	const connection = page.url();

	await test.step('no entry of ours in the Back list holds a code', async () => {
		const client = await page.context().newCDPSession(page);
		const { entries } = await client.send('Page.getNavigationHistory');
		const ours = entries.map(({ url }) => url).filter((url) => url.startsWith(practice.origin));
		expect(ours).toContain(connection);
		expect(ours.filter((url) => /[?&](code|state)=/.test(url))).toEqual([]);
		await client.detach();
	});

	await test.step('live 61 days and see eight renewals', async () => {
		await page.getByRole('button', { name: '+61' }).click();
		// The history begins with five rows.
		await expect(page.getByText('Renewed', { exact: true })).toHaveCount(5, { timeout: 30_000 });
		await page.getByRole('link', { name: 'Show all 9' }).click();
		await expect(page.getByText('Renewed', { exact: true })).toHaveCount(8);
		await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('the machine is off for 61 days, and the token has run out', async () => {
		await page.getByRole('button', { name: 'Machine off for 61 days' }).click();
		await expect(page.getByText('Needs you', { exact: true })).toBeVisible({ timeout: 20_000 });
		await expect(page.getByText(/The token ran out/).first()).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('reconnect', async () => {
		await page.getByRole('link', { name: 'Reconnect' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(connection);
		await hydrated(page);
		await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
	});

	await test.step('a password change shows at once', async () => {
		await page.getByRole('button', { name: 'Change the password' }).click();
		await expect(page.getByText(/password was changed/).first()).toBeVisible();
		await page.getByRole('link', { name: 'Reconnect' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(connection);
		await hydrated(page);
	});

	await test.step('disconnect asks first, and Escape gives the focus back', async () => {
		const button = page.getByRole('button', { name: 'Disconnect…' });
		await button.click();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toBeVisible();
		await expectAccessible(page);
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(button).toBeFocused();
		await button.click();
		await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
		await expect(page.getByText('Disconnected', { exact: true }).first()).toBeVisible();
		await expect(status).toContainText('Meta refused to revoke');
		await expect(page.getByRole('link', { name: 'Connect again' })).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('sign out, sign in again, and it stays disconnected', async () => {
		await open(page, `${practice.origin}/settings`);
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Sign out', exact: true }).click();
		await page.getByRole('link', { name: 'Sign in with Instagram' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(`${practice.origin}/`);
		await hydrated(page);
		await expect(page.getByText('Disconnected', { exact: true })).toBeVisible();
		await expect(page.getByRole('link', { name: 'Connect again' })).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('nothing secret reached the browser, the log or the disk', async () => {
		const secrets = await practice.secrets();
		expect(secrets.length).toBeGreaterThan(10);
		const cookies = (await page.context().cookies(practice.origin)).map(({ value }) => value);
		expect(cookies.length).toBeGreaterThan(0);
		expect(watched.received.length).toBeGreaterThan(20);
		expect(leaksIn(watched.received.join('\n'), [...secrets, ...cookies])).toEqual([]);
		expect(leaksIn(practice.output(), [...secrets, ...cookies])).toEqual([]);
		expect(leaksOnDisk(practice.dataDir, [...secrets, ...cookies])).toEqual([]);
	});
});
