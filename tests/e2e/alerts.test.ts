import type { Page } from '@playwright/test';
import { CLAIM_CODE, startLive } from '../support/live.ts';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

async function arrive(page: Page, origin: string) {
	await page.goto(`${origin}/auth/instagram/login`);
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	return page.url();
}
const formOf = (page: Page, name: 'Mail' | 'ntfy' | 'Webhook') =>
	page.getByRole('region', { name, exact: true });
const bar = (page: Page) => page.getByRole('region', { name: 'Practice mode' });
const secretOn = async (page: Page) =>
	(await page.locator('code', { hasText: /^whsec_/ }).textContent()) ?? '';

test('after "Change the password" the outbox shows the mail that would have come', async ({
	page,
	practice
}) => {
	const { origin } = practice;
	const connection = await arrive(page, origin);
	await hydrated(page);
	await bar(page).getByRole('link', { name: 'Outbox' }).click();
	await expect(page.getByText('Nothing yet.')).toBeVisible();
	await expectAccessible(page);
	await bar(page).getByRole('button', { name: 'Change the password' }).click();
	const mail = page.getByRole('article').first();
	await expect(mail.getByRole('heading')).toHaveText(
		'@ada.draws needs you: the password was changed'
	);
	await expect(mail).toContainText('Mail to you@practice.example');
	await expect(mail).toContainText('The Instagram password was changed');
	await expectAccessible(page);
	const asMail =
		(await mail.getByRole('link', { name: /^See it as a mail/ }).getAttribute('href')) ?? '';
	await mail.getByRole('link', { name: connection }).click();
	await page.waitForURL(connection);

	const shown = await page.request.get(`${origin}${asMail}`);
	expect(shown.headers()['content-security-policy']).toMatch(/^default-src 'none';.* sandbox /);
	// Where it is shown no script runs, not even one that looks for what is not accessible.
	await page.goto('about:blank');
	await page.setContent(await shown.text());
	await expect(page.getByRole('link', { name: 'Reconnect' })).toHaveAttribute('href', connection);
	await expectAccessible(page);
});

