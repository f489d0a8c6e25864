import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { days, hours } from '../clock.ts';
import { openDatabase } from '../database/open.ts';
import { keyring } from '../vault/keyring.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { addChannel, type Typed } from './add-channel.ts';
import { alertsOf } from './alerts.ts';
import { channelViews, removeChannel } from './channels.ts';
import { addressToConfirm, confirmChannel } from './confirm.ts';
import { testChannel } from './test-channel.ts';

const START = Date.UTC(2027, 0, 1);
const clock = { time: START, now: () => clock.time };
const closing: (() => unknown)[] = [];
beforeEach(() => {
	clock.time = START;
});
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

type Mail = { to: string; raw: string };

/** A mail server on loopback. `refuses`: an address that it takes nothing for. */
async function mailServer(refuses = '') {
	const mails: Mail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onRcptTo: ({ address }, _session, done) =>
			done(address === refuses ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null),
		onData: (stream, session, done) => {
			let raw = '';
			stream.on('data', (chunk: Buffer) => (raw += chunk.toString()));
			stream.on('end', () => {
				mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw });
				done();
			});
		}
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	closing.push(() => new Promise<void>((closed) => server.close(() => closed())));
	return { mails, port: (server.server.address() as AddressInfo).port };
}

type Got = { url: string; headers: IncomingMessage['headers']; body: string };
async function receiver(status = 204, headers: Record<string, string> = {}) {
	const got: Got[] = [];
	const answer = { status };
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			got.push({ url: request.url ?? '', headers: request.headers, body });
			response.writeHead(answer.status, headers).end();
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	closing.push(() => server.close());
	return { got, answer, host: `127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

async function world({
	smtpPort = 0,
	hosts = [] as string[],
	isPractice = false,
	isHere = true,
	login = null as { user: string; password: string } | null
} = {}) {
	const { db } = openDatabase(join(mkdtempSync(join(tmpdir(), 'mooring-channels-')), 'mooring.db'));
	closing.push(() => db.destroy());
	await db.insertInto('creators').values({ id: 'ada', createdAt: START }).execute();
	await db.insertInto('connections').values(connectionRow()).execute();
	const alerts = alertsOf({
		db,
		vault: tokenVault(keyring([{ id: '1', key: Buffer.alloc(32, 7) }])),
		clock,
		realNow: Date.now,
		log: { warn: vi.fn(), error: vi.fn() },
		settings: {
			origin: new URL('https://mooring.example'),
			mail: smtpPort
				? {
						host: '127.0.0.1',
						port: smtpPort,
						isSecure: false,
						login,
						isHere,
						from: 'Mooring <m@mooring.example>'
					}
				: null,
			heartbeatUrl: null,
			outgoingPrivateHosts: hosts,
			outgoingProxy: null,
			practice: isPractice ? { simulatorPort: 1 } : null
		}
	});
	const add = (typed: Partial<Typed> & Pick<Typed, 'kind' | 'address'>) =>
		addChannel(alerts.channels, 'ada', { token: null, types: null, ...typed });
	return { db, alerts, add };
}

const codeIn = (text: string | undefined) => /confirm\/([\w-]{43})/.exec(text ?? '')?.[1] ?? '';

describe('a mail address', () => {
	it('counts once the link in its first mail was opened and pressed', async () => {
		const { mails, port } = await mailServer();
		const { db, add } = await world({ smtpPort: port });
		const { channel, secret } = await add({ kind: 'mail', address: 'ada@mail.example' });
		expect([channel.state, channel.address, secret]).toEqual([
			'unconfirmed',
			'ada@mail.example',
			null
		]);
		expect(channel.lastResult?.sentence).toBe('Sent: the mail server took it.');
		const mail = await simpleParser(mails[0]?.raw ?? '');
		expect(mail.subject).toBe('Confirm this address');
		expect(mail.text).toContain('https://mooring.example/alerts/confirm/');
		const code = codeIn(mail.text);
		expect(await addressToConfirm(db, code, clock.time)).toBe('ada@mail.example');
		expect(await confirmChannel(db, `${code}x`, clock.time)).toBeNull();
		expect(await confirmChannel(db, code, clock.time + days(1))).toBeNull();
		expect(await confirmChannel(db, code, clock.time)).toMatchObject({ state: 'on' });
		expect(await confirmChannel(db, code, clock.time)).toBeNull();
		expect(
			JSON.stringify(await db.selectFrom('alertChannels').selectAll().execute())
		).not.toContain(code);
	});

	it('gets three such mails an hour, whatever is removed in between', async () => {
		const { mails, port } = await mailServer();
		const { db, add, alerts } = await world({ smtpPort: port });
		const { channel } = await add({ kind: 'mail', address: 'ada@mail.example' });
		await testChannel(alerts.channels, 'ada', channel.id);
		await removeChannel(db, 'ada', channel.id);
		await add({ kind: 'mail', address: 'ada@mail.example' });
		const again = add({ kind: 'mail', address: 'eve@mail.example' });
		await expect(again).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 3600 });
		expect(await channelViews(db, 'ada')).toHaveLength(1);
		clock.time += hours(1);
		await add({ kind: 'mail', address: 'eve@mail.example' });
		expect(mails.map(({ to }) => to)).toEqual([
			...Array<string>(3).fill('ada@mail.example'),
			'eve@mail.example'
		]);
	});

	it('says so where the server refuses it, or is not there', async () => {
		const { port } = await mailServer('gone@mail.example');
		const { add } = await world({ smtpPort: port });
		const refused = await add({ kind: 'mail', address: 'gone@mail.example' });
		expect(refused.channel.lastResult).toMatchObject({
			ok: false,
			sentence: 'The mail server refused this address (550).'
		});
		const { add: addNowhere } = await world({ smtpPort: 1 });
		const { channel } = await addNowhere({ kind: 'mail', address: 'ada@mail.example' });
		expect(channel.lastResult?.sentence).toBe('The mail server could not be reached.');
	});

	it('costs no password where the way to the server is not encrypted', async () => {
		const { mails, port } = await mailServer();
		const login = { user: 'ada', password: 'canary' };
		const { add } = await world({ smtpPort: port, isHere: false, login });
		const { channel } = await add({ kind: 'mail', address: 'ada@mail.example' });
		expect(channel.lastResult?.sentence).toBe('The way to the mail server could not be encrypted.');
		expect(mails).toEqual([]);
	});

	it('needs two settings', async () => {
		const { add } = await world();
		await expect(add({ kind: 'mail', address: 'ada@mail.example' })).rejects.toMatchObject({
			code: 'invalid_request',
			message: 'Mail needs the settings SMTP_URL and MAIL_FROM; add them and restart Mooring.'
		});
	});
});

test('a webhook is signed with the secret that was shown once', async () => {
	const { got, answer, host } = await receiver();
	const { db, alerts, add } = await world({ hosts: [host] });
	const { channel, secret } = await add({
		kind: 'webhook',
		address: `http://${host}/hook?key=canary`
	});
	expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
	expect(channel.address).toBe(`http://${host}/h…`);
	const tested = await testChannel(alerts.channels, 'ada', channel.id);
	expect(tested.lastResult).toMatchObject({ ok: true, sentence: 'Sent: its server answered 204.' });
	const [first] = got;
	expect(first?.url).toBe('/hook?key=canary');
	const headers = first?.headers as Record<string, string>;
	expect(new Webhook(secret ?? '').verify(first?.body ?? '', headers)).toEqual({
		type: 'webhook.test',
		timestamp: new Date(START).toISOString(),
		data: {
			connectionId: null,
			provider: null,
			username: null,
			status: null,
			sentence: 'This is a test: alerts of Mooring arrive here.',
			cure: null,
			url: 'https://mooring.example/settings/alerts'
		}
	});
	const stored = JSON.stringify(await db.selectFrom('alertChannels').selectAll().execute());
	for (const secretText of [secret?.slice(6) ?? '', 'canary'])
		expect(stored).not.toContain(secretText);
	answer.status = 410;
	expect((await testChannel(alerts.channels, 'ada', channel.id)).state).toBe('off');
	answer.status = 200;
	expect((await testChannel(alerts.channels, 'ada', channel.id)).state).toBe('on');
});

