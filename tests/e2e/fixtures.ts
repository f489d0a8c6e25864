import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test as base } from '@playwright/test';
import { type Practice, startPractice } from '../support/practice.ts';

type Watched = {
	/** Console errors, page errors and CSP violations on our own pages. */
	complaints: string[];
	/** Every byte of ours that reached the browser: headers, bodies, addresses. */
	received: string[];
};

type Fixtures = { page: Page; watched: Watched; practice: Practice };

/** A browser page that notes what should never happen, and a practice instance of its own. */
export const test = base.extend<Fixtures>({
	practice: async ({}, use) => {
		const practice = await startPractice();
		await use(practice);
		await practice.remove();
	},
	watched: async ({ practice, context }, use) => {
		const watched: Watched = { complaints: [], received: [] };
		const pending: Promise<void>[] = [];
		context.on('page', (page) => {
			page.on('pageerror', (error) => watched.complaints.push(error.message));
			page.on('console', (message) => {
				// A page of cause has the status of its cause, which Chromium reports as an error.
				const isStatus = message.text().startsWith('Failed to load resource');
				if (message.type() === 'error' && !isStatus) watched.complaints.push(message.text());
			});
			page.on('response', (response) => {
				if (!response.url().startsWith(practice.origin)) return;
				const shown = (async () => {
					const headers = await response.allHeaders();
					// The way to Meta and back is the one place where state and code have to be.
					const { location: _, 'set-cookie': __, ...rest } = headers;
					const body = await response.body().catch(() => Buffer.alloc(0));
					watched.received.push(JSON.stringify(rest), body.toString('latin1'));
				})();
				pending.push(shown);
			});
		});
		await use(watched);
		await Promise.allSettled(pending);
		expect(watched.complaints).toEqual([]);
	},
	page: async ({ watched: _, context }, use) => {
		const page = await context.newPage();
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await use(page);
	}
});

export { expect };

/** Opens a page of ours and waits until it can be clicked. */
export async function open(page: Page, url: string) {
	await page.goto(url);
	await hydrated(page);
}

/** A click before hydration is lost. */
export async function hydrated(page: Page) {
	await page.waitForLoadState('networkidle');
}

/** Allows at Instagram's stand-in as this account, without the permissions named by their label. */
export async function consent(page: Page, username: string, declined: RegExp[] = []) {
	const account = page.getByRole('button', { name: new RegExp(username.replaceAll('.', '\\.')) });
	const allow = page.getByRole('button', { name: 'Allow' });
	// Who is logged in at Instagram already is not asked again.
	// In practice mode names that try a program wait behind "More".
	const more = page.getByText('More, with names');
	await account.or(allow).or(more).first().waitFor();
	const isListed = (await account.isVisible()) || (await allow.isVisible());
	if (!isListed) await more.click();
	if (await account.isVisible()) await account.click();
	for (const permission of declined)
		await page.getByRole('checkbox', { name: permission }).uncheck();
	await allow.click();
}

/** No accessibility violation in light; in dark nothing but the colours is another. */
export async function expectAccessible(page: Page) {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		const axe = new AxeBuilder({ page });
		if (colorScheme === 'dark') axe.withRules(['color-contrast']);
		const { violations } = await axe.analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
	}
}