test('a webhook is added, its secret shown once, and the sixth way is refused', async ({
	page,
	practice,
	context
}) => {
	const { origin } = practice;
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
	await arrive(page, origin);
	await open(page, `${origin}/settings`);
	await page.getByRole('link', { name: 'Change the alerts' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
	await hydrated(page);
	const webhook = formOf(page, 'Webhook');
	const address = webhook.getByRole('textbox', { name: 'Address that is called' });
	await address.fill('http://192.168.1.7/hook');
	await webhook.getByRole('button').click();
	await expect(webhook.getByRole('alert')).toContainText('OUTGOING_PRIVATE_HOSTS');
	await expect(address).toBeFocused();
	await expect(address).toHaveValue('http://192.168.1.7/hook');
	await expectAccessible(page);
	await address.fill('https://example.org/hooks/of-ada');
	for (const box of await webhook.getByRole('checkbox').all()) await box.uncheck();
	await webhook.getByRole('button').click();
	await expect(webhook.getByRole('alert')).toHaveText('Choose at least one thing to be told of.');
	await webhook.getByRole('checkbox', { name: /^Needs you/ }).check();
	await webhook.getByRole('button').click();
	await expect(page.getByText('Copy the secret now. It is shown only once.')).toBeFocused();
	const secret = await secretOn(page);
	await page.getByRole('button', { name: 'Copy: the secret' }).click();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
	await expectAccessible(page);
	const added = page.getByRole('article').filter({ hasText: 'https://example.org/hoo…' });
	await expect(added).toContainText('“Needs you”');
	await page.reload();
	await hydrated(page);
	expect(await page.content()).not.toContain('whsec_');

	await added.getByRole('button', { name: /^Send a test/ }).click();
	await expect(added).toContainText('Kept in the outbox: in practice nothing is sent.');
	const ntfy = formOf(page, 'ntfy');
	for (const count of [3, 4, 5]) {
		await ntfy
			.getByRole('textbox')
			.first()
			.fill(`https://ntfy.sh/topic-${String(count)}`);
		await ntfy.getByRole('button').click();
		await expect(page.getByRole('article')).toHaveCount(count);
	}
	await expect(page.getByText('You have five, which is the most.')).toBeVisible();
	await ntfy.getByRole('textbox').first().fill('https://ntfy.sh/topic-6');
	await ntfy.getByRole('button').click();
	await expect(ntfy.getByRole('alert')).toContainText('You have five already.');
	await expectAccessible(page);
	await added.getByRole('button', { name: /^Remove/ }).click();
	await expect(page.getByRole('article')).toHaveCount(4);
});

test('the calendar is made, shown once, made anew and ended', async ({ page, practice }) => {
	const { origin } = practice;
	await arrive(page, origin);
	await open(page, `${origin}/settings/alerts`);
	const calendar = page.getByRole('region', { name: 'In your calendar' });
	const shown = calendar.locator('code', { hasText: '/calendar/' });
	const status = async (address: string) => (await page.request.get(address)).status();
	await calendar.getByRole('button', { name: 'Make a calendar' }).click();
	const first = (await shown.textContent()) ?? '';
	expect(await status(first)).toBe(200);
	await expectAccessible(page);
	await page.reload();
	await hydrated(page);
	await expect(shown).toHaveCount(0);
	await calendar.getByRole('button', { name: 'Make a new address' }).click();
	const second = (await shown.textContent()) ?? '';
	expect([await status(first), await status(second)]).toEqual([404, 200]);
	await calendar.getByRole('button', { name: 'End it' }).click();
	await expect(calendar.getByRole('button', { name: 'Make a calendar' })).toBeVisible();
	expect(await status(second)).toBe(404);
});

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });

	test('ways are added, confirmed, tested and removed, and the calendar is made', async ({
		page,
		practice
	}) => {
		const { origin } = practice;
		const alerts = `${origin}/settings/alerts`;
		await arrive(page, origin);
		await page.goto(alerts);
		await formOf(page, 'Webhook').getByRole('textbox').fill('https://example.org/hook');
		await formOf(page, 'Webhook').getByRole('button').click();
		expect(await secretOn(page)).toMatch(/^whsec_[\w+/]{43}=$/);
		// The same form again, as a reload sends it, makes no second one.
		await page.reload();
		await expect(page.getByRole('article')).toHaveCount(2);
		expect(await page.content()).not.toContain('whsec_');

		await formOf(page, 'Mail').getByRole('textbox').fill('not an address');
		await formOf(page, 'Mail').getByRole('button').click();
		await expect(page.getByRole('alert')).toHaveText('This is not a mail address.');
		await formOf(page, 'Mail').getByRole('textbox').fill('ada@mail.example');
		await formOf(page, 'Mail').getByRole('button').click();
		await page.waitForURL(alerts);
		const mail = page.getByRole('article').filter({ hasText: 'ada@mail.example' });
		await expect(mail).toContainText('Not confirmed yet');
		await page.goto(`${origin}/practice/outbox`);
		const link = page.getByRole('link', { name: /\/alerts\/confirm\// });
		const confirm = (await link.getAttribute('href')) ?? '';
		await link.click();
		await expect(page.getByText('ada@mail.example')).toBeVisible();
		await page.getByRole('button', { name: 'Confirm this address' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('The address is confirmed');
		expect((await page.goto(confirm))?.status()).toBe(404);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link has ended');

		await page.goto(alerts);
		await expect(mail).not.toContainText('Not confirmed yet');
		await mail.getByRole('button', { name: /^Send a test/ }).click();
		await page.waitForURL(alerts);
		await mail.getByRole('button', { name: /^Remove/ }).click();
		await page.waitForURL(alerts);
		await expect(mail).toHaveCount(0);
		await page.getByRole('button', { name: 'Make a calendar' }).click();
		await expect(page.locator('code', { hasText: '/calendar/' })).toBeVisible();
	});
});

test('a live Mooring without a mail server says what mail needs, and has no outbox', async ({
	page
}) => {
	const live = await startLive({
		OPERATOR_NAME: 'Ada Draws',
		OPERATOR_CONTACT: 'ada@mail.example'
	});
	try {
		await open(page, `${live.origin}/privacy`);
		await expect(page.getByText('is run by Ada Draws')).toBeVisible();
		await expect(page.getByRole('link', { name: 'ada@mail.example' })).toHaveAttribute(
			'href',
			'mailto:ada@mail.example'
		);
		expect((await page.goto(`${live.origin}/practice/outbox`))?.status()).toBe(404);
		await page.goto(`${live.origin}/claim/${CLAIM_CODE}`);
		await arrive(page, live.origin);
		await hydrated(page);
		await page.getByRole('link', { name: 'Have Mooring tell you when it needs you' }).click();
		await expect(page.getByText('Nobody is told yet.')).toBeVisible();
		await expect(formOf(page, 'Mail')).toContainText('SMTP_URL=');
		await expect(formOf(page, 'Mail')).toContainText('MAIL_FROM=');
		await expect(formOf(page, 'Mail').getByRole('textbox')).toHaveCount(0);
		await expectAccessible(page);
		expect((await page.goto(`${live.origin}/practice/outbox`))?.status()).toBe(404);
		expect((await page.goto(`${live.origin}/practice/outbox/x`))?.status()).toBe(404);
	} finally {
		await live.remove();
	}
});

test('privacy and terms are public, and Setup hands out their addresses', async ({
	page,
	practice
}) => {
	const { origin } = practice;
	await open(page, origin);
	for (const [link, title, words] of [
		['Privacy', 'Privacy', '400 days'],
		['Terms', 'Terms', 'without any warranty']
	] as const) {
		await page.getByRole('contentinfo').getByRole('link', { name: link }).click();
		await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
		await expect(page.getByText(words).first()).toBeVisible();
		await expect(page.getByText(`the operator of ${origin}`).first()).toBeVisible();
		await expectAccessible(page);
	}
	await arrive(page, origin);
	await open(page, `${origin}/setup#publish`);
	const publish = page.locator('#publish');
	await expect(publish).toContainText(`${origin}/privacy`);
	await expect(publish).toContainText('OPERATOR_NAME and OPERATOR_CONTACT are not set');
	await expect(publish.getByRole('button', { name: 'Copy: Terms of Service URL' })).toBeVisible();
	await expectAccessible(page);
});
