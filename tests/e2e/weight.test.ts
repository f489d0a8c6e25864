import { MOST_SCRIPT_BYTES, scriptBytes } from '../support/weight.ts';
import { consent, expect, open, test } from './fixtures.ts';

test('the first view loads little JavaScript, signed out and signed in', async ({
	page,
	practice
}) => {
	const signedOut = await scriptBytes(page, practice.origin);
	expect(signedOut).toBeGreaterThan(5_000);
	expect(signedOut).toBeLessThan(MOST_SCRIPT_BYTES);
	await open(page, practice.origin);
	await page.getByRole('link', { name: 'Continue with Instagram' }).click();
	await consent(page, 'ada.draws');
	await page.waitForURL(/\/connections\//);
	expect(await scriptBytes(page, practice.origin)).toBeLessThan(MOST_SCRIPT_BYTES);
});
