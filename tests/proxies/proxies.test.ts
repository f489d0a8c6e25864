import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { consent } from '../support/consent.ts';
import { freePort } from '../support/instance.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { selfSigned } from '../support/self-signed.ts';

const ROOT = join(import.meta.dirname, '../..');
// Both make certificates of their own here.
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

/** What a proxy needs to begin: where it listens, where Mooring is, and a folder for all that it writes. */
type Place = { origin: string; upstream: string; folder: string; plainPort: number };
type Proxy = { file: string; start: (place: Place, config: string) => [string, string[], object] };

/** The files of `deploy/` as they are, but for ports, paths and certificates. */
const PROXIES: Record<'caddy' | 'nginx', Proxy> = {
	caddy: {
		file: 'deploy/Caddyfile',
		start({ origin, upstream, folder, plainPort }, config) {
			const global = `{\n\tadmin off\n\thttp_port ${String(plainPort)}\n\tskip_install_trust\n`;
			const file = join(folder, 'Caddyfile');
			writeFileSync(file, config.replace(/^\{\n/m, global));
			const env = { ORIGIN: origin, MOORING: upstream, XDG_DATA_HOME: folder, HOME: folder };
			return ['caddy', ['run', '--config', file, '--adapter', 'caddyfile'], env];
		}
	},
	nginx: {
		file: 'deploy/nginx.conf',
		start({ origin, upstream, folder, plainPort }, config) {
			const { key, cert } = selfSigned();
			mkdirSync(join(folder, 'logs'));
			writeFileSync(join(folder, 'key.pem'), key);
			writeFileSync(join(folder, 'cert.pem'), cert);
			const server = config
				.replaceAll(/\S+\/fullchain\.pem/g, join(folder, 'cert.pem'))
				.replaceAll(/\S+\/privkey\.pem/g, join(folder, 'key.pem'))
				.replaceAll('/var/log/nginx', join(folder, 'logs'))
				.replaceAll('http://127.0.0.1:3000', `http://${upstream}`)
				.replaceAll('mooring.example.org', 'localhost')
				.replace('listen 443 ', `listen 127.0.0.1:${new URL(origin).port} `)
				.replace('listen 80;', `listen 127.0.0.1:${String(plainPort)};`);
			const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
				.map((name) => `${name}_temp_path ${join(folder, name)};`)
				.join('\n');
			const file = join(folder, 'nginx.conf');
			const errors = join(folder, 'logs/error.log');
			writeFileSync(
				file,
				`daemon off;\nuser root;\npid ${join(folder, 'pid')};\nerror_log ${errors} info;\nevents {}\nhttp {\n${temporary}\n${server}\n}\n`
			);
			return ['nginx', ['-p', folder, '-e', errors, '-c', file], {}];
		}
	}
};

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;

describe.each(Object.entries(PROXIES))('%s in front', (name, { file, start }) => {
	let live: Live;
	let proxy: ChildProcess;
	let origin: string;
	let output = '';
	const folder = mkdtempSync(join(tmpdir(), `mooring-${name}-`));

	beforeAll(async () => {
		const found = spawnSync('sh', ['-c', `command -v ${name}`], { env: { PATH } });
		if (found.status !== 0) throw new Error(`There is no ${name} here: apt-get install ${name}`);
		const [port, front, plainPort] = [await freePort(), await freePort(), await freePort()];
		origin = `https://localhost:${String(front)}`;
		live = await startLive({
			ORIGIN: origin,
			PORT: String(port),
			INSTAGRAM_REDIRECT_URI: `${origin}/auth/instagram/callback`,
			ADDRESS_HEADER: 'X-Forwarded-For'
		});
		const upstream = `127.0.0.1:${String(port)}`;
		const config = readFileSync(join(ROOT, file), 'utf8');
		const [command, args, env] = start({ origin, upstream, folder, plainPort }, config);
		proxy = spawn(command, args, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
		proxy.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		proxy.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		const answers = async () => {
			if (proxy.exitCode !== null) throw new Error(`${name} ended: ${output}`);
			expect((await fetch(`${origin}/readyz`)).status).toBe(200);
		};
		await vi.waitFor(answers, { timeout: 20_000, interval: 200 });
	}, 60_000);
	afterAll(async () => {
		proxy.kill('SIGTERM');
		await live.remove();
		rmSync(folder, { recursive: true, force: true });
	});

	/** All that it wrote: to its streams, and into files. */
	const logs = () => {
		const written = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((one) => one.endsWith('.log'))
			.map((one) => readFileSync(join(folder, one), 'utf8'));
		return [output, ...written].join('\n');
	};

	it('claims, logs in by the simulator, and keeps every code out of its logs', async () => {
		const browser = new TestBrowser();
		const claim = `${origin}/claim/${CLAIM_CODE}`;
		expect((await browser.open(claim)).response.status).toBe(303);
		const login = await browser.open(`${origin}/auth/instagram/login`);
		const callback = await consent(
			browser,
			login.response.headers.get('location') ?? '',
			'ada.draws'
		);
		expect(callback.startsWith(`${origin}/auth/instagram/callback?`)).toBe(true);
		const back = await browser.open(callback, { 'sec-fetch-site': 'cross-site' });
		expect(back.text).toContain('/connections/');
		const user = await browser.api(`${origin}/api/user`);
		expect(user).toMatchObject({ status: 200, body: { creator: { isOwner: true } } });
		const made = await browser.api(`${origin}/api/alerts/calendar`, 'POST');
		const { address } = (made.body as { calendar: { address: string } }).calendar;
		expect((await browser.open(address, { referer: claim })).response.status).toBe(200);
		expect(live.output()).not.toContain('a request came through a proxy');

		await live.stop();
		const late = `${origin}/auth/instagram/callback?code=late-code-of-nobody&state=late-state`;
		expect((await browser.open(late, { referer: callback })).response.status).toBe(502);
		expect((await browser.open(`${origin}/calendar/late-calendar.ics`)).response.status).toBe(502);
		expect((await browser.open(`${origin}/setup`)).response.status).toBe(502);

		await expect.poll(logs).toMatch(/GET.*\/setup|\/setup.*GET/);
		const { searchParams } = new URL(callback);
		const secrets = [
			searchParams.get('code')?.replace(/#.*$/, ''),
			searchParams.get('state'),
			CLAIM_CODE,
			/\/calendar\/([^/]+)\.ics/.exec(address)?.[1],
			'late-code',
			'late-state',
			'late-calendar'
		];
		for (const secret of secrets) {
			expect(secret?.length).toBeGreaterThan(8);
			expect(logs()).not.toContain(secret);
			expect(logs()).not.toContain(encodeURIComponent(secret ?? ''));
		}
		expect(logs()).toContain('/api/user');
	}, 60_000);
});
