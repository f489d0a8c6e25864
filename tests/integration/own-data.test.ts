import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decrypt } from '../../src/lib/server/backup/decrypt.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { TestBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { filesIn } from '../support/leaks.ts';
import { type Live, startLive } from '../support/live.ts';
import { issuedSecrets } from '../support/practice.ts';
import { startReceiver } from '../support/receivers.ts';
import { seenIn, shapesOf } from '../support/shapes.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/mooring.ts');
/** The commands' alone: the server's daily backup would hold what is erased, and the lock of backups. */
const BACKUP_KEY = 'a key of the backups of this test';
const GUEST = 'north.pier.radio';

let live: Live;
let hook: Awaited<ReturnType<typeof startReceiver>>;
let owner: TestBrowser;
const guest = new TestBrowser();
let folder: string;
/** Everything that was ever a secret here, by what it is. */
const secrets: Record<string, string> = {};
/** What tells who the guest is; from the export. */
const facts: Record<string, string> = {};
/** Everything that an export or a command gave away. */
const left: Buffer[] = [];

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-own-data-'));
	hook = await startReceiver();
	live = await startLive({ OUTGOING_PRIVATE_HOSTS: hook.host, LOG_LEVEL: 'trace' });
	({ browser: owner } = await live.claim('ada.draws'));
});
afterAll(async () => {
	await live.remove();
	hook.close();
	rmSync(folder, { recursive: true, force: true });
});

const at = (path: string) => `${live.origin}${path}`;
async function run(...args: string[]) {
	const done = await runCommand(folder, args, { ...live.env, BACKUP_KEY });
	left.push(Buffer.from(done.output));
	return done;
}
const part = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? '';

async function unpacked(bytes: Uint8Array) {
	left.push(Buffer.from(bytes));
	const entries = await unpackTar(bytes);
	const files = new Map(entries.map(({ header, data }) => [header.name, Buffer.from(data ?? [])]));
	return { files, json: JSON.parse(String(files.get('export.json'))) as Exported };
}
type Exported = {
	identities: { accountId: string; appScopedId: string }[];
	connections: {
		id: string;
		accountId: string;
		appScopedId: string;
		name: string;
		picture: string;
	}[];
	keys: { id: string; name: string }[];
	activity: { kind: string; detail: { what?: string; by?: string } }[];
};

/** All that a creator can have, with every secret noted that was seen on the way. */
async function liveThrough() {
	await live.connect(owner, 'ada.draws', { query: '?confirm=%2Fsettings' });
	const { text } = await owner.submit(at('/settings?/invite'), { label: 'for the pier' });
	secrets['invitation'] = part(text, /\/invitation\/([\w-]{43})/);
	await guest.open(at(`/invitation/${secrets['invitation']}`));
	const { callback } = await live.connect(guest, GUEST);
	const answer = new URL(callback).searchParams;
	secrets['code'] = answer.get('code') ?? '';
	secrets['state'] = answer.get('state') ?? '';
	await live.connect(guest, GUEST, { query: '?confirm=%2Fsettings' });
	const { body } = await guest.api(at('/api/connections'));
	const [connection] = (body as { connections: { id: string }[] }).connections;
	const key = await guest.api(at('/api/keys'), 'POST', {
		name: 'the tool of the pier',
		connections: [connection?.id],
		actions: ['media.read']
	});
	secrets['key'] = (key.body as { secret: string }).secret;
	await fetch(at('/graph/v25.0/me?fields=id'), {
		headers: { authorization: `Bearer ${secrets['key']}` }
	});
	secrets['address of the webhook'] = 'path-of-the-webhook-of-the-pier';
	secrets['token of ntfy'] = 'tk_of_the_pier_and_nobody_else';
	secrets['topic of ntfy'] = 'topic-of-the-pier-and-nobody';
	const channels = [
		{ kind: 'webhook', address: `${hook.url}/${secrets['address of the webhook']}` },
		{
			kind: 'ntfy',
			address: `${hook.url}/${secrets['topic of ntfy']}`,
			token: secrets['token of ntfy']
		}
	];
	for (const channel of channels) {
		const { status, body: made } = await guest.api(at('/api/alerts/channels'), 'POST', channel);
		expect(status).toBe(201);
		const { channel: view, secret } = made as { channel: { id: string }; secret?: string };
		if (secret) secrets['secret of the webhook'] = secret.replace('whsec_', '');
		await guest.api(at(`/api/alerts/channels/${view.id}/test`), 'POST');
	}
	const calendar = await guest.api(at('/api/alerts/calendar'), 'POST');
	const address = (calendar.body as { calendar: { address: string } }).calendar.address;
	secrets['calendar'] = part(address, /\/calendar\/(.+)\.ics$/);
	await fetch(address);
	const link = await runCommand(folder, ['sign-in-link', GUEST], live.env);
	secrets['sign-in link'] = part(link.output, /\/sign-in\/([\w-]{43})/);
	for (const [name, browser] of Object.entries({ owner, guest })) {
		for (const [cookie, value] of browser.cookies(live.origin)) {
			if (cookie.startsWith('mooring-session')) secrets[`session of ${name}`] = value;
		}
	}
	secrets['master key'] = readFileSync(join(live.dataDir, 'secret.key'), 'utf8').trim();
	secrets['app secret'] = live.env['INSTAGRAM_CLIENT_SECRET'] ?? '';
	secrets['backup key'] = BACKUP_KEY;
	for (const [index, issued] of (await issuedSecrets(live.simulator.url)).entries()) {
		secrets[`of Meta ${String(index)}`] = issued;
	}
}