test('ntfy is published as JSON to the root of its server', async () => {
	const { got, host } = await receiver(200);
	const { alerts, add } = await world({ hosts: [host] });
	const address = `http://${host}/my-topic`;
	const { channel } = await add({ kind: 'ntfy', address, token: 'tk_canary' });
	expect(channel.address).toBe(`http://${host}/my-…`);
	await testChannel(alerts.channels, 'ada', channel.id);
	expect(got[0]?.url).toBe('/');
	expect(got[0]?.headers.authorization).toBe('Bearer tk_canary');
	expect(JSON.parse(got[0]?.body ?? '')).toEqual({
		topic: 'my-topic',
		title: 'A test',
		message: 'This is a test: alerts of Mooring arrive here.',
		priority: 3,
		click: 'https://mooring.example/settings/alerts'
	});
});

describe('what cannot work is refused in a sentence', () => {
	it.each([
		[{ kind: 'webhook', address: 'http://hooks.example/' }, /http goes only to hosts/],
		[{ kind: 'webhook', address: 'https://192.168.1.4/' }, /in a private network/],
		[{ kind: 'webhook', address: 'https://[::ffff:127.0.0.1]/' }, /in a private network/],
		[{ kind: 'webhook', address: 'https://0x7f.1/' }, /in a private network/],
		[{ kind: 'webhook', address: 'https://2130706433/' }, /in a private network/],
		[{ kind: 'webhook', address: 'https://169.254.169.254/' }, /in a private network/],
		[{ kind: 'webhook', address: 'https://localhost./' }, /in a private network/],
		[{ kind: 'webhook', address: 'https://hooks.example:22/' }, /a port of another service/],
		[{ kind: 'webhook', address: `https://${'a'.repeat(300)}.example/` }, /too long/],
		[{ kind: 'webhook', address: `https://hooks.example/${'a'.repeat(5_000)}` }, /not an https/],
		[{ kind: 'webhook', address: '//hooks.example/' }, /not an https/],
		[{ kind: 'webhook', address: 'data:text/plain,x' }, /not an https/],
		[{ kind: 'webhook', address: 'https://hooks.example/#x' }, /without name/],
		[{ kind: 'webhook', address: 'https://ada:secret@hooks.example/' }, /without name/],
		[{ kind: 'webhook', address: 'ftp://hooks.example/' }, /not an https address/],
		[{ kind: 'webhook', address: 'https://hooks.example/', token: 'x' }, /not a token of ntfy/],
		[{ kind: 'ntfy', address: 'https://ntfy.sh/' }, /looks like/],
		[{ kind: 'ntfy', address: 'https://ntfy.sh/a/b' }, /looks like/],
		[{ kind: 'ntfy', address: 'https://ntfy.sh/a', types: ['token.renewed'] }, /at least one/],
		[{ kind: 'ntfy', address: 'https://ntfy.sh/a', types: [] }, /at least one/]
	] as [Typed, RegExp][])('%j', async (typed, sentence) => {
		const { add } = await world();
		await expect(add(typed)).rejects.toMatchObject({
			code: 'invalid_request',
			message: expect.stringMatching(sentence) as string
		});
	});
	it('a sixth', async () => {
		const { add } = await world();
		const address = 'https://hooks.example/';
		for (let count = 0; count < 5; count++) await add({ kind: 'webhook', address });
		await expect(add({ kind: 'webhook', address })).rejects.toMatchObject({ status: 409 });
	});
	it.each([
		'ada',
		'ada@',
		'ada@a.example, eve@b.example',
		'Ada <ada@a.example>',
		'a@b.example\r\nBcc: c@d.example'
	])('%j is no mail address', async (address) => {
		const { add } = await world({ smtpPort: 1 });
		await expect(add({ kind: 'mail', address })).rejects.toMatchObject({ code: 'invalid_request' });
	});
});

test('where people practise nothing leaves, and the outbox has it', async () => {
	const { db, add } = await world({ isPractice: true });
	const { channel } = await add({ kind: 'mail', address: 'ada@mail.example' });
	expect(channel.lastResult?.sentence).toContain('nothing is sent');
	const { outbox } = await import('./outbox.ts');
	const [message] = await outbox(db, 'ada', new URL('https://mooring.example'));
	expect(message).toMatchObject({
		kind: 'mail',
		to: 'ada@mail.example',
		state: 'sent',
		title: 'Confirm this address'
	});
	expect(await confirmChannel(db, codeIn(message?.text), clock.time)).toMatchObject({
		state: 'on'
	});
});
