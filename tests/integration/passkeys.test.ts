import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCreator } from '../../src/lib/server/creators/creator.ts';
import { makeSignInLink } from '../../src/lib/server/creators/sign-in-link.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { hashOf } from '../../src/lib/server/opaque-secret.ts';
import { softwarePasskey } from '../support/authenticator.ts';
import { TestBrowser } from '../support/browser.ts';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';
import { freePort, startInstance } from '../support/instance.ts';

const FIREFOX = 'Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0';
/** As a click on a page of ours. */
const SAME_PAGE = {
	'sec-fetch-site': 'same-origin',
	'sec-fetch-mode': 'navigate',
	'sec-fetch-dest': 'document'
};
let live: Live;
let owner: TestBrowser;
let device: ReturnType<typeof softwarePasskey>;

beforeAll(async () => {
	live = await startLive();
	({ browser: owner } = await live.claim('ada.draws'));
	device = softwarePasskey();
});
afterAll(() => live.remove());

const at = (path: string) => `${live.origin}${path}`;
const where = ({ response }: { response: Response }) => [
	response.status,
	response.headers.get('location')
];
const prove = (browser: TestBrowser, username = 'ada.draws') =>
	live.connect(browser, username, { query: '?confirm=/settings' });
const post = (browser: TestBrowser, path: string, body?: unknown) =>
	browser.api(at(path), 'POST', body);
const here = () => ({ rpId: 'localhost', origin: live.origin });
const isSignedIn = async (browser: TestBrowser) =>
	(await browser.api(at('/api/user'))).status === 200;
const sessionOf = (browser: TestBrowser) =>
	[...browser.cookies(live.origin)].find(([name]) => name.includes('session'))?.[1] ?? '';

async function inDatabase<T>(read: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>) {
	const { db } = openDatabase(join(live.dataDir, 'mooring.db'));
	try {
		return await read(db);
	} finally {
		await db.destroy();
	}
}

async function challengeFor(browser: TestBrowser, path: '/api/passkeys' | '/api/sign-in') {
	const { status, body } = await post(browser, `${path}/options`);
	expect(status).toBe(200);
	return (body as { options: { challenge: string } }).options.challenge;
}

async function add(browser: TestBrowser, passkey = device) {
	const challenge = await challengeFor(browser, '/api/passkeys');
	return post(browser, '/api/passkeys', passkey.create(challenge, here()));
}

async function signIn(browser: TestBrowser, passkey = device) {
	const challenge = await challengeFor(browser, '/api/sign-in');
	return post(browser, '/api/sign-in', passkey.get(challenge, here()));
}

/** The proof of this browser's session becomes eleven minutes old. */
const age = (browser: TestBrowser) =>
	inDatabase((db) =>
		db
			.updateTable('sessions')
			.set({ reauthenticatedAt: Date.now() - 11 * 60_000 })
			.where('idHash', '=', hashOf(sessionOf(browser)))
			.execute()
	);

describe('adding one', () => {
	it('is not offered while there is none, and closed to who is not signed in', async () => {
		const stranger = new TestBrowser();
		expect((await stranger.open(live.origin)).text).not.toContain('Sign in with a passkey');
		expect((await post(stranger, '/api/sign-in/options')).status).toBe(404);
		expect((await post(stranger, '/api/passkeys/options')).status).toBe(401);
		expect((await post(stranger, '/api/passkeys', {})).status).toBe(401);
	});

	it('asks for a fresh proof, on the page and behind it', async () => {
		const { status, body } = await post(owner, '/api/passkeys/options');
		expect([status, body]).toMatchObject([403, { error: { code: 'proof_needed' } }]);
		expect(where(await owner.open(at('/settings/passkeys/new')))).toEqual([
			303,
			'/settings/confirm?next=%2Fsettings%2Fpasskeys%2Fnew'
		]);
		await prove(owner);
		expect((await owner.open(at('/settings/passkeys/new'))).response.status).toBe(200);
		const challenge = await challengeFor(owner, '/api/passkeys');
		await age(owner);
		const late = await post(owner, '/api/passkeys', device.create(challenge, here()));
		expect(late).toMatchObject({ status: 403, body: { error: { code: 'proof_needed' } } });
	});

	it('keeps its public half under the name of the device', async () => {
		await prove(owner);
		const challenge = await challengeFor(owner, '/api/passkeys');
		const { response, text } = await owner.send(at('/api/passkeys'), {
			method: 'POST',
			headers: { origin: live.origin, 'x-csrf': '1', 'user-agent': FIREFOX },
			body: JSON.stringify(device.create(challenge, here()))
		});
		expect(response.status).toBe(201);
		expect(JSON.parse(text)).toMatchObject({
			passkey: { name: 'Firefox on Android', rpId: 'localhost', lastUsedAt: null }
		});
		expect((await owner.open(at('/settings'))).text).toContain('Firefox on Android');
	});

	it('is refused from another site, and as a form', async () => {
		for (const path of ['/api/passkeys', '/api/sign-in', '/api/sign-in/options']) {
			const foreign = { origin: 'https://evil.test', 'x-csrf': '1' };
			const sent = { method: 'POST', body: '{}' };
			const { response } = await owner.send(at(path), { ...sent, headers: foreign });
			expect([path, response.status]).toEqual([path, 403]);
			expect((await owner.submit(at(path), {})).response.status).toBe(403);
		}
	});
});