/** Every file of the data folder but the key's own, what was printed, and what left. */
const everything = () => [
	...filesIn(live.dataDir).filter(({ name }) => name !== 'secret.key'),
	{ name: 'output', bytes: Buffer.from(live.output()) },
	...left.map((bytes, index) => ({ name: `left ${String(index)}`, bytes }))
];
const leaks = () =>
	everything().flatMap(({ name, bytes }) => seenIn(bytes, secrets).map((what) => [name, what]));

describe('the own data of a creator', () => {
	it('leaves by the command, beside the running server, as a file for its owner alone', async () => {
		await liveThrough();
		expect(Object.values(secrets).filter((secret) => secret.length < 12)).toEqual([]);
		const { code, output } = await run('export', `@${GUEST.toUpperCase()}`, 'pier.tar');
		expect(output).toContain(`Everything that is stored of ${GUEST}, `);
		expect([code, statSync(join(folder, 'pier.tar')).mode & 0o777]).toEqual([0, 0o600]);
		const { json, files } = await unpacked(readFileSync(join(folder, 'pier.tar')));
		expect(json).toMatchObject({
			format: 'mooring-export',
			version: 1,
			creator: { isOwner: false },
			identities: [{ provider: 'instagram', username: GUEST }],
			connections: [
				{ username: GUEST, ledger: [{ outcome: 'connected' }, { outcome: 'connected' }] }
			],
			keys: [{ name: 'the tool of the pier', actions: ['media.read'] }],
			alerts: { channels: [{ kind: 'webhook' }, { kind: 'ntfy' }], calendar: {} },
			sessions: [{ provedBy: 'login' }]
		});
		expect(json.activity.at(-1)).toMatchObject({
			kind: 'export_made',
			detail: { what: 'everything', by: 'terminal' }
		});
		const [connection] = json.connections;
		expect(files.get(connection?.picture ?? '')?.length).toBeGreaterThan(100);
		const { accountId = '', appScopedId = '', name = '' } = connection ?? {};
		Object.assign(facts, { GUEST, accountId, appScopedId, name, key: json.keys[0]?.id });
		facts['name of the key'] = 'the tool of the pier';
		facts['shown of the webhook'] = `${hook.host}/path`;
	});

	it('goes to standard output, with nothing else there', async () => {
		const child = spawn(process.execPath, [PROGRAM, 'export', GUEST, '-'], {
			cwd: folder,
			env: { PATH: process.env['PATH'], ...live.env },
			stdio: ['ignore', 'pipe', 'ignore']
		});
		const { json } = await unpacked(await buffer(child.stdout));
		expect(json.connections).toHaveLength(1);
	});

	it('is downloaded in the browser after a proof, and offered again after it', async () => {
		const download = () =>
			guest.open(at('/settings/export'), { 'sec-fetch-user': '?1', 'sec-fetch-mode': 'navigate' });
		expect((await guest.open(at('/settings'))).text).toContain('href="/settings/export"');
		const response = await fetch(at('/settings/export'), {
			headers: {
				cookie: [...guest.cookies(live.origin)].map(([key, value]) => `${key}=${value}`).join('; '),
				'sec-fetch-site': 'same-origin',
				'sec-fetch-dest': 'document'
			}
		});
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'content-type': 'application/x-tar',
			'cache-control': 'no-store',
			'content-disposition': expect.stringMatching(
				/^attachment; filename="mooring-export-\d{4}-\d\d-\d\d\.tar"$/
			) as string
		});
		const { json } = await unpacked(new Uint8Array(await response.arrayBuffer()));
		expect(json.activity.at(-1)?.detail).toEqual({ what: 'everything' });
		expect((await guest.open(at('/activity'))).text).toContain('Exported everything');
		const { db } = openDatabase(join(live.dataDir, 'mooring.db'));
		await db.updateTable('sessions').set({ reauthenticatedAt: 1 }).execute();
		await db.destroy();
		const asked = await download();
		expect(asked.response.headers.get('location')).toBe('/settings/confirm?next=%2Fsettings');
		await live.connect(guest, GUEST, { query: '?confirm=%2Fsettings' });
		expect((await guest.open(at('/settings'))).text).toContain(
			'You wanted to download all of your'
		);
		for (const [cookie, value] of guest.cookies(live.origin)) {
			if (cookie.startsWith('mooring-session')) secrets['later session of guest'] = value;
		}
	});

	it('is nobody’s who is not here, or names nobody', async () => {
		expect(await run('export', 'paper.lantern', '-')).toMatchObject({
			code: 1,
			output: expect.stringContaining('Nobody here is called paper.lantern.') as string
		});
		expect((await run('export')).code).toBe(2);
		expect((await fetch(at('/settings/export'), { redirect: 'manual' })).status).toBe(303);
	});

	it('stands nowhere with a secret in it, in whatever encoding', () => {
		expect(leaks()).toEqual([]);
		// What is looked for can be found.
		const hidden = Buffer.from(`x${secrets['key'] ?? ''}`).toString('base64');
		expect(seenIn(Buffer.from(hidden), secrets)).toEqual(['key']);
	});
});

