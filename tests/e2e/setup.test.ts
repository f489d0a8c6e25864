import { join } from 'node:path';
import Database from 'better-sqlite3';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

test('setup checks itself, and knows what Meta never sends back', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await hydrated(page);

	await page.getByRole('link', { name: 'Setup' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Setup' })).toBeVisible();
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
