import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

test('decline comments, then grant it', async ({ page, practice }) => {
	await open(page, `${practice.origin}/connect`);
	await page.getByRole('checkbox', { name: 'Comments' }).check();
	await page.getByRole('checkbox', { name: 'Insights' }).check();
	await page.getByRole('button', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws', [/comments/i]);
	await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
	await hydrated(page);
	const connection = page.url();
	const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
	await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
	await expect(row('Comments')).toContainText('Reading and answering comments stays off.');
	await expect(row('Insights')).toContainText('allowed');
	await expectAccessible(page);

	await open(page, practice.origin);
	await expect(page.getByText('Comments are not allowed.')).toBeVisible();
	await page.getByRole('button', { name: 'Do not mention it again' }).click();
	await expect(page.getByText('Comments are not allowed.')).toHaveCount(0);
	await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
	await expectAccessible(page);
	await open(page, connection);

	await row('Comments').getByRole('link', { name: 'Allow Comments' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(connection);
	await hydrated(page);
	await expect(row('Comments')).toContainText('allowed');
	await expect(row('Comments')).not.toContainText('stays off');
	await expect(row('Insights')).toContainText('allowed');
	await expect(page.getByText(/not allowed/)).toHaveCount(0);
});

test('wrong account on reconnect', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	await hydrated(page);
	const connection = page.url();
	await page.getByRole('button', { name: 'Change password' }).click();
	await page.getByRole('link', { name: 'Reconnect' }).click();
	await consent(page, 'north.pier.radio');
	await page.waitForURL(`${practice.origin}/connect/problem/other_account`);
	await hydrated(page);
	await expect(page.getByText(/reconnect @ada\.draws, but Instagram answered for/)).toContainText(
		'@north.pier.radio'
	);
	await expectAccessible(page);

	await page.getByRole('link', { name: 'Connect @north.pier.radio as a further account' }).click();
	await consent(page, 'north.pier.radio');
	await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
	expect(page.url()).not.toBe(connection);
	await hydrated(page);
	await expect(page.getByRole('heading', { level: 1, name: 'North Pier Radio' })).toBeVisible();
	await page.goto(connection);
	await expect(page.getByText('Needs you', { exact: true })).toBeVisible();
});

test('tester role missing', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'paper.lantern');
	await page.waitForURL(`${practice.origin}/connect/problem/not_a_tester`);
	await hydrated(page);
	await expect(page.getByText(/Add Instagram testers/)).toBeVisible();
	await expect(page.getByText(/manage_access/)).toBeVisible();
	await expectAccessible(page);
	await page.getByText('What Meta said').click();
	await expect(page.getByText(/Unsupported request/)).toBeVisible();
	await page.goto(practice.origin);
	await expect(page.getByRole('link', { name: 'Continue with Instagram' })).toBeVisible();
});
