import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelView } from '../../src/lib/view.ts';
import { TestBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { type Live, startLive } from '../support/live.ts';
import { startMailServer, startReceiver } from '../support/receivers.ts';

let live: Live;
let browser: TestBrowser;
let post: Awaited<ReturnType<typeof startMailServer>>;
let hook: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
	[post, hook] = await Promise.all([startMailServer(), startReceiver()]);
	live = await startLive({
		SMTP_URL: post.url,
		MAIL_FROM: 'Mooring <mooring@mail.example>',
		OUTGOING_PRIVATE_HOSTS: hook.host,
		HEARTBEAT_URL: `${hook.url}/beat/canary`,
		OPERATOR_NAME: 'Ada Draws'
	});
	({ browser } = await live.claim());
});
afterAll(async () => {
	await live.remove();
	hook.close();
	await post.close();
});

const PAGE = '/settings/alerts';
const at = (path: string) => `${live.origin}${path}`;
const send = (action: string, fields: Record<string, string>, by = browser) =>
	by.submit(at(`${PAGE}?/${action}`), fields);
const channels = async () => {
	const { body } = await browser.api(at('/api/alerts'));
	return (body as { channels: ChannelView[] }).channels;
};

describe('the forms of /settings/alerts', () => {
	it('add one of each kind; the secret of a webhook stands in the answer and nowhere else', async () => {
		const mail = await send('add', { kind: 'mail', address: 'ada@mail.example' });
		expect([mail.response.status, mail.response.headers.get('location')]).toEqual([303, PAGE]);
		const ntfy = await send('add', { kind: 'ntfy', address: `${hook.url}/topic`, token: 'canary' });
		expect(ntfy.response.status).toBe(303);
		const webhook = await send('add', {
			kind: 'webhook',
			address: `${hook.url}/hook`,
			types: 'token.renewed'
		});
		expect(webhook.response.status).toBe(200);
		expect(webhook.text).toMatch(/whsec_[\w+/]{43}=/);
		const { text } = await browser.open(at(PAGE));
		expect(text).not.toMatch(/whsec_|canary/);
		expect(await channels()).toMatchObject([
			{ kind: 'mail', state: 'unconfirmed' },
			{ kind: 'ntfy', state: 'on' },
			{ kind: 'webhook', state: 'on', types: ['token.renewed'] }
		]);
	});

	it('refuse what is unusable with 400, a sixth with 409, and what is not there with 404', async () => {
		const refusal = async (fields: Record<string, string>) => {
			const { response, text } = await send('add', fields);
			const sentence = /role="alert"[^>]*>([^<]*)</.exec(text)?.[1];
			return [response.status, sentence];
		};
		expect(await refusal({ kind: 'mail', address: 'nobody' })).toEqual([
			400,
			'This is not a mail address.'
		]);
		const unticked = { kind: 'webhook', address: `${hook.url}/x`, chosen: 'types' };
		expect(await refusal(unticked)).toEqual([400, 'Choose at least one thing to be told of.']);
		expect((await send('add', { kind: 'pigeon', address: 'x' })).response.status).toBe(400);
		for (const path of ['/four', '/five']) {
			await send('add', { kind: 'webhook', address: hook.url + path });
		}
		expect(await refusal({ kind: 'webhook', address: `${hook.url}/six` })).toEqual([
			409,
			'You have five already. Remove one before adding another.'
		]);
		for (const action of ['test', 'remove']) {
			expect((await send(action, { channel: 'nobodys' })).response.status).toBe(404);
		}
		expect(await channels()).toHaveLength(5);
	});

	it('test a channel and tell what came of it, then remove it', async () => {
		const [, , webhook] = await channels();
		const channel = webhook?.id ?? '';
		expect((await send('test', { channel })).response.status).toBe(303);
		expect((await browser.open(at(PAGE))).text).toContain('Sent: its server answered 204.');
		hook.behaviour.status = 500;
		const failed = await send('test', { channel });
		expect(failed.text).toContain('It did not arrive. Its server answered 500.');
		hook.behaviour.status = 204;
		expect((await send('remove', { channel })).response.status).toBe(303);
		expect(await channels()).toHaveLength(4);
	});

	it('are for who is signed in, from our own pages', async () => {
		const stranger = new TestBrowser();
		const { response } = await send('add', { kind: 'mail', address: 'eve@mail.example' }, stranger);
		expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
		const foreign = await browser.submit(
			at(`${PAGE}?/add`),
			{ kind: 'mail', address: 'eve@mail.example' },
			{ origin: 'https://elsewhere.example' }
		);
		expect(foreign.response.status).toBe(403);
		expect(await channels()).toHaveLength(4);
	});
});

it('the public pages name the operator, and need no session', async () => {
	for (const path of ['/privacy', '/terms']) {
		const { response, text } = await new TestBrowser().open(at(path));
		expect(response.status).toBe(200);
		expect(text).toContain('Ada Draws');
	}
	expect((await browser.open(at('/setup'))).text).toContain('OPERATOR_CONTACT is not set');
});

it('Setup and doctor tell what the heartbeat was answered, by its host alone', async () => {
	const host = `The heartbeat reaches ${hook.host}`;
	await expect
		.poll(async () => (await browser.open(at('/setup'))).text, { interval: 1_000 })
		.toContain(host);
	const { text } = await browser.open(at('/setup'));
	expect(text).not.toContain('canary');
	const { output } = await runCommand(live.dataDir, ['doctor'], {
		DATA_DIR: live.dataDir,
		ORIGIN: live.origin,
		HEARTBEAT_URL: `${hook.url}/beat/canary`
	});
	expect(output).toContain(host);
	expect(output).not.toContain('canary');
});

it('outside of practice there is no outbox for anybody', async () => {
	for (const by of [browser, new TestBrowser()]) {
		expect((await by.open(at('/practice/outbox'))).response.status).toBe(404);
		expect((await by.open(at('/practice/outbox/any'))).response.status).toBe(404);
	}
});
