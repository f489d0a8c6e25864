import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CLAIM_CODE, startLive } from '../support/live.ts';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

test('setup checks itself, and knows what Meta never sends back', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await hydrated(page);

	await page.getByRole('link', { name: 'Setup' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Setup' })).toBeVisible();
	await page.getByText(/checks pass$/).click();
	await expect(page.getByText('Renewals run on time')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Check again' }).click();
	await expect(page.getByText('Renewals run on time')).toBeVisible();
	await page.getByText('With Facebook Login instead').click();
	await expectAccessible(page);

	await page.getByRole('link', { name: 'Came back with nothing' }).first().click();
	await expect(
		page.getByRole('heading', { level: 1, name: 'Came back with nothing?' })
	).toBeVisible();
	await expect(page.getByRole('heading', { name: /Insufficient Developer Role/ })).toBeVisible();
	await expectAccessible(page);
});

test('a journey that does not return in two minutes is asked about', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await page.waitForURL(/www\.instagram\.test/);
	await open(page, practice.origin);
	await expect(page.getByText('Came back with nothing?')).toHaveCount(0);
	const sqlite = new Database(join(practice.dataDir, 'practice/mooring.db'));
	const { changes } = sqlite.prepare('UPDATE attempts SET created_at = created_at - 130000').run();
	sqlite.close();
	expect(changes).toBe(1);
	await open(page, practice.origin);
	await expect(page.getByText('Came back with nothing?')).toBeVisible();
	await expectAccessible(page);
});

test('from nothing to connected in a browser, on a phone, without a text editor', async ({
	page
}) => {
	const none = { INSTAGRAM_CLIENT_ID: '', INSTAGRAM_CLIENT_SECRET: '' };
	const live = await startLive({ ...none, FACEBOOK_CLIENT_ID: '', FACEBOOK_CLIENT_SECRET: '' });
	try {
		await page.setViewportSize({ width: 360, height: 740 });
		await open(page, `${live.origin}/claim/${CLAIM_CODE}`);
		await page.waitForURL(`${live.origin}/setup`);
		await hydrated(page);
		await expect(page.getByText('From nothing to connected, in five steps')).toBeVisible();
		await expectAccessible(page);
		const save = async (id: string, secret: string) => {
			await page.getByLabel('Instagram app id').fill(id);
			await page.getByLabel('Instagram app secret').fill(secret);
			await page.getByRole('button', { name: 'Test and save' }).first().click();
		};
		await save('990602627938098', 'f'.repeat(32));
		await expect(page.getByRole('alert')).toContainText('Meta knows no Instagram app');
		await expectAccessible(page);
		await save('990602627938098', 'a1b2c3d4e5f60718293a4b5c6d7e8f90');
		await page.getByRole('link', { name: 'Continue with Instagram' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(/\/connections\//);
		await open(page, `${live.origin}/setup`);
		await expect(page.getByText('Every step is done')).toBeVisible();
	} finally {
		await live.remove();
	}
});
