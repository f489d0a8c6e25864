import ical from 'node-ical';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days, seconds } from '../../src/lib/server/clock.ts';
import type { ChannelView } from '../../src/lib/view.ts';
import { age } from '../support/age.ts';
import { TestBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { type Live, startLive } from '../support/live.ts';
import { issuedSecrets } from '../support/practice.ts';
import { startMailServer, startReceiver } from '../support/receivers.ts';

let live: Live;
let browser: TestBrowser;
let connectionId: string;
let post: Awaited<ReturnType<typeof startMailServer>>;
let hook: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
	[post, hook] = await Promise.all([startMailServer(), startReceiver()]);
	live = await startLive({
		SMTP_URL: post.url,
		MAIL_FROM: 'Mooring <mooring@mail.example>',
		OUTGOING_PRIVATE_HOSTS: hook.host,
		HEARTBEAT_URL: `${hook.url}/beat/secret-of-the-beat`
	});
	({ browser, connectionId } = await live.claim());
});
afterAll(async () => {
	await live.remove();
	hook.close();
	await post.close();
});

const at = (path: string) => `${live.origin}${path}`;
type Made = { channel: ChannelView; secret?: string };
const add = async (sent: object, by = browser) => {
	const { status, body } = await by.api(at('/api/alerts/channels'), 'POST', sent);
	return { status, ...(body as Made) };
};
const alerts = async () => {
	const { body } = await browser.api(at('/api/alerts'));
	return body as { channels: ChannelView[]; calendar: { madeAt: string } | null };
};
const codeIn = (text = '') => /\/alerts\/confirm\/([\w-]+)/.exec(text)?.[1] ?? '';
const LONG = { timeout: seconds(90) };
let aged = 0;
/** Two days later the password is changed at Meta, and somebody presses "Try now". */
async function passwordChanges() {
	await live.stop();
	age(live.dataDir, 2);
	aged += 2;
	await live.control('POST', 'clock', { offsetMs: days(aged) });
	await live.control('POST', 'accounts/ada.draws/kill', { cause: 'password_changed' });
	await live.restart();
	await browser.api(at(`/api/connections/${connectionId}/refresh`), 'POST');
}
const waits = { timeout: seconds(40), interval: 200 };

