import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';

test('connect by Facebook with two Pages', async ({ page, practice, watched }) => {
	await test.step('choose the login and what Mooring may do', async () => {
		await open(page, practice.origin);
		await page.getByRole('link', { name: 'choose what it may do' }).click();
		await expect(page.getByRole('heading', { level: 1, name: 'Connect an account' })).toBeVisible();
		await page.getByRole('link', { name: /Facebook Login/ }).click();
		await expect(page.getByRole('checkbox', { name: 'Business portfolio' })).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('checkbox', { name: 'Insights' }).check();
		await page.getByRole('button', { name: 'Continue with Facebook' }).click();
		await page.waitForURL(/www\.facebook\.test/);
		await consent(page, 'two.pages');
	});

	await test.step('choose the accounts', async () => {
		await page.waitForURL(`${practice.origin}/connect/choose`);
		await hydrated(page);
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Connect' }).click();
		await expect(page.getByRole('alert')).toHaveText('Choose at least one account.');
		await page.getByRole('checkbox', { name: /north\.pier\.radio/ }).check();
		await page.getByRole('checkbox', { name: /brick\.and\.bloom/ }).check();
		await page.getByRole('button', { name: 'Connect' }).click();
		await page.waitForURL(`${practice.origin}/`);
		await expect(page.getByText('Healthy', { exact: true })).toHaveCount(2);
		const arrival =
			'You own this Mooring. It keeps the connections by itself; you can close this page.';
		await expect(page.getByText(arrival)).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('live on: a check every day, and a warning before the sign-in ends', async () => {
		await page.getByRole('link', { name: 'Details' }).first().click();
		await expect(page.getByText('Sign in again by')).toBeVisible();
		await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
		await page.getByRole('button', { name: '+7' }).click();
		await expect(page.getByText('7 times since')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: '+61' }).click();
		await expect(page.getByText(/wanted you to sign in again by/).first()).toBeVisible({
			timeout: 30_000
		});
	});

	await test.step('reconnect takes exactly this account, without a choice', async () => {
		const connection = page.url();
		await page.getByRole('link', { name: 'Reconnect' }).click();
		await consent(page, 'two.pages');
		await page.waitForURL(connection);
		await hydrated(page);
		await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
	});

	await test.step('disconnecting one says why Meta is not asked, the last one revokes', async () => {
		const status = page.getByRole('status');
		await page.getByRole('button', { name: 'Disconnect…' }).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toContainText('Meta is not asked to revoke yet');
		await expectAccessible(page);
		await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
		await expect(status).toContainText('Disconnecting the last of them revokes');
		await expect(page.getByRole('link', { name: "Open Facebook's list" })).toBeVisible();
		await page.getByRole('link', { name: 'Connections' }).first().click();
		const last = page.getByRole('article').filter({ hasNotText: 'Disconnected' });
		await last.getByRole('link', { name: 'Details' }).click();
		await page.getByRole('button', { name: 'Disconnect…' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
		await expect(status).toContainText('Meta confirmed');
	});

	await test.step('nothing secret reached the browser, the log or the disk', async () => {
		const secrets = await practice.secrets();
		expect(secrets.some((secret) => secret.startsWith('EAA'))).toBe(true);
		expect(leaksIn(watched.received.join('\n'), secrets)).toEqual([]);
		expect(leaksIn(practice.output(), secrets)).toEqual([]);
		expect(leaksOnDisk(practice.dataDir, secrets)).toEqual([]);
	});
});

test('no linked account says what is missing, and signs nobody in', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Facebook' }).click();
	await consent(page, 'not.linked');
	await page.waitForURL(`${practice.origin}/connect/problem/nothing_linked`);
	await hydrated(page);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		'Facebook gave no Instagram account'
	);
	await expect(page.getByText(/linked to your Page/)).toBeVisible();
	await expectAccessible(page);
	await page.goto(practice.origin);
	await expect(page.getByRole('link', { name: 'Continue with Facebook' })).toBeVisible();
});