describe('signing in', () => {
	it('begins a session that has just been proved', async () => {
		const browser = new TestBrowser();
		const { text } = await browser.open(live.origin);
		expect(text).toMatch(/<button[^>]* disabled[^>]*>\s*Sign in with a passkey/);
		expect(text).toContain('<noscript><p');
		expect(await signIn(browser)).toMatchObject({ status: 204 });
		expect(await isSignedIn(browser)).toBe(true);
		expect(where(await browser.open(at('/settings/confirm?next=/activity')))).toEqual([
			303,
			'/activity'
		]);
		const [session] = await inDatabase((db) =>
			db
				.selectFrom('sessions')
				.selectAll()
				.where('idHash', '=', hashOf(sessionOf(browser)))
				.execute()
		);
		expect(session?.provedBy).toBe('passkey');
	});

	it('takes an answer once, and only from the browser that was asked', async () => {
		const [victim, thief] = [new TestBrowser(), new TestBrowser()];
		const challenge = await challengeFor(victim, '/api/sign-in');
		const answer = device.get(challenge, here());
		expect((await post(thief, '/api/sign-in', answer)).status).toBe(403);
		await challengeFor(thief, '/api/sign-in');
		expect((await post(thief, '/api/sign-in', answer)).status).toBe(403);
		const cookies = [...victim.cookies(live.origin)];
		expect((await post(victim, '/api/sign-in', answer)).status).toBe(204);
		for (const [name, value] of cookies) thief.cookies(live.origin).set(name, value);
		const again = await post(thief, '/api/sign-in', answer);
		expect(again).toMatchObject({ status: 403, body: { error: { code: 'passkey_refused' } } });
		expect(await isSignedIn(thief)).toBe(false);
	});

	it.each([
		['another origin', { origin: 'https://evil.test' }],
		['another host', { rpId: 'evil.test' }],
		['a device that did not ask who it is', { isVerified: false }]
	])('is refused with %s, and written down', async (_name, more) => {
		const browser = new TestBrowser();
		const challenge = await challengeFor(browser, '/api/sign-in');
		const { status } = await post(
			browser,
			'/api/sign-in',
			device.get(challenge, { ...here(), ...more })
		);
		expect([status, await isSignedIn(browser)]).toEqual([403, false]);
		expect((await owner.open(at('/activity'))).text).toContain('the passkey was not accepted');
	});

	it('is refused with a passkey that is not known, and with anything else', async () => {
		const browser = new TestBrowser();
		expect((await signIn(browser, softwarePasskey())).status).toBe(403);
		for (const body of [null, [], 'x', { id: 'x' }]) {
			await challengeFor(browser, '/api/sign-in');
			expect((await post(browser, '/api/sign-in', body)).status).toBe(403);
		}
		await challengeFor(browser, '/api/sign-in');
		const large = { junk: 'x'.repeat(17_000) };
		expect((await post(browser, '/api/sign-in', large)).status).toBe(413);
	});
});

