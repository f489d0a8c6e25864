import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { type ConnectProxy, connectProxy } from '../support/connect-proxy.ts';
import { freePort, startInstance } from '../support/instance.ts';
import { type Live, startLive } from '../support/live.ts';
import { selfSigned } from '../support/self-signed.ts';

const API = 'https://api.meta.test';
const GRAPH = 'https://graph.meta.test';

let proxy: ConnectProxy;
let folder: string;
beforeAll(async () => {
	proxy = await connectProxy();
	folder = mkdtempSync(join(tmpdir(), 'mooring-proxy-'));
});
afterAll(() => {
	proxy.close();
	rmSync(folder, { recursive: true });
});
afterEach(() => {
	proxy.answer({ status: 502 });
	proxy.asked.length = 0;
});

/** Doctor on an app whose hosts of Meta's are these. */
const doctor = (env: Record<string, string>, api = API, graph = GRAPH) =>
	runCommand(folder, ['doctor'], {
		DATA_DIR: join(folder, 'data'),
		INSTAGRAM_CLIENT_ID: '990602627938098',
		INSTAGRAM_CLIENT_SECRET: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
		INSTAGRAM_API_URL: api,
		INSTAGRAM_GRAPH_URL: graph,
		INSTAGRAM_WEB_URL: graph,
		...env
	});

describe('doctor', () => {
	it.each(['HTTPS_PROXY', 'https_proxy'])('asks Meta through the proxy of %s', async (name) => {
		const { output } = await doctor({ [name]: proxy.url });
		expect(proxy.asked.toSorted()).toEqual(['api.meta.test:443', 'graph.meta.test:443']);
		expect(output).toContain('the proxy did not reach it either (PROXY_502)');
	});

	it('finds the proxy in .env', async () => {
		writeFileSync(join(folder, '.env'), `HTTPS_PROXY=${proxy.url}\n`);
		await doctor({});
		rmSync(join(folder, '.env'));
		expect(proxy.asked).toHaveLength(2);
	});

	it('leaves out what NO_PROXY names, and this machine', async () => {
		const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
		await doctor({ ...env, NO_PROXY: 'graph.meta.test' });
		expect(proxy.asked).toEqual(['api.meta.test:443']);
		const port = String(await freePort());
		await doctor(env, `https://localhost:${port}`, `https://127.0.0.2:${port}`);
		await doctor(env, `http://127.0.0.1:${port}`, `https://[::1]:${port}`);
		expect(proxy.asked).toHaveLength(1);
	});

	it.each([
		[407, 'asks for a name and a password'],
		[403, 'does not let it through']
	])('says in words that the proxy answered %s', async (status, words) => {
		proxy.answer({ status });
		const { output, code } = await doctor({ HTTPS_PROXY: proxy.url });
		expect(output).toContain(words);
		expect(code).toBe(1);
	});

	it('says in words that the proxy is not there, without its password', async () => {
		const closed = `http://ada:verysecret@127.0.0.1:${String(await freePort())}`;
		const { output } = await doctor({ HTTPS_PROXY: closed });
		expect(output).toContain('the proxy could not be reached (PROXY_ECONNREFUSED)');
		expect(output).toContain(`HTTPS_PROXY is ${closed.slice(closed.indexOf('127'))}.`);
		expect(output).not.toContain('verysecret');
	});

	it.each(['ada:verysecret@proxy.example:3128', 'socks5://ada:verysecret@proxy.example:1080'])(
		'names %s as what cannot work, without its password',
		async (HTTPS_PROXY) => {
			const { output, code } = await doctor({ HTTPS_PROXY });
			expect(output).toMatch(/^wrong +HTTPS_PROXY must be the http or https address of a proxy/m);
			expect(output).not.toContain('verysecret');
			expect(code).toBe(1);
		}
	);

	it('goes without one where it is set to nothing', async () => {
		const { output } = await doctor({ HTTPS_PROXY: '' });
		expect(output).not.toContain('HTTPS_PROXY is');
	});

	it('trusts a certificate that Node was told of', async () => {
		const { key, cert } = selfSigned();
		const server = createServer({ key, cert }, (_, response) => response.end());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		proxy.answer({ port: (server.address() as AddressInfo).port });
		const file = join(folder, 'ca.pem');
		writeFileSync(file, cert);
		const env = { HTTPS_PROXY: proxy.url };
		// Its certificate is for the name `test`.
		const unknown = await doctor(env, 'https://test', 'https://test');
		const known = await doctor(
			{ ...env, NODE_EXTRA_CA_CERTS: file },
			'https://test',
			'https://test'
		);
		server.closeAllConnections();
		server.close();
		expect(unknown.output).toContain('authority unknown here');
		expect(known.output).toMatch(/^fine +Meta's hosts are reachable: test\. HTTPS_PROXY is 127/m);
	});
});

describe('the server', () => {
	let live: Live;
	let browser: TestBrowser;
	beforeAll(async () => {
		live = await startLive({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
		({ browser } = await live.claim());
	});
	afterAll(() => live.remove());

	it('never asks the simulator through it', () => expect(proxy.asked).toEqual([]));

	it('asks Meta through it once, and tells its trouble on the page of cause', async () => {
		proxy.answer({ status: 407 });
		await live.restart({ INSTAGRAM_API_URL: API });
		const { response } = await live.connect(browser, 'paper.lantern');
		const page = await browser.open(live.origin + (response.headers.get('location') ?? ''));
		expect(proxy.asked).toEqual(['api.meta.test:443']);
		expect(page.text).toContain('the proxy asks for a name and a password (PROXY_407)');
		expect(page.text).toContain('HTTPS_PROXY');
	});

	it('does not start with one that cannot be used', async () => {
		const start = startInstance({ HTTPS_PROXY: 'socks5://ada:verysecret@proxy.example' });
		const error = await start.catch(String);
		expect(error).toContain('HTTPS_PROXY must be the http or https address');
		expect(error).not.toContain('verysecret');
	});
});
