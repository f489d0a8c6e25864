import { spawn } from 'node:child_process';
import { chmodSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { age } from '../support/age.ts';
import { TestBrowser } from '../support/browser.ts';
import { startInstance } from '../support/instance.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { hasTerminals, inTerminal } from '../support/terminal.ts';

const ROOT = join(import.meta.dirname, '../..');
const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const DAY = 24 * 60 * 60 * 1000;

type Ended = { code: number | null; lines: string[]; output: string };

const environmentOf = (live: Live) => ({
	PATH: process.env['PATH'] ?? '',
	ORIGIN: live.origin,
	DATA_DIR: live.dataDir,
	INSTAGRAM_CLIENT_ID: '990602627938098',
	INSTAGRAM_CLIENT_SECRET: SECRET,
	INSTAGRAM_WEB_URL: live.simulator.url,
	INSTAGRAM_API_URL: live.simulator.url,
	INSTAGRAM_GRAPH_URL: live.simulator.url
});

/** Runs a command beside the server, on its settings; the simulator goes on answering meanwhile. */
const command = (live: Live, args: string[], { input = '', env = {} } = {}) =>
	new Promise<Ended>((resolve) => {
		const child = spawn(process.execPath, [join(ROOT, 'bin/mooring.ts'), ...args], {
			cwd: live.dataDir,
			env: { ...environmentOf(live), ...env }
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stdin.end(input);
		const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
		child.on('exit', (code) => {
			clearTimeout(timer);
			// The line that says which Mooring is meant comes on a stream of its own.
			const lines = output.trim().split('\n');
			resolve({ code, output, lines: lines.filter((line) => !/^This is about the /.test(line)) });
		});
	});

async function dashboardToken(live: Live, username: string, ageMs = 0): Promise<string> {
	const { token } = await live.control<{ token: string }>('POST', 'token', { username, ageMs });
	return token;
}

let live: Live;
beforeAll(async () => {
	live = await startLive();
});
afterAll(() => live.remove());

describe('the page Setup', () => {
	it('is for the holder of the claim link and for nobody else', async () => {
		for (const path of ['/setup', '/setup/came-back-with-nothing']) {
			const stranger = await new TestBrowser().open(live.origin + path);
			expect([stranger.response.status, stranger.response.headers.get('location')]).toEqual([
				303,
				'/'
			]);
		}
		const again = await new TestBrowser().submit(`${live.origin}/setup?/again`, {});
		expect(again.response.headers.get('location')).toBe('/');
	});

	it('shows checks and addresses, and no part of a secret', async () => {
		const browser = new TestBrowser();
		await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
		const { response, text } = await browser.open(`${live.origin}/setup`);
		expect(response.status).toBe(200);
		for (const words of [
			'Instagram app id is set',
			'hosts are reachable',
			'Renewals run on time',
			'Key file is private',
			'No proxy in front',
			`${live.origin}/auth/instagram/callback`,
			`${live.origin}/auth/instagram/deauthorize`,
			`${live.origin}/auth/facebook/data-deletion`,
			'accounts/manage_access/'
		]) {
			expect(text).toContain(words);
		}
		const nothing = await browser.open(`${live.origin}/setup/came-back-with-nothing`);
		expect(nothing.text).toContain('id="insufficient-developer-role"');
		expect(nothing.text).toMatch(/Mooring sees this one:.*Instagram redirect is plain http/s);
		expect(browser.receivedFrom(live.origin)).not.toContain(SECRET.slice(0, 8));
	});

	it('checks again without JavaScript', async () => {
		const browser = new TestBrowser();
		await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
		const { response } = await browser.submit(`${live.origin}/setup?/again`, {});
		expect([response.status, response.headers.get('location')]).toEqual([303, '/setup']);
	});

	it('sees whether a proxy sends what it was told to', async () => {
		const seen = async (headers: Record<string, string>) => {
			const browser = new TestBrowser();
			await browser.open(`${live.origin}/claim/${CLAIM_CODE}`, headers);
			return (await browser.open(`${live.origin}/setup`, headers)).text;
		};
		const one = { 'x-forwarded-for': '203.0.113.7' };
		expect(await seen(one)).toContain('A proxy is in front, and Mooring does not know it');
		await live.restart({ ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: '2' });
		expect(await seen(one)).toContain('Fewer proxies than XFF_DEPTH says');
		expect(await seen({ 'x-forwarded-for': '203.0.113.7, 10.0.0.1' })).toContain(
			'Proxy header arrives'
		);
		expect(await seen({})).toContain('The proxy header does not arrive');
		await live.restart();
	});

	it('tells a lost key from one that is back but not yet read', async () => {
		const key = join(live.dataDir, 'secret.key');
		const browser = new TestBrowser();
		await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
		renameSync(key, `${key}.away`);
		await live.restart();
		expect((await browser.open(`${live.origin}/setup`)).text).toContain('The key file is missing');
		expect((await command(live, ['doctor'])).output).toContain('wrong    The key file is missing');
		renameSync(`${key}.away`, key);
		expect((await browser.open(`${live.origin}/setup`)).text).toContain('Mooring is still locked');
		await live.restart();
		expect((await browser.open(`${live.origin}/setup`)).text).toContain('Key file is private');
	});

	it('tells, as the log does, of an .env that others can read and of unchecked certificates', async () => {
		const browser = new TestBrowser();
		await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
		const dotEnv = join(live.dataDir, '.env');
		writeFileSync(dotEnv, `NODE_TLS_REJECT_UNAUTHORIZED=0\n`);
		chmodSync(dotEnv, 0o644);
		await live.restart();
		const { text } = await browser.open(`${live.origin}/setup`);
		expect(text).toContain('Its rights let other users of this machine at .env.');
		expect(text).toContain('Certificates are not checked');
		// What an operator looks for stands last.
		expect(live.output()).toMatch(
			/"level":40,[^\n]*NODE_TLS_REJECT_UNAUTHORIZED=0 lets whoever[^\n]*\n(\{[^\n]*\n)*Claim this instance: [^\n]*\nMooring is at /
		);
		rmSync(dotEnv);
		await live.restart();
		expect((await browser.open(`${live.origin}/setup`)).text).not.toContain('Certificates are not');
	});

	it('is not held up by a host that never answers', async () => {
		const tarpit = createServer(() => undefined);
		await new Promise<void>((resolve) => tarpit.listen(0, '127.0.0.1', resolve));
		const { port } = tarpit.address() as { port: number };
		const url = `http://127.0.0.1:${String(port)}`;
		const instance = await startInstance({
			CLAIM_CODE,
			INSTAGRAM_CLIENT_ID: '990602627938098',
			INSTAGRAM_CLIENT_SECRET: SECRET,
			INSTAGRAM_WEB_URL: url,
			INSTAGRAM_API_URL: url,
			INSTAGRAM_GRAPH_URL: url
		});
		try {
			const browser = new TestBrowser();
			await browser.open(`${instance.origin}/claim/${CLAIM_CODE}`);
			const began = Date.now();
			const first = await browser.open(`${instance.origin}/setup`);
			expect(Date.now() - began).toBeLessThan(15_000);
			expect(first.text).toContain('Meta has not answered yet');
			await expect
				.poll(async () => (await browser.open(`${instance.origin}/setup`)).text, { interval: 500 })
				.toContain('This machine does not reach Meta');
		} finally {
			await instance.remove();
			tarpit.close();
		}
	});
});

describe('a journey that does not come back', () => {
	const hint = 'Came back with nothing?';

	it('is noticed after two minutes, until another one returns', async () => {
		const browser = new TestBrowser();
		await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
		await browser.open(`${live.origin}/auth/instagram/login`);
		expect((await browser.open(`${live.origin}/`)).text).not.toContain(hint);
		twoMinutesPass();
		const { text } = await browser.open(`${live.origin}/`);
		expect(text).toContain(hint);
		expect(text).toContain('href="/setup/came-back-with-nothing"');
		expect((await new TestBrowser().open(`${live.origin}/`)).text).not.toContain(hint);
		await live.connect(browser, 'ada.draws', { answer: 'Cancel' });
		expect((await browser.open(`${live.origin}/`)).text).not.toContain(hint);
	});

	function twoMinutesPass() {
		const sqlite = new Database(join(live.dataDir, 'mooring.db'));
		sqlite.prepare('UPDATE attempts SET created_at = created_at - 120000').run();
		sqlite.close();
	}
});

describe('doctor', () => {
	it('finds a running instance well, and ends with 0', async () => {
		const { code, lines, output } = await command(live, ['doctor']);
		expect(output).not.toContain('wrong ');
		expect(code).toBe(0);
		expect(output).toContain('fine     Renewals run on time');
		// No BACKUP_KEY is set there.
		expect(output).toContain('warning  No backups are made');
		expect(lines.at(-1)).toMatch(/checks are fine\. Two are warnings\.$/);
		expect(output).not.toContain(SECRET.slice(0, 8));
	});

	it('ends with 1 for an open key file, and does not mend it', async () => {
		const key = join(live.dataDir, 'secret.key');
		chmodSync(key, 0o644);
		try {
			const { code, output } = await command(live, ['doctor']);
			expect(code).toBe(1);
			expect(output).toContain('wrong    The key file is open to others');
			expect(statSync(key).mode & 0o777).toBe(0o644);
		} finally {
			chmodSync(key, 0o600);
		}
	});

	it('works before the first start, and makes nothing', async () => {
		const folder = join(live.dataDir, 'not-yet');
		const { code, output } = await command(live, ['doctor'], { env: { DATA_DIR: folder } });
		expect(code).toBe(0);
		expect(output).toContain('warning  There is no database yet');
		expect(existsSync(folder)).toBe(false);
	});

	it('lists settings that cannot be read, without a stack', async () => {
		const { code, output } = await command(live, ['doctor'], {
			env: { ORIGIN: 'http://mooring.example', REFRESH_AFTER_DAYS: '60' }
		});
		expect(code).toBe(1);
		expect(output).toMatch(/wrong {4}ORIGIN .*\n[^]*wrong {4}REFRESH_AFTER_DAYS /);
		expect(output).not.toMatch(/\n\s+at /);
	});

	it('names two apps with one id', async () => {
		const env = {
			FACEBOOK_CLIENT_ID: '990602627938098',
			FACEBOOK_CLIENT_SECRET: 'f'.repeat(32),
			FACEBOOK_WEB_URL: live.simulator.url,
			FACEBOOK_GRAPH_URL: live.simulator.url
		};
		const { code, lines } = await command(live, ['doctor'], { env });
		expect(code).toBe(1);
		expect(lines[0]).toContain('The Instagram app id is the Meta app id');
	});
});

/** Has a program say when it hides what is typed, which nobody sees. */
const ANNOUNCED = `--import=data:text/javascript,${encodeURIComponent(`
	const set = process.stdin.setRawMode;
	process.stdin.setRawMode = function (isRaw) {
		set.call(this, isRaw);
		process.stderr.write(isRaw ? 'HIDDEN' : 'SHOWN');
		return this;
	};`)}`;

describe.runIf(hasTerminals)('import-token in a terminal', () => {
	it.each([
		['is not shown and not lost', {}, 'accept this token'],
		[
			'is not left to the shell where nobody asks for it',
			{ REFRESH_AFTER_DAYS: 'no number' },
			'REFRESH_AFTER_DAYS'
		]
	])('a token that is pasted before it asks %s', async (_, env, sentence) => {
		const program = [process.execPath, ANNOUNCED, join(ROOT, 'bin/mooring.ts'), 'import-token'];
		// What a shell would do next: read a line, and show it.
		const shell = ['/bin/sh', '-c', '"$@"; echo Next; IFS= read -r line; echo "got $line"', 'sh'];
		const terminal = inTerminal([...shell, ...program], {
			cwd: live.dataDir,
			env: { ...environmentOf(live), ...env }
		});
		terminal.watch();
		await expect.poll(terminal.shown, { interval: 5 }).toContain('HIDDEN');
		expect(terminal.shown()).not.toContain('Paste the token');
		terminal.type('IGAAnobodyknowsme\r');
		await expect.poll(terminal.shown).toContain('Next');
		terminal.type('ls\r');
		await terminal.ended;
		expect(terminal.shown()).toContain(sentence);
		expect(terminal.shown()).toContain('got ls');
		expect(terminal.shown()).not.toContain('IGAA');
	});
});

describe('import-token', () => {
	it('refuses an argument, and a token that Meta does not know', async () => {
		const token = await dashboardToken(live, 'ada.draws');
		const argument = await command(live, ['import-token', token]);
		expect(argument.code).toBe(1);
		expect(argument.output).toContain('standard input only');
		const unknown = await command(live, ['import-token'], { input: 'IGAAnobodyknowsme\n' });
		expect(unknown.code).toBe(1);
		expect(unknown.output).toContain('does not accept this token');
		const pending = await dashboardToken(live, 'paper.lantern');
		const refused = await command(live, ['import-token'], { input: pending });
		expect(refused.code).toBe(1);
		expect(refused.output).toContain('accept its tester invitation first');
		expect(argument.output + unknown.output + refused.output).not.toContain('IGAA');
		expect(unknown.output).not.toMatch(/\n\s+at /);
	});

	it('claims an unclaimed instance, signs in by its link only, and is renewed after a day', async () => {
		const token = await dashboardToken(live, 'ada.draws', 2 * DAY);
		const { code, lines, output } = await command(live, ['import-token'], { input: `${token}\n` });
		expect(output).toContain('@ada.draws owns this instance now.');
		expect(code).toBe(0);
		expect(leaksOnDisk(live.dataDir, [token])).toEqual([]);
		expect(leaksIn(output + live.output(), [token])).toEqual([]);
		const browser = new TestBrowser();
		expect((await browser.api(`${live.origin}/api/user`)).status).toBe(401);
		expect((await browser.open(lines.at(-1) ?? '')).response.status).toBe(303);
		const { body } = await browser.api(`${live.origin}/api/connections`);
		const [connection] = (body as { connections: Connection[] }).connections;
		expect(connection).toMatchObject({
			status: 'healthy',
			expiresAt: null,
			problem: null,
			permissions: { granted: null, missing: null }
		});
		const wait =
			Date.parse(connection?.nextRefreshAt ?? '') - Date.parse(connection?.issuedAt ?? '');
		expect(wait).toBeGreaterThanOrEqual(DAY);
		expect(wait).toBeLessThanOrEqual(1.5 * DAY);

		await live.stop();
		age(live.dataDir, 2);
		await live.restart();
		const address = `${live.origin}/api/connections/${connection?.id ?? ''}`;
		await expect
			.poll(async () => (await browser.api(`${address}/refreshes`)).body, { interval: 200 })
			.toMatchObject({
				refreshes: [
					{ outcome: 'renewed', expiresBefore: null },
					{ trigger: 'connect', outcome: 'connected', expiresAfter: null }
				]
			});
		expect((await browser.api(address)).body).toMatchObject({
			connection: { status: 'healthy', expiresAt: expect.any(String) as string }
		});
		expect((await browser.open(`${live.origin}/setup`)).response.status).toBe(200);
		expect(leaksIn(browser.receivedFrom(live.origin), [token])).toEqual([]);
	});

	it('connects a further account to the owner', async () => {
		const token = await dashboardToken(live, 'north.pier.radio');
		const { code, output, lines } = await command(live, ['import-token'], { input: token });
		expect(code).toBe(0);
		expect(output).not.toContain('owns this instance');
		const browser = new TestBrowser();
		await browser.open(lines.at(-1) ?? '');
		const { body } = await browser.api(`${live.origin}/api/connections`);
		const names = (body as { connections: Connection[] }).connections.map(
			({ account }) => account.username
		);
		expect(names.sort()).toEqual(['ada.draws', 'north.pier.radio']);
		const user = await browser.api(`${live.origin}/api/user`);
		expect(user.body).toMatchObject({ creator: { identities: [{ username: 'ada.draws' }] } });
	});
});

type Connection = {
	id: string;
	account: { username: string };
	issuedAt: string;
	nextRefreshAt: string | null;
};
