import { spawn, spawnSync } from 'node:child_process';
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { filesIn } from '../support/leaks.ts';
import { startInstance } from '../support/instance.ts';
import { type Live, startLive } from '../support/live.ts';

const ROOT = join(import.meta.dirname, '../..');
let live: Live;
let browser: TestBrowser;
let connectionId: string;

beforeAll(async () => {
	live = await startLive();
	({ browser, connectionId } = await live.claim());
});
afterAll(() => live.remove());

/** fetch writes its own Host; this sends any. */
const statusUnder = (host: string, path: string) =>
	new Promise<{ status: number; text: string }>((resolve, reject) => {
		const { hostname, port } = new URL(live.origin);
		const sent = request({ hostname, port, path, headers: { host } }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
		});
		sent.on('error', reject);
		sent.end();
	});

const command = (args: string[], env: Record<string, string> = {}) =>
	spawnSync(process.execPath, [join(ROOT, 'bin/mooring.ts'), ...args], {
		cwd: live.dataDir,
		env: { PATH: process.env['PATH'], ORIGIN: live.origin, DATA_DIR: live.dataDir, ...env },
		encoding: 'utf8'
	});

const start = (env: Record<string, string>) =>
	new Promise<{ code: number | null; output: string }>((resolve) => {
		const child = spawn(process.execPath, [join(ROOT, 'bin/start.mjs')], {
			cwd: live.dataDir,
			env: { PATH: process.env['PATH'], ...env }
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
		child.on('exit', (code) => {
			clearTimeout(timer);
			resolve({ code, output });
		});
	});

describe('the address', () => {
	it.each(['evil.example', 'localhost', 'localhost.', `localhost:1`])(
		'is not answered under Host %s',
		async (host) => {
			for (const path of ['/', '/anchor.svg', '/api/user']) {
				const { status, text } = await statusUnder(host, path);
				expect(status).toBe(421);
				expect(text).toContain(live.origin);
			}
			expect((await statusUnder(host, '/healthz')).status).toBe(200);
			expect((await statusUnder(host, '/readyz')).status).toBe(200);
		}
	);
});

describe('the data folder', () => {
	it('is readable by nobody else', () => {
		expect(statSync(live.dataDir).mode & 0o077).toBe(0);
		const files = filesIn(live.dataDir);
		const names = files.map(({ name }) => name);
		expect(names).toContain('secret.key');
		for (const { name, mode } of files) expect([name, mode & 0o077]).toEqual([name, 0]);
		expect(names).not.toContain('claim.code');
	});
});

describe('the log', () => {
	it('is JSON with request ids, and names routes instead of addresses', () => {
		const lines = live
			.output()
			.split('\n')
			.filter((line) => line.startsWith('{'))
			.map((line) => JSON.parse(line) as { route?: string; requestId?: string });
		const callback = lines.find(({ route }) => route === '/auth/[provider=provider]/callback');
		expect(callback?.requestId).toMatch(/^[0-9a-f-]{36}$/);
		expect(live.output()).not.toContain('state=');
	});

	it('says that Meta is not Meta', () => {
		expect(live.output()).toContain('instead of Meta');
	});
});

describe('a sign-in link', () => {
	it('signs the owner in once', async () => {
		const { status, stdout } = command(['sign-in-link']);
		expect(status).toBe(0);
		const link = stdout.trim().split('\n').at(-1) ?? '';
		expect(link.startsWith(`${live.origin}/sign-in/`)).toBe(true);
		const visitor = new TestBrowser();
		expect((await visitor.send(link, { method: 'HEAD' })).response.status).toBe(405);
		const prefetch = await visitor.open(link, { 'sec-purpose': 'prefetch' });
		expect(prefetch.response.status).toBe(403);
		const { response } = await visitor.open(link);
		expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
		expect((await visitor.api(`${live.origin}/api/user`)).status).toBe(200);
		expect((await new TestBrowser().open(link)).response.status).toBe(404);
	});

	it('is burnt by no scanner: without Fetch Metadata a button spends it', async () => {
		const link = command(['sign-in-link']).stdout.trim().split('\n').at(-1) ?? '';
		const visitor = new TestBrowser();
		const scanners: Record<string, string>[] = [
			{ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' },
			{ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' },
			{ purpose: 'prefetch' },
			{ 'x-moz': 'prefetch' }
		];
		for (const headers of scanners) {
			expect((await visitor.send(link, { headers })).response.status).toBe(403);
		}
		const { response, text } = await visitor.send(link, { headers: { 'user-agent': 'Slackbot' } });
		expect(response.status).toBe(200);
		expect(text).toMatch(/<form method="POST"[^>]*><button[^>]*>Sign in</);
		const signedIn = await visitor.submit(link, {});
		expect(signedIn.response.headers.get('location')).toBe('/');
		expect((await visitor.api(`${live.origin}/api/user`)).status).toBe(200);
		expect((await visitor.submit(link, {})).response.status).toBe(404);
	});

	it('is made for a named creator only', () => {
		expect(command(['sign-in-link', '@Ada.Draws']).status).toBe(0);
		expect(command(['sign-in-link', 'nobody'])).toMatchObject({ status: 1 });
		expect(command(['claim-link'])).toMatchObject({ status: 1 });
	});
});

describe('the wrong key', () => {
	it('locks the instance and harms nothing', async () => {
		const key = join(live.dataDir, 'secret.key');
		await live.stop();
		renameSync(key, `${key}.away`);
		for (const replacement of [
			null,
			Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64')
		]) {
			if (replacement) writeFileSync(key, replacement, { mode: 0o600 });
			await live.restart();
			const address = `${live.origin}/api/connections/${connectionId}`;
			expect(await browser.api(address)).toMatchObject({
				status: 200,
				body: {
					connection: { status: 'locked', problem: { code: 'key_lost' }, nextRefreshAt: null }
				}
			});
			for (const [path, method] of [
				['/refresh', 'POST'],
				['', 'DELETE']
			] as const) {
				expect(await browser.api(address + path, method)).toMatchObject({
					status: 409,
					body: { error: { code: 'locked' } }
				});
			}
			expect((await browser.open(`${live.origin}/auth/instagram/login`)).response.status).toBe(409);
			expect((await browser.open(`${live.origin}/`)).response.status).toBe(200);
			expect((await browser.open(`${live.origin}/healthz`)).response.status).toBe(200);
			expect((await browser.open(`${live.origin}/readyz`)).response.status).toBe(503);
			const link = command(['sign-in-link']).stdout.trim().split('\n').at(-1) ?? '';
			expect((await new TestBrowser().open(link)).response.status).toBe(303);
			await live.stop();
		}
		renameSync(`${key}.away`, key);
		await live.restart();
		expect(await browser.api(`${live.origin}/api/connections/${connectionId}`)).toMatchObject({
			body: { connection: { status: 'healthy', problem: null } }
		});
	});
});

describe('a start that cannot work', () => {
	it('lists everything that is wrong, without a stack', async () => {
		const { code, output } = await start({
			ORIGIN: 'http://mooring.example',
			INSTAGRAM_CLIENT_ID: '"123"',
			REFRESH_AFTER_DAYS: '60',
			DATA_DIR: live.dataDir
		});
		expect(code).toBe(1);
		for (const name of ['ORIGIN', 'INSTAGRAM_CLIENT_ID', 'REFRESH_AFTER_DAYS']) {
			expect(output).toContain(name);
		}
		expect(output).not.toMatch(/\n\s+at /);
	});

	it('says in one sentence that the port is taken, and that a folder cannot be written', async () => {
		const taken = await start({ ORIGIN: live.origin, DATA_DIR: join(live.dataDir, 'other') });
		expect(taken.code).toBe(1);
		expect(taken.output).toContain(new URL(live.origin).port);
		writeFileSync(join(live.dataDir, 'a-file'), '');
		const { code, output } = await start({
			ORIGIN: 'http://localhost:4899',
			DATA_DIR: join(live.dataDir, 'a-file')
		});
		expect(code).toBe(1);
		expect(output).not.toMatch(/\n\s+at /);
		expect(output).toContain('a-file');
	});
});

describe('without credentials', () => {
	it('starts, and says what is missing to who may know', async () => {
		const instance = await startInstance({ CLAIM_CODE: 'claim-code-for-tests-only' });
		try {
			const visitor = new TestBrowser();
			const login = await visitor.open(`${instance.origin}/auth/instagram/login`);
			expect(login.response.status).toBe(503);
			expect((await visitor.open(`${instance.origin}/`)).text).toContain('claim-link');
			await visitor.open(`${instance.origin}/claim/claim-code-for-tests-only`);
			const home = await visitor.open(`${instance.origin}/`);
			expect([home.response.status, home.response.headers.get('location')]).toEqual([
				303,
				'/setup'
			]);
			const setup = await visitor.open(`${instance.origin}/setup`);
			expect(setup.text).toContain('INSTAGRAM_CLIENT_ID');
			expect(setup.text).toContain(`${instance.origin}/auth/instagram/callback`);
		} finally {
			await instance.remove();
		}
	});
});