describe('deleting a creator at the terminal', () => {
	it('is refused for the owner, who is told what to do instead', async () => {
		const { code, output } = await run('delete', 'ada.draws', '--yes');
		expect(code).toBe(1);
		expect(output).toContain('ada.draws owns this Mooring, and a Mooring always has its owner.');
		expect(output).toContain(`delete its data folder, ${live.dataDir}`);
		expect((await owner.api(at('/api/user'))).status).toBe(200);
	});

	it('does nothing without --yes, and says what would go', async () => {
		const { code, output } = await run('delete', GUEST);
		expect(code).toBe(1);
		expect(output).toContain(`This erases ${GUEST} with 1 connection, for good`);
		expect((await guest.api(at('/api/connections'))).status).toBe(200);
		expect((await run('delete')).code).toBe(2);
		expect((await run('delete', 'paper.lantern', '--yes')).code).toBe(1);
	});

	it('erases all of it beside the running server, and Meta is asked to revoke', async () => {
		const found = () =>
			filesIn(live.dataDir).flatMap(({ name, bytes }) =>
				seenIn(bytes, facts).map((what) => [name, what])
			);
		expect(new Set(found().map(([, what]) => what)).size).toBeGreaterThan(4);
		const { code, output } = await run('delete', GUEST, '--yes');
		expect(output).toContain(`${GUEST} is removed. One connection was erased.`);
		expect(output).toMatch(/Meta (confirmed|did not confirm)/);
		expect(code).toBe(0);
		expect((await guest.api(at('/api/user'))).status).toBe(401);
		const call = await fetch(at('/graph/v25.0/me'), {
			headers: { authorization: `Bearer ${secrets['key'] ?? ''}` }
		});
		expect(call.status).toBe(401);
		expect(found()).toEqual([]);
		expect(filesIn(join(live.dataDir, 'pictures')).map(({ name }) => name)).toHaveLength(1);
		expect((await owner.open(at('/activity'))).text).toContain('Removed a creator');
		expect((await run('delete', GUEST, '--yes')).code).toBe(1);
	});

	it('leaves nothing in a backup that is made afterwards', async () => {
		const file = join(folder, 'after.age');
		expect((await run('backup', file)).code).toBe(0);
		const pieces: Uint8Array[] = [];
		for await (const piece of decrypt(file, BACKUP_KEY)) pieces.push(piece);
		const bytes = Buffer.concat(pieces);
		expect(bytes.includes('ada.draws')).toBe(true);
		expect(seenIn(bytes, facts)).toEqual([]);
		expect(seenIn(bytes, secrets)).toEqual([]);
	});

	it('leaves no secret anywhere either, also after a restart', async () => {
		await live.restart();
		expect(leaks()).toEqual([]);
		expect(shapesOf('a+b').map(String)).toContain('a%2Bb');
	});
});
