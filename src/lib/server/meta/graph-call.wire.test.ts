import http, { createServer, type RequestListener } from 'node:http';
import https from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { connectProxy } from '../../../../tests/support/connect-proxy.ts';
import { selfSigned } from '../../../../tests/support/self-signed.ts';
import { callGraph, GRAPH_LIMITS, type NoAnswer, type Sent } from './graph-call.ts';

const SOON = { ...GRAPH_LIMITS, connectMs: 200, firstByteMs: 300 };
const servers: Server[] = [];
const sockets = new Set<{ destroy(): void }>();

afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.on('connection', (socket) => sockets.add(socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function call(
	url: string,
	more: { method?: 'GET' | 'POST'; form?: URLSearchParams; wholeMs?: number } = {}
): Promise<Sent | NoAnswer> {
	const whole = { method: 'GET' as const, wholeMs: 20_000, ...more, url: new URL(url) };
	return callGraph(whole, undefined, SOON).catch((error: unknown) => error as NoAnswer);
}
const ask = async (listener: RequestListener, more = {}) =>
	call(`http://127.0.0.1:${String(await listen(createServer(listener)))}/v25.0/me`, more);

test('an error of Meta’s comes back like any answer, bytes as they were', async () => {
	const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
	const sent = await ask((_, response) =>
		response.writeHead(400, { 'x-app-usage': 'x' }).end(bytes)
	);
	expect(sent).toMatchObject({ status: 400, bytes: new Uint8Array(bytes) });
	expect((sent as Sent).headers.get('x-app-usage')).toBe('x');
});

test('nothing but our own few headers goes out', async () => {
	let names: string[] = [];
	await ask((request, response) => {
		names = Object.keys(request.headers);
		response.end();
	});
	expect(new Set(names)).toEqual(
		new Set([...['host', 'connection', 'accept', 'accept-encoding', 'user-agent']])
	);
});

test('what nobody listens for was never sent', async () => {
	const server = createServer();
	const port = await listen(server);
	await new Promise((done) => server.close(done));
	const url = `http://127.0.0.1:${String(port)}/`;
	expect(await call(url)).toMatchObject({ why: 'broken', wasSent: false });
	expect(
		await call(url, { method: 'POST', form: new URLSearchParams({ message: 'a' }) })
	).toMatchObject({
		why: 'broken',
		wasSent: false,
		systemCode: 'ECONNREFUSED'
	});
});

test('a connection that does not come about ends in time, never sent', async () => {
	const port = await listen(createTcpServer());
	const result = await call(`https://127.0.0.1:${String(port)}/`, { method: 'POST' });
	expect(result).toMatchObject({ why: 'late', wasSent: false });
});

test.each(['GET', 'POST'] as const)('a %s that is reset may have been done', async (method) => {
	expect(await ask((request) => request.socket.destroy(), { method })).toMatchObject({
		why: 'broken',
		wasSent: true
	});
});

test('on a connection that is kept, what is reset may have been done too', async () => {
	const server = createServer((request, response) => {
		if (request.url === '/cut') request.socket.destroy();
		else response.end('{}');
	});
	const url = `http://127.0.0.1:${String(await listen(server))}`;
	expect(await call(`${url}/`)).toMatchObject({ status: 200 });
	const form = new URLSearchParams({ message: 'a' });
	expect(await call(`${url}/cut`, { method: 'POST', form })).toMatchObject({ wasSent: true });
});

test('a first byte that does not come ends in time', async () => {
	expect(await ask(() => undefined)).toMatchObject({ why: 'late', wasSent: true });
});

test('a body that drips ends in time, and may take longer than its first byte', async () => {
	const drip: RequestListener = (_, response) => {
		response.writeHead(200);
		const each = setInterval(() => response.write(' '), 20);
		const last = setTimeout(() => response.end('{}'), 500);
		response.on('close', () => {
			clearInterval(each);
			clearTimeout(last);
		});
	};
	expect(await ask(drip, { wholeMs: 400 })).toMatchObject({ why: 'late', wasSent: true });
	expect(await ask(drip)).toMatchObject({ status: 200 });
});

test('a redirect is refused and not followed', async () => {
	const seen: (string | undefined)[] = [];
	const result = await ask((request, response) => {
		seen.push(request.url);
		response.writeHead(302, { location: '/elsewhere' }).end();
	});
	expect(result).toMatchObject({ why: 'redirect', wasSent: true });
	expect(seen).toEqual(['/v25.0/me']);
});

test('a compressed bomb counts as what it becomes', async () => {
	const bomb = gzipSync(Buffer.alloc(20_000_000));
	const result = await ask((_, response) => {
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end(bomb);
	});
	expect(result).toMatchObject({ why: 'too_long' });
});

test('what a proxy compressed is read all the same, and what it cut off is broken', async () => {
	const zipped = gzipSync('{"id":"1"}');
	const told = { 'content-encoding': 'gzip', 'content-length': zipped.length };
	const whole = await ask((_, response) => response.writeHead(200, told).end(zipped));
	expect(Buffer.from((whole as Sent).bytes).toString()).toBe('{"id":"1"}');
	const cut = await ask((_, response) => {
		response.writeHead(200, told);
		response.write(zipped.subarray(0, 12), () => response.destroy());
	});
	expect(cut).toMatchObject({ why: 'broken', wasSent: true });
});

test('an answer without a length that is cut off is broken', async () => {
	const cut = await ask((_, response) => {
		response.writeHead(200);
		response.write('{"data":[', () => response.destroy());
	});
	expect(cut).toMatchObject({ why: 'broken', wasSent: true });
});

describe('over a secret connection', () => {
	const { key, cert } = selfSigned();
	let distrust = () => {};
	afterEach(() => distrust());

	/** Until the end of a test this certificate counts, whatever name it is asked by. */
	function trust() {
		const { options } = https.globalAgent;
		const before = { ...options };
		Object.assign(options, { ca: cert, checkServerIdentity: () => undefined });
		distrust = () => Object.assign(options, { ca: undefined, checkServerIdentity, ...before });
	}
	const serve = () =>
		listen(
			https.createServer({ key, cert }, (request, response) => {
				if (request.url === '/cut') request.socket.destroy();
				else response.end('{}');
			})
		);

	test('nothing goes out to whom nobody vouches for', async () => {
		const url = `https://127.0.0.1:${String(await serve())}/`;
		expect(await call(url, { method: 'POST' })).toMatchObject({ why: 'broken', wasSent: false });
	});

	test('what is cut off may have been done, the first time and on a connection that is kept', async () => {
		trust();
		const url = `https://127.0.0.1:${String(await serve())}`;
		const cut = () => call(`${url}/cut`, { method: 'POST' });
		expect(await cut()).toMatchObject({ wasSent: true });
		expect(await call(url)).toMatchObject({ status: 200 });
		expect(await cut()).toMatchObject({ wasSent: true });
	});

	test.runIf('setGlobalProxyFromEnv' in http)('a proxy holds for it', async () => {
		const proxy = await connectProxy();
		const restore = http.setGlobalProxyFromEnv({ HTTPS_PROXY: proxy.url });
		try {
			const refused = await call('https://graph.meta.test/', { method: 'POST' });
			expect(refused).toMatchObject({ wasSent: false, systemCode: 'PROXY_502' });
			trust();
			proxy.answer({ port: await serve() });
			expect(await call('https://graph.meta.test/')).toMatchObject({ status: 200 });
			expect(await call('https://graph.meta.test/cut')).toMatchObject({ wasSent: true });
			expect(new Set(proxy.asked)).toEqual(new Set(['graph.meta.test:443']));
		} finally {
			restore();
			proxy.close();
		}
	});
});
