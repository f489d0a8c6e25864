import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { hashOf } from '../../src/lib/server/opaque-secret.ts';
import { TestBrowser } from '../support/browser.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';
import { type Live, startLive } from '../support/live.ts';

const FIREFOX = 'Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0';
let live: Live;
let owner: TestBrowser;
let guest: TestBrowser;

beforeAll(async () => {
	live = await startLive();
	({ browser: owner } = await live.claim('ada.draws'));
	guest = new TestBrowser();
});
afterAll(() => live.remove());

const at = (path: string) => `${live.origin}${path}`;
const where = ({ response }: { response: Response }) => [
	response.status,
	response.headers.get('location')
];
const sessionOf = (browser: TestBrowser) => {
	const cookies = [...browser.cookies(live.origin)];
	return cookies.find(([name]) => name.startsWith('mooring-session'))?.[1] ?? '';
};
const idOf = async (browser: TestBrowser) =>
	((await browser.api(at('/api/user'))).body as { creator: { id: string } }).creator.id;
const isSignedIn = async (browser: TestBrowser) =>
	(await browser.api(at('/api/user'))).status === 200;

/** Reads the database beside the running server, as the operators' commands do. */
async function inDatabase<T>(read: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>) {
	const { db } = openDatabase(join(live.dataDir, 'mooring.db'));
	try {
		return await read(db);
	} finally {
		await db.destroy();
	}
}

const prove = (browser: TestBrowser, username: string, next = '/settings') =>
	live.connect(browser, username, { query: `?confirm=${encodeURIComponent(next)}` });

async function invite(): Promise<string> {
	const { response, text } = await owner.submit(at('/settings?/invite'), {});
	const code = /\/invitation\/([\w-]{43})/.exec(text)?.[1];
	if (!code) throw new Error(`no invitation: ${String(response.status)} ${text.slice(0, 300)}`);
	return code;
}

/** As if the session had begun long ago. */
const age = (browser: TestBrowser) =>
	inDatabase((db) =>
		db
			.updateTable('sessions')
			.set({ reauthenticatedAt: Date.now() - 10 * 60_000 })
			.where('idHash', '=', hashOf(sessionOf(browser)))
			.execute()
	);

