import { type AttackGround, attackGround } from '../support/attack-ground.ts';
import { consent, expect, open, test as base } from './fixtures.ts';

const test = base.extend<{ grounds: [AttackGround, AttackGround] }>({
	grounds: async ({}, use) => {
		const grounds: [AttackGround, AttackGround] = [await attackGround(), await attackGround()];
		await use(grounds);
		for (const ground of grounds) await ground.remove();
	}
});
test.use({ ignoreHTTPSErrors: true });

// https://h:8443 and https://h:9443 signed each other out.
test('two instances on two https ports of one host keep their creators signed in', async ({
	grounds,
	context
}) => {
	const page = await context.newPage();
	for (const { claimLink } of grounds) {
		await page.goto(claimLink);
		await page.getByRole('link', { name: 'Continue with Instagram' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(/\/connections\//);
	}
	for (const { origin } of grounds) {
		await open(page, `${origin}/`);
		await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();
	}
});