describe('alerts', () => {
	it('go to an address once its owner has said so, in any browser', async () => {
		const { status, channel } = await add({ kind: 'mail', address: 'ada@mail.example' });
		expect([status, channel.state]).toEqual([201, 'unconfirmed']);
		const page = at(`/alerts/confirm/${codeIn(post.mails[0]?.text)}`);
		const stranger = new TestBrowser();
		await stranger.send(page, { method: 'HEAD' });
		await stranger.open(page, { 'sec-purpose': 'prefetch' });
		const { response, text } = await stranger.open(page);
		expect([response.status, text.includes('ada@mail.example')]).toEqual([200, true]);
		expect((await alerts()).channels[0]?.state).toBe('unconfirmed');
		expect((await stranger.submit(page, {})).response.status).toBe(200);
		expect((await alerts()).channels[0]?.state).toBe('on');
		expect((await stranger.api(at('/api/user'))).status).toBe(401);
		expect((await stranger.submit(page, {})).response.status).toBe(404);
		expect((await stranger.open(page)).response.status).toBe(404);
	});

	it('are told of a death by a signed webhook at once, and by mail soon', LONG, async () => {
		const address = `${hook.url}/hook?key=canary`;
		const { status, channel, secret = '' } = await add({ kind: 'webhook', address });
		expect([status, channel.state, channel.address]).toEqual([201, 'on', `${hook.url}/h…`]);
		const tested = await browser.api(at(`/api/alerts/channels/${channel.id}/test`), 'POST');
		expect(tested).toMatchObject({ status: 200, body: { channel: { lastResult: { ok: true } } } });

		await passwordChanges();
		const bodies = () =>
			hook.got
				.filter(({ path }) => path.startsWith('/hook'))
				.map(({ body, headers }) => new Webhook(secret).verify(body, headers));
		await expect.poll(() => bodies().length, waits).toBe(2);
		expect(bodies()[1]).toMatchObject({
			type: 'connection.needs_reconnect',
			data: {
				connectionId,
				provider: 'instagram',
				username: 'ada.draws',
				status: 'needs_reconnect',
				cure: 'reconnect',
				url: at(`/connections/${connectionId}`)
			}
		});
		await expect.poll(() => post.mails.length, waits).toBe(2);
		const mail = post.mails[1];
		expect(mail?.subject).toBe('@ada.draws needs you: the password was changed');
		expect(mail?.text).toContain(at(`/connections/${connectionId}`));
		expect(mail?.html).toContain('prefers-color-scheme: dark');
	});

	it('tell who heard of it that it healed, and of a sign-in link', LONG, async () => {
		await live.connect(browser, 'ada.draws', { query: `?connection=${connectionId}` });
		const { output } = await runCommand(live.dataDir, ['sign-in-link'], {
			DATA_DIR: live.dataDir,
			ORIGIN: live.origin
		});
		const link = /http\S+\/sign-in\/\S+/.exec(output)?.[0] ?? '';
		await new TestBrowser().open(link, {
			'sec-fetch-mode': 'navigate',
			'user-agent': 'Firefox/1 Android'
		});
		const subjects = () =>
			post.mails
				.slice(2)
				.map(({ subject }) => subject)
				.sort();
		await expect.poll(subjects, waits).toEqual(['@ada.draws: well again', 'New sign-in']);
	});

	it('hold no secret, whatever leaves', async () => {
		const left = JSON.stringify([post.mails, hook.got.map(({ headers, body }) => [headers, body])]);
		const secrets = await issuedSecrets(live.simulator.url);
		expect(secrets.length).toBeGreaterThan(2);
		expect(secrets.filter((secret) => left.includes(secret))).toEqual([]);
		for (const text of ['whsec_', 'canary', 'secret-of-the-beat']) {
			expect(left).not.toContain(text);
			expect(live.output()).not.toContain(text);
		}
	});

	it('are sent again under the same id after a kill between commit and answer', LONG, async () => {
		hook.behaviour.hangs = true;
		const before = hook.got.length;
		const hooked = () => hook.got.slice(before).filter(({ path }) => path.startsWith('/hook'));
		await passwordChanges();
		await expect.poll(() => hooked().length, waits).toBe(1);
		await live.stop('SIGKILL');
		hook.behaviour.hangs = false;
		await live.restart();
		await expect.poll(() => hooked().length, waits).toBe(2);
		const ids = new Set(hooked().map(({ headers }) => headers['webhook-id']));
		expect(ids.size).toBe(1);
	});

	it('are nobody else’s', async () => {
		const stranger = new TestBrowser();
		expect((await stranger.api(at('/api/alerts'))).status).toBe(401);
		expect((await add({ kind: 'mail', address: 'a@b.example' }, stranger)).status).toBe(401);
		const unknown = at('/api/alerts/channels/00000000-0000-0000-0000-000000000000');
		expect((await browser.api(unknown, 'DELETE')).status).toBe(404);
		expect((await browser.api(`${unknown}/test`, 'POST')).status).toBe(404);
		for (const sent of [
			{},
			{ kind: 'fax', address: 'x' },
			{ kind: 'webhook', address: 'http://x.example/' }
		]) {
			expect((await add(sent)).status).toBe(400);
		}
		const { channels } = await alerts();
		for (const { id } of channels) {
			expect((await browser.api(at(`/api/alerts/channels/${id}`), 'DELETE')).status).toBe(200);
		}
		expect((await alerts()).channels).toEqual([]);
	});
});

it('the heartbeat is heard within half a minute of the start', LONG, async () => {
	await expect
		.poll(() => hook.got.some(({ path }) => path === '/beat/secret-of-the-beat'), waits)
		.toBe(true);
});

it('the calendar is read without a session, and by its tag', async () => {
	const { status, body } = await browser.api(at('/api/alerts/calendar'), 'POST');
	expect(status).toBe(201);
	const { address } = (body as { calendar: { address: string } }).calendar;
	const program = new TestBrowser();
	const { response, text } = await program.send(address);
	expect(Object.values(ical.sync.parseICS(text)).some((part) => part?.type === 'VEVENT')).toBe(
		true
	);
	expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
	expect(response.headers.get('cache-control')).toBe('private, no-cache');
	const etag = response.headers.get('etag') ?? '';
	const again = await program.send(address, { headers: { 'if-none-match': etag } });
	expect([again.response.status, again.response.headers.get('etag')]).toEqual([304, etag]);
	expect((await program.send(address, { method: 'HEAD' })).response.status).toBe(200);
	expect((await program.send(address.replace(/\w\.ics/, '.ics'))).response.status).toBe(404);
	expect((await alerts()).calendar?.madeAt).toMatch(/^20/);
	expect((await browser.api(at('/api/alerts/calendar'), 'DELETE')).status).toBe(200);
	expect((await program.send(address)).response.status).toBe(404);
});