describe('a proof of who it is', () => {
	it('is asked for before inviting, with pages of ours only to go on to', async () => {
		const asked = await owner.submit(at('/settings?/invite'), {});
		expect(where(asked)).toEqual([303, '/settings/confirm?next=%2Fsettings']);
		const { response, text } = await owner.open(at('/settings/confirm?next=https://evil.test'));
		expect(response.status).toBe(200);
		expect(text).toContain('href="/auth/instagram/login?confirm=%2Fsettings"');
		expect(text).not.toContain('evil.test');
		expect(await inDatabase((db) => db.selectFrom('invitations').selectAll().execute())).toEqual(
			[]
		);
	});

	it('makes Meta ask anew, and ends in a new session in place of the old one', async () => {
		const { response } = await owner.open(at('/auth/instagram/login?confirm=/settings'));
		const authorize = new URL(response.headers.get('location') ?? '');
		expect(authorize.searchParams.get('force_reauth')).toBe('true');
		const before = sessionOf(owner);
		const { text } = await prove(owner, 'ada.draws', '//evil.test');
		expect(text).toContain('<meta http-equiv="refresh" content="0;url=/settings">');
		expect(sessionOf(owner)).not.toBe(before);
		const old = new TestBrowser();
		old.cookies(live.origin).set([...owner.cookies(live.origin).keys()][0] ?? '', before);
		expect(await isSignedIn(old)).toBe(false);
		expect(await isSignedIn(owner)).toBe(true);
		expect(where(await owner.open(at('/settings/confirm?next=/activity')))).toEqual([
			303,
			'/activity'
		]);
	});

	it('is none by an account that does not sign this creator in', async () => {
		const other = new TestBrowser();
		await live.connect(other, 'ada.draws');
		await age(other);
		const before = sessionOf(other);
		const answer = await prove(other, 'north.pier.radio');
		expect(where(answer)).toEqual([303, '/connect/problem/not_confirmed']);
		const page = await other.open(at('/connect/problem/not_confirmed'));
		expect(page.response.status).toBe(403);
		expect(page.text).toContain('/settings/confirm');
		expect(sessionOf(other)).toBe(before);
		expect(where(await other.submit(at('/settings?/invite'), {}))).toEqual([
			303,
			'/settings/confirm?next=%2Fsettings'
		]);
		expect((await other.api(at('/api/connections'))).body).toMatchObject({
			connections: [{ account: { username: 'ada.draws' } }]
		});
	});

	it('comes with a plain sign-in for inviting, and not for what cannot be undone', async () => {
		const browser = new TestBrowser();
		await live.connect(browser, 'ada.draws');
		expect((await browser.submit(at('/settings?/invite'), {})).response.status).toBe(200);
		expect(where(await browser.open(at('/settings/passkeys/new')))).toEqual([
			303,
			'/settings/confirm?next=%2Fsettings%2Fpasskeys%2Fnew'
		]);
		await age(browser);
		expect((await browser.submit(at('/settings?/invite'), {})).response.status).toBe(303);
	});

	it('offers again what was wanted before it, until that is done', async () => {
		const browser = new TestBrowser();
		const offer = 'Make the invitation';
		const download = 'Download it now';
		await live.connect(browser, 'ada.draws');
		expect((await browser.open(at('/settings'))).text).not.toContain(offer);
		await age(browser);
		await browser.submit(at('/settings?/invite'), { label: 'Juno & the “pier”' });
		expect((await browser.open(at('/settings'))).text).not.toContain(offer);
		await prove(browser, 'ada.draws');
		const offered = (await browser.open(at('/settings'))).text;
		expect(offered).toContain(offer);
		// What was typed before the proof stands in the form again.
		expect(offered).toContain('value="Juno &amp; the “pier”"');
		expect((await browser.submit(at('/settings?/invite'), {})).response.status).toBe(200);
		expect((await browser.open(at('/settings'))).text).not.toContain(offer);
		await age(browser);
		expect(where(await browser.open(at('/activity/export')))).toEqual([
			303,
			'/settings/confirm?next=%2Factivity'
		]);
		await prove(browser, 'ada.draws', '/activity');
		expect((await browser.open(at('/activity'))).text).toContain(download);
		expect((await browser.open(at('/activity/export'))).response.status).toBe(200);
		expect((await browser.open(at('/activity'))).text).not.toContain(download);
	});

	it('is over after ten minutes', async () => {
		const browser = new TestBrowser();
		await live.connect(browser, 'ada.draws');
		await prove(browser, 'ada.draws');
		await age(browser);
		expect((await browser.submit(at('/settings?/invite'), {})).response.status).toBe(303);
	});

	it('comes with a sign-in link, which ends the session that was there', async () => {
		const browser = new TestBrowser();
		await live.connect(browser, 'ada.draws');
		const before = hashOf(sessionOf(browser));
		const printed = spawnSync(
			process.execPath,
			[join(import.meta.dirname, '../../bin/mooring.ts'), 'sign-in-link'],
			{
				cwd: live.dataDir,
				encoding: 'utf8',
				env: { PATH: process.env['PATH'], ORIGIN: live.origin, DATA_DIR: live.dataDir }
			}
		);
		const link = printed.stdout.trim().split('\n').at(-1) ?? '';
		expect(where(await browser.open(link))).toEqual([303, '/']);
		const left = await inDatabase((db) =>
			db.selectFrom('sessions').select('idHash').where('idHash', '=', before).execute()
		);
		expect(left).toEqual([]);
		expect((await browser.submit(at('/settings?/invite'), {})).response.status).toBe(200);
	});
});