describe('a proof', () => {
	it('by passkey puts a new session in the place of the one that asked', async () => {
		const browser = new TestBrowser();
		await live.connect(browser, 'ada.draws');
		await age(browser);
		const before = sessionOf(browser);
		expect((await browser.open(at('/settings/confirm?next=/activity'))).text).toContain(
			'Confirm with a passkey'
		);
		expect((await signIn(browser)).status).toBe(204);
		expect(sessionOf(browser)).not.toBe(before);
		const left = await inDatabase((db) =>
			db.selectFrom('sessions').selectAll().where('idHash', '=', hashOf(before)).execute()
		);
		expect(left).toEqual([]);
		expect((await browser.open(at('/activity'))).text).toContain('Confirmed with a passkey');
	});

	it('by a login is not enough to remove a creator or change passkeys, once there is one', async () => {
		const browser = new TestBrowser();
		await prove(browser);
		const guest = await inDatabase(async (db) => {
			const id = '5f0c1a52-7a40-4b1c-9b62-0b8c5a7a9d11';
			await db.insertInto('creators').values({ id, createdAt: 1 }).execute();
			return id;
		});
		const [passkey] = await inDatabase((db) => db.selectFrom('passkeys').select('id').execute());
		const remove = () => browser.submit(at('/settings?/remove'), { creator: guest });
		const pages = [
			`/settings/creators/${guest}`,
			'/settings/passkeys/new',
			`/settings/passkeys/${passkey?.id ?? ''}`
		];
		await live.connect(browser, 'ada.draws');
		await prove(browser);
		expect(where(await browser.open(at('/settings/confirm?next=/activity')))[0]).toBe(303);
		for (const path of pages) {
			const confirm = `/settings/confirm?${new URLSearchParams({ next: path }).toString()}`;
			expect(where(await browser.open(at(path)))).toEqual([303, confirm]);
			const { text } = await browser.open(at(confirm));
			expect(text).toContain('Confirm with a passkey');
			expect(text).not.toContain('Confirm with Instagram');
		}
		expect(where(await remove())[0]).toBe(303);
		const gone = `/settings/passkeys/${passkey?.id ?? ''}?/remove`;
		expect(where(await browser.submit(at(gone), {}))[0]).toBe(303);
		expect((await post(browser, '/api/passkeys/options')).status).toBe(403);
		const kept = await inDatabase(async (db) => [
			(await db.selectFrom('creators').selectAll().execute()).length,
			(await db.selectFrom('passkeys').selectAll().execute()).length
		]);
		expect(kept).toEqual([2, 1]);
		expect((await signIn(browser)).status).toBe(204);
		for (const path of pages) expect((await browser.open(at(path))).response.status).toBe(200);
		expect((await remove()).response.status).toBe(200);
	});

	it("is none by another creator's passkey", async () => {
		const id = '6f0c1a52-7a40-4b1c-9b62-0b8c5a7a9d11';
		const value = 'x'.repeat(43);
		await inDatabase(async (db) => {
			await db.insertInto('creators').values({ id, createdAt: 1 }).execute();
			const times = { createdAt: Date.now(), expiresAt: Date.now() + 60_000 };
			await db
				.insertInto('sessions')
				.values({ idHash: hashOf(value), creatorId: id, ...times })
				.execute();
		});
		const browser = new TestBrowser();
		const name = [...owner.cookies(live.origin).keys()].find((key) => key.includes('session'));
		browser.cookies(live.origin).set(name ?? '', value);
		const answer = await signIn(browser);
		expect(answer).toMatchObject({ status: 403, body: { error: { code: 'passkey_refused' } } });
		expect(sessionOf(browser)).toBe(value);
	});
});

it('deletes the data of its creator, for which a login is not enough', async () => {
	await signIn(owner);
	const { text } = await owner.submit(at('/settings?/invite'), {});
	const [, code = ''] = /\/invitation\/([\w-]{43})/.exec(text) ?? [];
	const guest = new TestBrowser();
	await guest.open(at(`/invitation/${code}`));
	await live.connect(guest, 'north.pier.radio');
	await prove(guest, 'north.pier.radio');
	const phone = softwarePasskey();
	expect((await add(guest, phone)).status).toBe(201);
	await prove(guest, 'north.pier.radio');
	const confirm = '/settings/confirm?next=%2Fsettings%2Fdelete';
	expect(where(await guest.submit(at('/settings/delete'), {}))).toEqual([303, confirm]);
	expect(await isSignedIn(guest)).toBe(true);

	expect((await signIn(guest, phone)).status).toBe(204);
	expect((await guest.open(at('/settings/delete'))).response.status).toBe(200);
	const { response, text: said } = await guest.submit(at('/settings/delete'), {});
	expect(response.status).toBe(200);
	expect(said).toContain('Your data is deleted');
	expect(await isSignedIn(guest)).toBe(false);
	expect((await signIn(guest, phone)).status).toBe(403);
	expect(await isSignedIn(owner)).toBe(true);
});

