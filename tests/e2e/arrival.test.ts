import { createServer } from 'node:http';
import { consent, expect, hydrated, open, test } from './fixtures.ts';

/** A page of another site with one link. */
async function foreignPage(href: string) {
	const server = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html' });
		response.end(`<!doctype html><title>Elsewhere</title><a href="${href}">Look</a>`);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return { url: `http://elsewhere.test:${String(port)}/`, close: () => server.close() };
}

test('arriving from another site', async ({ page, practice }) => {
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	const connection = page.url();

	await test.step('at a connection, the creator is signed in there', async () => {
		const elsewhere = await foreignPage(connection);
		await page.goto(elsewhere.url);
		await page.getByRole('link', { name: 'Look' }).click();
		await page.waitForURL(connection);
		await expect(page.getByRole('heading', { level: 1, name: 'Ada Draws' })).toBeVisible();
		elsewhere.close();
	});

	await test.step('at a start, nothing goes to Meta without a click here', async () => {
		const elsewhere = await foreignPage(`${practice.origin}/auth/instagram/login`);
		await page.goto(elsewhere.url);
		await page.getByRole('link', { name: 'Look' }).click();
		await page.waitForURL(`${practice.origin}/auth/instagram/login`);
		await hydrated(page);
		await page.getByRole('main').getByRole('link').first().click();
		await page.waitForURL(/www\.instagram\.test/);
		elsewhere.close();
	});

	await test.step('no other site can post a form here', async () => {
		const elsewhere = await foreignPage('#');
		await page.goto(elsewhere.url);
		const answer = page.waitForResponse(`${practice.origin}/logout`);
		await page.evaluate((action) => {
			const form = document.createElement('form');
			Object.assign(form, { method: 'POST', action });
			document.body.append(form);
			form.submit();
		}, `${practice.origin}/logout`);
		expect((await answer).status()).toBe(403);
		await page.waitForURL(`${practice.origin}/logout`);
		elsewhere.close();
		await open(page, connection);
		await expect(page.getByRole('heading', { level: 1, name: 'Ada Draws' })).toBeVisible();
	});
});