describe('an invitation', () => {
	let code: string;

	it('is shown once, and listed without its link', async () => {
		code = await invite();
		const { text } = await owner.open(at('/settings'));
		expect(text).not.toContain(code);
		expect(text).toContain(hashOf(code));
	});

	it.each([
		['a wrong code', () => 'A'.repeat(43)],
		['its hash', () => hashOf(code)]
	])('is 404 for %s, and no cookie comes', async (_name, make) => {
		const browser = new TestBrowser();
		expect((await browser.open(at(`/invitation/${make()}`))).response.status).toBe(404);
		expect(browser.cookies(live.origin).size).toBe(0);
	});

	it('burns nothing for a link scanner', async () => {
		const url = at(`/invitation/${code}`);
		expect((await fetch(url, { method: 'HEAD' })).status).toBe(405);
		const prefetch = await fetch(url, { headers: { 'sec-purpose': 'prefetch' } });
		expect([prefetch.status, prefetch.headers.get('set-cookie')]).toEqual([403, null]);
	});

	it('is not for who is signed in, also not when opened from elsewhere', async () => {
		const { response, text } = await owner.open(at(`/invitation/${code}`));
		expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null]);
		expect(text).toContain('You are signed in already');
		const mail = { 'sec-fetch-site': 'cross-site' };
		const { text: seen } = await guest.open(at(`/invitation/${code}`), mail);
		expect(seen).toContain('You are invited');
		const [name = '', value = ''] =
			[...guest.cookies(live.origin)].find(([key]) => key.includes('invitation')) ?? [];
		owner.cookies(live.origin).set(name, value);
		expect(where(await owner.open(at('/auth/instagram/login?accept')))).toEqual([
			303,
			`/invitation/${code}`
		]);
		owner.cookies(live.origin).delete(name);
	});

	it('is not spent by a creator who signs in with it', async () => {
		const browser = new TestBrowser();
		await browser.open(at(`/invitation/${code}`));
		const { text } = await live.connect(browser, 'ada.draws', { query: '?accept' });
		expect(text).toContain('url=/"');
		expect((await new TestBrowser().open(at(`/invitation/${code}`))).response.status).toBe(200);
	});

	it('makes a creator of who accepts it, with their account connected', async () => {
		await guest.open(at(`/invitation/${code}`));
		const { text } = await live.connect(guest, 'north.pier.radio', { query: '?accept' });
		expect(text).toMatch(/url=\/connections\/[0-9a-f-]{36}"/);
		expect((await guest.api(at('/api/user'))).body).toMatchObject({
			creator: {
				isOwner: false,
				identities: [{ provider: 'instagram', username: 'north.pier.radio' }]
			}
		});
		expect([...guest.cookies(live.origin).keys()].join()).not.toContain('invitation');
		const again = new TestBrowser();
		await live.connect(again, 'north.pier.radio');
		expect(await isSignedIn(again)).toBe(true);
	});

	it('works once', async () => {
		const late = new TestBrowser();
		expect((await late.open(at(`/invitation/${code}`))).response.status).toBe(404);
		expect(where(await live.connect(late, 'brick.and.bloom'))).toEqual([
			303,
			'/connect/problem/stranger'
		]);
	});

	it('of two who come with it at once lets one in', async () => {
		const one = await invite();
		const [first, second] = [new TestBrowser(), new TestBrowser()];
		await Promise.all([first, second].map((browser) => browser.open(at(`/invitation/${one}`))));
		const ends = await Promise.all([
			live.connect(first, 'brick.and.bloom'),
			live.connect(second, 'long.name')
		]);
		expect(ends.map(({ response }) => response.status).sort()).toEqual([200, 303]);
		const refused = ends.find(({ response }) => response.status === 303);
		expect(refused?.response.headers.get('location')).toBe('/connect/problem/invitation_ended');
		const creators = await inDatabase((db) => db.selectFrom('creators').select('id').execute());
		expect(creators).toHaveLength(3);
	});

	it('can be taken back, by the owner only', async () => {
		const one = await invite();
		const form = { invitation: hashOf(one) };
		expect((await guest.submit(at('/settings?/revoke'), form)).response.status).toBe(404);
		expect((await guest.submit(at('/settings?/invite'), {})).response.status).toBe(404);
		expect((await new TestBrowser().open(at(`/invitation/${one}`))).response.status).toBe(200);
		expect(where(await owner.submit(at('/settings?/revoke'), form))).toEqual([303, '/settings']);
		expect((await owner.submit(at('/settings?/revoke'), form)).response.status).toBe(404);
		expect((await new TestBrowser().open(at(`/invitation/${one}`))).response.status).toBe(404);
	});

	it('is told from others by its label, plain text of one short line', async () => {
		const make = (label: string) => owner.submit(at('/settings?/invite'), { label });
		expect((await make(' Grace <b>\n from the shop ')).text).toContain('/invitation/');
		const { response, text } = await make('x'.repeat(61));
		expect(response.status).toBe(400);
		expect(text).toContain('60 characters at most');
		expect(text).not.toMatch(/\/invitation\/[\w-]{43}/);
		expect(text).toContain('<b>Grace &lt;b> from the shop</b>');
		const rows = await inDatabase((db) =>
			db.selectFrom('invitations').selectAll().where('label', 'is not', null).execute()
		);
		expect(rows.map(({ label }) => label)).toEqual(['Grace <b> from the shop']);
		for (const { codeHash: invitation } of rows) {
			await owner.submit(at('/settings?/revoke'), { invitation });
		}
	});

	it('ends after seven days, also for who has opened it before', async () => {
		const one = await invite();
		const browser = new TestBrowser();
		await browser.open(at(`/invitation/${one}`));
		await inDatabase((db) =>
			db
				.updateTable('invitations')
				.set({ expiresAt: Date.now() })
				.where('codeHash', '=', hashOf(one))
				.execute()
		);
		expect((await browser.open(at(`/invitation/${one}`))).response.status).toBe(404);
		expect(where(await live.connect(browser, 'paper.lantern'))[1]).not.toMatch(/connections/);
	});
});

