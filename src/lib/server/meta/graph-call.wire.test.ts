import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
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
		new Set([
			...['host', 'connection', 'accept', 'accept-encoding', 'user-agent'],
			...['accept-language', 'sec-fetch-mode']
		])
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
	const result = await ask((_, response) => {
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end(gzipSync(Buffer.alloc(20_000_000)));
	});
	expect(result).toMatchObject({ why: 'too_long' });
});
