import type { CDPSession, Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { consent, expect, expectAccessible, hydrated, open, test as base } from './fixtures.ts';

const test = base.extend<{ live: Live }>({
	live: async ({}, use) => {
		const live = await startLive();
		await use(live);
		await live.remove();
	}
});

/** A device with a lock of its own, as a phone has one: it holds passkeys and knows its owner. */
async function device(page: Page) {
	const client = await page.context().newCDPSession(page);
	await client.send('WebAuthn.enable');
	const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
	return { client, authenticatorId };
}

const held = async ({ client, authenticatorId }: { client: CDPSession; authenticatorId: string }) =>
	(await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

async function signOut(page: Page, origin: string) {
	await open(page, `${origin}/settings`);
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await page.waitForURL(`${origin}/`);
	await hydrated(page);
}

const byPasskey = (page: Page) => page.getByRole('button', { name: 'Sign in with a passkey' });

test('add a passkey, sign in and confirm with it, also while locked, and remove it', async ({
	page,
	live
}) => {
	const { origin } = live;
	const status = page.getByRole('status');
	const phone = await device(page);

	await test.step('no passkey is asked for where nobody has one', async () => {
		await open(page, `${origin}/claim/${CLAIM_CODE}`);
		await expect(byPasskey(page)).toHaveCount(0);
		await page.getByRole('link', { name: 'Continue with Instagram' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(/\/connections\//);
	});

	await test.step('add one in Settings, after a proof', async () => {
		await open(page, `${origin}/settings`);
		await page.getByRole('link', { name: 'Add a passkey…' }).click();
		const proof = page.getByRole('link', { name: 'Confirm with Instagram' });
		const add = page.getByRole('button', { name: 'Add a passkey' });
		await proof.or(add).first().waitFor();
		if (await proof.isVisible()) {
			await proof.click();
			await consent(page, 'ada.draws');
		}
		await page.waitForURL(`${origin}/settings/passkeys/new`);
		await hydrated(page);
		await expectAccessible(page);
		await add.click();
		await page.waitForURL(`${origin}/settings`);
		await expect(status).toHaveText('The passkey is added.');
		await expect(page.getByText('Chromium on Linux').first()).toBeVisible();
		await expect(page.getByText(/not used yet/)).toBeVisible();
		await expectAccessible(page);
		const [credential] = await held(phone);
		expect(credential).toMatchObject({ rpId: 'localhost', isResidentCredential: true });
	});

	await test.step('sign in with it', async () => {
		await signOut(page, origin);
		await expectAccessible(page);
		await byPasskey(page).click();
		await expect(status).toHaveText('You are signed in.');
		await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();
	});

	await test.step('it has just been a proof; later it is asked for again', async () => {
		await open(page, `${origin}/settings`);
		await page.getByRole('link', { name: /Change…/ }).click();
		await page.waitForURL(/\/settings\/passkeys\//);
		const { db } = openDatabase(join(live.dataDir, 'mooring.db'));
		const reauthenticatedAt = Date.now() - 11 * 60_000;
		await db.updateTable('sessions').set({ reauthenticatedAt }).execute();
		await db.destroy();
		await open(page, page.url());
		await expect(page.getByRole('heading', { name: 'Confirm that it is you' })).toBeVisible();
		await expect(page.getByText('a login at Meta is not enough')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Confirm with Instagram' })).toHaveCount(0);
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Confirm with a passkey' }).click();
		await expect(page.getByRole('button', { name: 'Remove this passkey' })).toBeVisible();
		await expectAccessible(page);
		await page.getByLabel('Its name here').fill('My phone');
		await page.getByRole('button', { name: 'Save the name' }).click();
		await page.waitForURL(`${origin}/settings`);
		await expect(page.getByText('My phone').first()).toBeVisible();
	});

	await test.step('the right key is gone: a passkey signs in, and no login does', async () => {
		await signOut(page, origin);
		await live.restart({ SECRET_KEY: randomBytes(32).toString('base64') });
		await open(page, origin);
		await expect(page.getByText('Mooring is locked').first()).toBeVisible();
		await byPasskey(page).click();
		await expect(status).toHaveText('You are signed in.');
	});

	await test.step('a device that does not know its owner is refused in words', async () => {
		await signOut(page, origin);
		const { client, authenticatorId } = phone;
		await client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
		await byPasskey(page).click();
		await expect(status).toContainText('No passkey was used');
		await client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
		await byPasskey(page).click();
		await expect(status).toHaveText('You are signed in.');
	});

	await test.step('remove it', async () => {
		await open(page, `${origin}/settings`);
		await page.getByRole('link', { name: /Change…/ }).click();
		await page.getByRole('button', { name: 'Remove this passkey' }).click();
		await page.waitForURL(`${origin}/settings`);
		await expect(page.getByRole('link', { name: /Change…/ })).toHaveCount(0);
		await open(page, `${origin}/activity`);
		for (const words of ['Added a passkey', 'Signed in with a passkey', 'Removed a passkey']) {
			await expect(page.getByText(words).first()).toBeVisible();
		}
		await signOut(page, origin);
		await expect(byPasskey(page)).toHaveCount(0);
	});
});
