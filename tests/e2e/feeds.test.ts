import type { Browser, Page } from '@playwright/test';
import { startOtherSite } from '../support/other-site.ts';
import { consent, expect, expectAccessible, hydrated, open, test } from './fixtures.ts';

test.setTimeout(300_000);

/** Tells the simulator what happens at Instagram. */
const control = async (simulator: string, path: string, body: object) => {
	const response = await fetch(`${simulator}/_control/${path}`, {
		method: 'POST',
		headers: { 'x-simulator': '1', 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
};

/** What a visitor of the website sees, in a browser that was never at Mooring, and asks for. */
async function visit(browser: Browser, url: string, look: (page: Page) => Promise<void>) {
	const context = await browser.newContext();
	const asked: string[] = [];
	context.on('request', (request) => asked.push(new URL(request.url()).host));
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	await page.goto(url);
	await look(page);
	const cookies = await context.cookies();
	await context.close();
	return { hosts: [...new Set(asked)], cookies, complaints };
}

test('a feed stands on another website, through a new post, a lost token and a new one', async ({
	page,
	practice,
	browser
}) => {
	await control(practice.simulator, 'switches', { postsDrawn: 5 });
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);

	const connection = page.url();

	let embed = '';
	await test.step('make a feed, and wait for its posts', async () => {
		await open(page, `${practice.origin}/feeds`);
		await expect(page.getByText('No feed yet.')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Make a feed' }).click();
		await page.waitForURL(/\/feeds\/.+/);
		await hydrated(page);
		await page.getByRole('button', { name: 'Look for new posts' }).click();
		await expect(page.getByText('Fresh')).toBeVisible({ timeout: 60_000 });
		await expect(page.getByText('5 posts')).toBeVisible();
		await expectAccessible(page);
		embed = await page.locator('code', { hasText: '/embed' }).first().innerText();
	});

	const site = await startOtherSite(
		practice.origin,
		`<iframe src="${embed}?columns=2" title="Posts" width="600" height="600"></iframe>`
	);
	const frameOf = (visitor: Page) => visitor.frameLocator('iframe');

	await test.step('the website shows it, asks nobody else and gets no cookie', async () => {
		const seen = await visit(browser, site.url, async (visitor) => {
			await expect(frameOf(visitor).locator('img')).toHaveCount(5);
			const first = frameOf(visitor).locator('img').first();
			await expect
				.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth))
				.toBeGreaterThan(0);
			const frame = visitor.frames()[1];
			const shift = await frame?.evaluate(
				() =>
					new Promise<number>((resolve) => {
						let sum = 0;
						new PerformanceObserver((list) => {
							for (const entry of list.getEntries())
								sum += (entry as unknown as { value: number }).value;
						}).observe({ type: 'layout-shift', buffered: true });
						setTimeout(() => resolve(sum), 300);
					})
			);
			expect(shift).toBe(0);
			await expect(frameOf(visitor).locator('script')).toHaveCount(0);
		});
		expect(seen.complaints).toEqual([]);
		expect(seen.cookies).toEqual([]);
		expect(seen.hosts.toSorted()).toEqual(
			[new URL(site.url).host, new URL(practice.origin).host].toSorted()
		);
		await page.goto(embed);
		await expectAccessible(page);
		await page.goBack();
		await hydrated(page);
	});

	await test.step('hide by keyboard, pin by click', async () => {
		const hide = page.getByRole('button', { name: /^Hide/ }).first();
		await hide.focus();
		await page.keyboard.press('Enter');
		await expect(page.getByText('4 posts')).toBeVisible();
		await expect(page.getByText('Hidden by you')).toBeVisible();
		await page.getByRole('button', { name: /^Pin/ }).last().click();
		await expect(page.getByText('Pinned')).toBeVisible();
		await page.getByRole('button', { name: /^Show again/ }).click();
		await expect(page.getByText('5 posts')).toBeVisible();
	});

	await test.step('the posts follow while the rules are typed', async () => {
		await page.getByLabel('Posts at most').fill('2');
		await expect(page.getByText('What it would show')).toBeVisible();
		await expect(page.getByText('2 posts')).toBeVisible();
		await page.goto(page.url().split('?')[0] ?? '');
		await hydrated(page);
		await expect(page.getByText('5 posts')).toBeVisible();
	});

	await test.step('a new post comes with the next look', async () => {
		await control(practice.simulator, 'media', {
			username: 'ada.draws',
			caption: 'Fresh from today'
		});
		await page.getByRole('button', { name: 'Look for new posts' }).click();
		await expect(page.getByText('6 posts')).toBeVisible({ timeout: 60_000 });
		await visit(browser, site.url, async (visitor) => {
			await expect(frameOf(visitor).getByAltText('Fresh from today')).toHaveCount(1);
		});
	});

	const feed = page.url();
	/** Presses these in the practice bar, one after the other. */
	async function practise(...names: string[]) {
		await open(page, `${practice.origin}/practice`);
		for (const name of names) {
			const done = page.waitForResponse((one) => one.request().method() === 'POST');
			await page.getByRole('button', { name, exact: true }).click();
			await done;
			await hydrated(page);
		}
	}

	await test.step('the password changes: the website stands, Mooring says so', async () => {
		await practise('Change the password', '+1 day');
		await open(page, feed);
		await expect(page.getByText(/Last good copy, from/)).toBeVisible({ timeout: 60_000 });
		await open(page, `${practice.origin}/feeds`);
		await expect(page.getByText(/Last good copy, from/)).toBeVisible();
		await expect(page.getByText(/posts as of 1 day ago/)).toBeVisible();
		const seen = await visit(browser, site.url, async (visitor) => {
			await expect(frameOf(visitor).locator('img')).toHaveCount(6);
		});
		expect(seen.complaints).toEqual([]);
	});

	await test.step('its creator is told once', async () => {
		const told = page.getByRole('heading', { name: 'A feed is not up to date' });
		await expect(async () => {
			await page.goto(`${practice.origin}/practice/outbox`);
			await expect(told).toHaveCount(1, { timeout: 1000 });
		}).toPass({ timeout: 90_000 });
		await expect(page.getByText(/The feeds of @ada\.draws show the last good copy/)).toBeVisible();
	});

	await test.step('reconnected it is fresh again, and nothing was told twice', async () => {
		await open(page, connection);
		await page.getByRole('link', { name: 'Reconnect' }).first().click();
		await consent(page, 'ada.draws');
		await page.waitForURL(connection);
		await open(page, feed);
		await page.getByRole('button', { name: 'Look for new posts' }).click();
		await expect(page.getByText('Fresh', { exact: true })).toBeVisible({ timeout: 60_000 });
		await page.goto(`${practice.origin}/practice/outbox`);
		await expect(page.getByRole('heading', { name: 'A feed is not up to date' })).toHaveCount(1);
		const seen = await visit(browser, site.url, async (visitor) => {
			await expect(frameOf(visitor).locator('img')).toHaveCount(6);
		});
		expect(seen.complaints).toEqual([]);
	});
	site.close();
});

test('feeds work without JavaScript', async ({ page, practice, browser }) => {
	await control(practice.simulator, 'switches', { postsDrawn: 3 });
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	const context = await browser.newContext({
		javaScriptEnabled: false,
		storageState: await page.context().storageState()
	});
	const plain = await context.newPage();
	await plain.goto(`${practice.origin}/feeds`);
	await plain.getByRole('button', { name: 'Make a feed' }).click();
	await plain.getByRole('button', { name: 'Look for new posts' }).click();
	await expect(plain.getByText('3 posts')).toBeVisible();
	await plain.getByLabel('Posts at most').fill('1');
	await plain.getByRole('button', { name: 'Try it' }).click();
	await expect(plain.getByText('1 post')).toBeVisible();
	await plain.getByLabel('Posts at most').fill('2');
	await plain.getByRole('button', { name: 'Save', exact: true }).first().click();
	await expect(plain.getByText('2 posts')).toBeVisible();
	await plain.getByLabel('Name in the address').fill('ada-draws');
	await plain.getByRole('button', { name: 'Save', exact: true }).last().click();
	await expect(plain.locator('code', { hasText: '/feed/ada-draws.json' }).first()).toBeVisible();
	await plain.getByText('Delete…').click();
	await expect(plain.getByText(/will stop for good/)).toBeVisible();
	await plain.getByRole('button', { name: 'Delete the feed' }).click();
	await expect(plain.getByText('No feed yet.')).toBeVisible();
	await context.close();
});
