import type { Page } from '@playwright/test';
import { type AttackGround, attackGround } from '../support/attack-ground.ts';
import { callAll, include, leadTo, losesWindow, submitForms } from '../support/attacks.ts';
import { consent, expect, open, test as base } from './fixtures.ts';

/** The name of the session's cookie, and of any other kind's. */
const nameOf = ({ origin }: AttackGround, kind = 'session') =>
	`__Host-Http-mooring-${kind}-${new URL(origin).port}`;
/** What Node reads of all headers together. */
const HEADERS_FULL = 16 * 1024;

const test = base.extend<{ ground: AttackGround; connection: string; attacker: Page }>({
	ground: async ({}, use) => {
		const ground = await attackGround();
		await use(ground);
		await ground.remove();
	},
	/** The path of the connection of the creator who is signed in in this browser. */
	connection: async ({ ground, context }, use) => {
		const page = await context.newPage();
		await page.goto(ground.claimLink);
		await page.getByRole('link', { name: 'Continue with Instagram' }).click();
		await consent(page, 'ada.draws');
		await page.waitForURL(/\/connections\//);
		const { pathname } = new URL(page.url());
		await page.waitForLoadState('networkidle');
		await page.close();
		ground.answered();
		await use(pathname);
	},
	/** A page in the creator's own browser that an attacker wrote. */
	attacker: async ({ context }, use) => {
		await use(await context.newPage());
	}
});
test.use({ ignoreHTTPSErrors: true });

const changing = (connection: string) => [
	'/logout',
	'/settings?/invite',
	'/settings?/remove',
	'/settings?/revoke',
	'/settings?/end',
	'/settings?/everywhere',
	'/settings/delete',
	'/connect/paste',
	'/connect/choose',
	'/practice?/live',
	`${connection}?/renew`,
	`${connection}?/disconnect`,
	`${connection}?/remove`,
	`/api${connection}/refresh`,
	`/api${connection}`
];

/** The creator is still signed in and sees what was there. */
async function expectUnharmed(page: Page, ground: AttackGround, connection: string) {
	await open(page, `${ground.origin}${connection}`);
	await expect(page.getByRole('heading', { level: 1, name: 'Ada Draws' })).toBeVisible();
}

for (const from of ['elsewhere', 'sibling'] as const) {
	const whose = from === 'sibling' ? 'a sibling subdomain' : 'another site';

	test(`nothing is won from ${whose}`, async ({ ground, connection, attacker }) => {
		const here = ground[from];
		const our = (path: string) => `${ground.origin}${path}`;
		const targets = changing(connection).map(our);
		await attacker.goto(here);
		const before = ground.state();

		await test.step('by forms', async () => {
			await submitForms(attacker, targets);
			const answered = ground.answered().filter(({ method }) => method === 'POST');
			expect(answered).toHaveLength(targets.length * 3);
			for (const { path, status } of answered) expect([path, status]).toEqual([path, 403]);
			expect(ground.state()).toEqual(before);
		});

		await test.step('by scripts', async () => {
			const reading = ['/', '/api/user', '/api/connections', connection, '/__data.json'];
			expect(await callAll(attacker, targets, reading.map(our))).toEqual([]);
			const answered = ground.answered();
			expect(answered.filter(({ method }) => method === 'OPTIONS').length).toBeGreaterThan(0);
			expect(answered.filter(({ method }) => method === 'DELETE')).toEqual([]);
			for (const { method, path, status, allowed } of answered) {
				expect([path, allowed]).toEqual([path, []]);
				if (method === 'POST') expect([path, status]).toEqual([path, 403]);
			}
			expect(ground.state()).toEqual(before);
		});

		await test.step('by frames, windows and includes', async () => {
			const loaded = await include(attacker, {
				scripts: ['/api/user', '/api/connections', '/__data.json'].map(our),
				pictures: [`${connection}/picture`, '/anchor.svg'].map(our),
				frames: ['/', connection, '/settings', '/api/user', '/auth/instagram/login'].map(our)
			});
			expect(loaded).toEqual([]);
			const frames = attacker.frames().slice(1);
			expect(frames).toHaveLength(5);
			for (const frame of frames) expect(frame.url()).toMatch(/^chrome-error:/);
			expect(await losesWindow(attacker, our(connection))).toBe(true);
			expect(ground.state()).toEqual(before);
		});

		await test.step('by starting a login for somebody', async () => {
			await leadTo(attacker, our('/auth/instagram/login?scopes=instagram_business_basic'));
			await attacker.waitForURL(our('/auth/instagram/login?*'));
			await expect(attacker.getByRole('main').getByRole('link').first()).toBeVisible();
			expect(ground.state()).toEqual(before);
		});

		await test.step('by the end of a login that an attacker began', async () => {
			const end = await ground.unfinishedLogin();
			const calls = await ground.live.calls();
			await attacker.goto(here);
			await leadTo(attacker, end);
			await attacker.waitForURL(our('/connect/problem/state_foreign'));
			expect(await ground.live.calls()).toEqual(calls);
			const { sessions, connections, identities } = before;
			expect(ground.state()).toMatchObject({ sessions, connections, identities });
		});
		await expectUnharmed(attacker, ground, connection);
	});
}

test('cookies of a sibling subdomain do not count', async ({ ground, connection, attacker }) => {
	const { hostname } = new URL(ground.origin);
	const domain = hostname.replace(/^app\./, '');
	const session = nameOf(ground);
	const kept = async () =>
		(await attacker.context().cookies()).filter((cookie) => cookie.domain.endsWith(domain));
	await attacker.goto(ground.sibling);

	await test.step('under our names, by header or by script', async () => {
		ground.sendFromAttacker({
			'set-cookie': [
				`${session}=tossed; Domain=${domain}; Path=/; Secure; HttpOnly`,
				`${session}=tossed; Domain=${domain}; Path=/connections; Secure; HttpOnly`,
				`${nameOf(ground, 'attempt-instagram-0123abcd')}=x; Domain=${domain}; Path=/; Secure`
			]
		});
		await attacker.reload();
		await attacker.evaluate((name) => {
			document.cookie = `${name}=tossed; path=/; secure`;
		}, session);
		ground.sendFromAttacker({});
		const ours = (await kept()).filter(({ name }) => name.startsWith('__Host-'));
		expect(ours.map(({ name, domain: of }) => [name, of])).toEqual([[session, hostname]]);
		await expectUnharmed(attacker, ground, connection);
	});

	await test.step('nor can a script on our own pages write or read them', async () => {
		const read = await attacker.evaluate((name) => {
			document.cookie = `${name}=written; path=/; secure`;
			return document.cookie;
		}, session);
		expect(read).toBe('');
		await expectUnharmed(attacker, ground, connection);
	});

	await test.step('nor under the names that we use on http', async () => {
		await attacker.goto(ground.sibling);
		await attacker.evaluate(
			({ domain, port }) => {
				document.cookie = `mooring-session-${port}=tossed; domain=${domain}; path=/; secure`;
			},
			{ domain, port: new URL(ground.origin).port }
		);
		expect(await kept()).toHaveLength(2);
		await expectUnharmed(attacker, ground, connection);
	});

	await test.step('and where they fill the header, the answer says what to do', async () => {
		await attacker.goto(ground.sibling);
		await attacker.evaluate(
			({ domain, size }) => {
				for (let at = 0; at * 3000 < size; at += 1) {
					document.cookie = `x${String(at)}=${'a'.repeat(3000)}; domain=${domain}; path=/; secure`;
				}
			},
			{ domain, size: HEADERS_FULL }
		);
		const answer = await attacker.goto(ground.origin);
		expect(answer?.status()).toBe(431);
		await expect(attacker.getByText(/cookies/i).first()).toBeVisible();
	});
});