describe('sessions', () => {
	it('are listed with their device, and this one is marked', async () => {
		const phone = new TestBrowser();
		const { response } = await phone.open(at('/auth/instagram/login'));
		const { consent } = await import('../support/consent.ts');
		const back = await consent(phone, response.headers.get('location') ?? '', 'north.pier.radio');
		await phone.open(back, { 'sec-fetch-site': 'cross-site', 'user-agent': FIREFOX });
		const { text } = await guest.open(at('/settings'));
		expect(text).toContain('Firefox on Android');
		const seen = text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
		expect(seen).toMatch(/Signed in [^,]*, [\d:]+ from 127\.0\.0\.1, used within the last hour/);
		expect(text.match(/This browser/g)).toHaveLength(1);
		expect(leaksIn(text, [sessionOf(phone), sessionOf(guest)])).toEqual([]);
		const form = { session: hashOf(sessionOf(phone)) };
		expect((await owner.submit(at('/settings?/end'), form)).response.status).toBe(404);
		expect(await isSignedIn(phone)).toBe(true);
		expect(where(await guest.submit(at('/settings?/end'), form))).toEqual([303, '/settings']);
		expect(await isSignedIn(phone)).toBe(false);
		expect(await isSignedIn(guest)).toBe(true);
		expect((await guest.submit(at('/settings?/end'), form)).response.status).toBe(404);
	});

	it('of one creator are fifty at most: a sign-in ends the one used longest ago', async () => {
		const creatorId = await idOf(guest);
		const old = Array.from({ length: 60 }, (_, at) => ({
			idHash: hashOf(`old ${String(at)}`),
			creatorId,
			createdAt: at,
			expiresAt: Date.now() + 60_000
		}));
		await inDatabase((db) => db.insertInto('sessions').values(old).execute());
		await live.connect(new TestBrowser(), 'north.pier.radio');
		const left = await inDatabase((db) =>
			db.selectFrom('sessions').select('idHash').where('creatorId', '=', creatorId).execute()
		);
		expect(left).toHaveLength(50);
		expect(left.map((row) => row.idHash)).not.toContain(hashOf('old 0'));
		expect(await isSignedIn(guest)).toBe(true);
	});

	it('end everywhere for their creator alone', async () => {
		const other = new TestBrowser();
		await live.connect(other, 'north.pier.radio');
		await guest.submit(at('/settings?/everywhere'), {});
		expect([await isSignedIn(guest), await isSignedIn(other)]).toEqual([false, false]);
		expect(await isSignedIn(owner)).toBe(true);
		await live.connect(guest, 'north.pier.radio');
	});
});