it('signs in while Meta is down, and asks it nothing', async () => {
	await live.control('DELETE', 'calls');
	await live.control('POST', 'faults', { endpoint: '*', kind: 'unavailable' });
	try {
		const browser = new TestBrowser();
		expect((await signIn(browser)).status).toBe(204);
		expect((await browser.open(at('/settings'))).response.status).toBe(200);
		expect(await live.calls()).toEqual({});
	} finally {
		await live.control('DELETE', 'faults');
	}
});

it('works while locked, and signs nobody in once it is removed', async () => {
	await live.restart({ SECRET_KEY: randomBytes(32).toString('base64') });
	const browser = new TestBrowser();
	const { text: visited } = await browser.open(live.origin);
	expect(visited).toContain('Sign in with a passkey');
	expect(visited).toContain('Nothing is renewed. Whoever runs this Mooring can mend that.');
	expect((await signIn(browser)).status).toBe(204);
	expect((await browser.open(live.origin)).text).toContain('Put the old key back where it was');
	const [passkey] = await inDatabase((db) => db.selectFrom('passkeys').select('id').execute());
	const gone = `/settings/passkeys/${passkey?.id ?? ''}?/remove`;
	const other = new TestBrowser();
	const challenge = await challengeFor(other, '/api/sign-in');
	expect(where(await browser.submit(at(gone), {}))).toEqual([303, '/settings']);
	const late = await post(other, '/api/sign-in', device.get(challenge, here()));
	expect([late.status, await isSignedIn(other)]).toEqual([403, false]);
	expect((await add(browser, softwarePasskey())).status).toBe(201);
});

it.each([
	['mooring.lan', 'browsers allow passkeys on https only'],
	['127.0.0.1', 'browsers allow passkeys for host names only']
])('is not offered at http://%s, and Settings says: %s', async (name, why) => {
	const port = String(await freePort());
	const origin = `http://${name}:${port}`;
	const instance = await startInstance({ ORIGIN: origin, ALLOW_LAN_HTTP: '1', PORT: port });
	const ask = (method: string, path: string, cookie = '') =>
		raw(`http://127.0.0.1:${port}`, method, path, {
			headers: { host: `${name}:${port}`, origin, 'x-csrf': '1', cookie, ...SAME_PAGE }
		});
	try {
		const { db } = openDatabase(join(instance.dataDir, 'mooring.db'));
		const creatorId = await addCreator(db, Date.now());
		await db.insertInto('claim').values({ id: 1, creatorId, claimedAt: 1 }).execute();
		const link = await makeSignInLink(db, creatorId, new URL(origin), Date.now());
		await db.destroy();
		// Whoever is not signed in is told who can set an app up, and the owner how.
		const { text: visited } = await ask('GET', '/');
		expect(visited).toContain('Mooring has no Meta app yet');
		expect(visited.replace(/\s+/g, ' ')).toContain('Whoever runs this Mooring can mend this.');
		expect(visited).toContain('The steps are under Setup.');
		const signedIn = await ask('GET', new URL(link).pathname);
		const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
		const { status, text } = await ask('GET', '/settings', cookie);
		expect([status, text.replace(/\s+/g, ' ')]).toEqual([200, expect.stringContaining(why)]);
		expect(text).not.toContain('/settings/passkeys/new');
		expect((await ask('GET', '/settings/passkeys/new', cookie)).status).toBe(404);
		expect((await ask('POST', '/api/passkeys/options', cookie)).status).toBe(404);
		expect((await ask('POST', '/api/sign-in/options')).status).toBe(404);
	} finally {
		await instance.remove();
	}
});