describe('removing a creator', () => {
	it('is for the owner, of others, with a fresh proof', async () => {
		const [guestId, ownerId] = [await idOf(guest), await idOf(owner)];
		const page = (id: string) => at(`/settings/creators/${id}`);
		expect((await guest.open(page(ownerId))).response.status).toBe(404);
		expect(
			(await guest.submit(at('/settings?/remove'), { creator: ownerId })).response.status
		).toBe(404);
		expect((await owner.open(page(ownerId))).response.status).toBe(404);
		expect(
			(await owner.submit(at('/settings?/remove'), { creator: ownerId })).response.status
		).toBe(404);
		const stale = new TestBrowser();
		await live.connect(stale, 'ada.draws');
		const next = `/settings/confirm?next=${encodeURIComponent(`/settings/creators/${guestId}`)}`;
		expect(where(await stale.open(page(guestId)))).toEqual([303, next]);
		expect(where(await stale.submit(at('/settings?/remove'), { creator: guestId }))).toEqual([
			303,
			next
		]);
		const question = await owner.open(page(guestId));
		expect(question.response.status).toBe(200);
		expect(question.text).toContain('@north.pier.radio');
		expect(await isSignedIn(guest)).toBe(true);
	});

	it('erases all of theirs, revokes at Meta and leaves no name on the disk', async () => {
		await live.control('POST', 'switches', { revocation: 'works' });
		const { revoke: before = 0 } = await live.calls();
		const creator = await idOf(guest);
		const { body } = await guest.api(at('/api/connections'));
		const [account] = (body as { connections: { account: { id: string } }[] }).connections;
		const marks = ['north.pier.radio', 'North Pier Radio', account?.account.id ?? ''];
		const { response, text } = await owner.submit(at('/settings?/remove'), { creator });
		expect(response.status).toBe(200);
		expect(text).toContain('Meta confirmed that the access is revoked.');
		expect((await live.calls())['revoke']).toBe(before + 1);
		expect(await isSignedIn(guest)).toBe(false);
		expect(where(await live.connect(guest, 'north.pier.radio'))).toEqual([
			303,
			'/connect/problem/stranger'
		]);
		// The latest journey has met the name anew; what it kept goes within minutes.
		await inDatabase((db) => db.deleteFrom('attempts').execute());
		const { checkpoint } = await import('../../src/lib/server/database/erase.ts');
		await inDatabase(checkpoint);
		expect(leaksOnDisk(live.dataDir, marks)).toEqual([]);
	});

	it('deletes their own data for a creator who asks, never for the owner', async () => {
		const browser = new TestBrowser();
		await browser.open(at(`/invitation/${await invite()}`));
		await live.connect(browser, 'north.pier.radio');
		expect((await owner.open(at('/settings/delete'))).response.status).toBe(404);
		expect((await owner.submit(at('/settings/delete'), {})).response.status).toBe(404);
		const next = '/settings/confirm?next=%2Fsettings%2Fdelete';
		expect(where(await browser.open(at('/settings/delete')))).toEqual([303, next]);
		expect(where(await browser.submit(at('/settings/delete'), {}))).toEqual([303, next]);
		// The machine is somebody else's: a guest is told whom to ask.
		const { text: question } = await browser.open(at(next));
		expect(question).toContain('ask whoever runs this Mooring for a sign-in link');
		expect(question).not.toContain('npm run');
		const own = new TestBrowser();
		await live.connect(own, 'ada.draws');
		expect((await own.open(at(next))).text).toContain('npm run mooring -- sign-in-link');
		const { text: proved } = await prove(browser, 'north.pier.radio', '/settings/delete');
		expect(proved).toContain('url=/settings/delete');
		const { response, text } = await browser.submit(at('/settings/delete'), {});
		expect(response.status).toBe(200);
		expect(text).toContain('Your data is deleted');
		expect(sessionOf(browser)).toBe('');
		expect(await isSignedIn(browser)).toBe(false);
	});
});

describe('by Facebook Login', () => {
	let second: Live;
	let code: string;
	let browser: TestBrowser;
	beforeAll(async () => {
		second = await startLive();
		const { browser: first } = await second.claim('long.name');
		await second.connect(first, 'long.name', { query: '?confirm=/settings' });
		const { text } = await first.submit(`${second.origin}/settings?/invite`, {});
		code = /\/invitation\/([\w-]{43})/.exec(text)?.[1] ?? '';
		browser = new TestBrowser();
		await browser.open(`${second.origin}/invitation/${code}`);
	});
	afterAll(() => second.remove());

	const page = async () => (await browser.open(`${second.origin}/invitation/${code}`)).text;

	it('an account of another creator does not come along, and the invitation stays open', async () => {
		const somebody = new TestBrowser();
		await somebody.open(`${second.origin}/invitation/${code}`);
		const { response } = await second.connect(somebody, 'long.page', {
			login: 'facebook',
			query: '?accept'
		});
		expect(response.headers.get('location')).toBe('/connect/problem/account_taken');
		expect(await page()).toContain('Continue with Facebook');
	});

	it('an invitation is spent by the choice of accounts, and the person signs in from then on', async () => {
		const { response } = await second.connect(browser, 'two.pages', {
			login: 'facebook',
			query: '?accept'
		});
		expect(response.headers.get('location')).toBe('/connect/choose');
		expect(await page()).toContain('Continue with Facebook');
		const choose = `${second.origin}/connect/choose`;
		const offered = [
			...(await browser.open(choose)).text.matchAll(/name="account" value="(\d+)"/g)
		].map(([, id = '']) => id);
		expect(offered).toHaveLength(2);
		const chosen = await browser.submit(
			choose,
			new URLSearchParams(offered.map((id) => ['account', id]))
		);
		expect(where(chosen)).toEqual([303, '/']);
		expect((await browser.api(`${second.origin}/api/user`)).body).toMatchObject({
			creator: { isOwner: false, identities: [{ provider: 'facebook' }] }
		});
		expect(await page()).not.toContain('Continue with Facebook');
		const again = new TestBrowser();
		await second.connect(again, 'two.pages', { login: 'facebook' });
		expect((await again.api(`${second.origin}/api/user`)).status).toBe(200);
	});

	it('a proof asks Facebook to sign in anew, and counts for the same person only', async () => {
		const start = `${second.origin}/auth/facebook/login?confirm=/settings/delete`;
		const { response } = await browser.open(start);
		const dialog = new URL(response.headers.get('location') ?? '');
		expect(dialog.searchParams.get('auth_type')).toBe('reauthenticate');
		const query = '?confirm=/settings/delete';
		const other = await second.connect(browser, 'one.page', { login: 'facebook', query });
		expect(other.response.headers.get('location')).toBe('/connect/problem/not_confirmed');
		const own = await second.connect(browser, 'two.pages', { login: 'facebook', query });
		expect(own.text).toContain('url=/settings/delete');
		const question = await browser.open(`${second.origin}/settings/delete`);
		expect(question.text).toContain('2 connections');
	});
});

describe('nothing secret', () => {
	it('of invitations and sessions is in the log or on the disk', async () => {
		const code = await invite();
		await new TestBrowser().open(at(`/invitation/${code}`));
		const secrets = [code, sessionOf(owner)];
		expect(leaksIn(live.output(), secrets)).toEqual([]);
		expect(leaksOnDisk(live.dataDir, secrets)).toEqual([]);
	});
});
