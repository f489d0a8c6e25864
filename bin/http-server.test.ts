import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../tests/support/instance.ts';
import { head, onTheWire } from '../tests/support/wire.ts';
import { LIMITS, listen } from './http-server.mjs';

const ANSWERS = {
	isOurHost: (host: string | undefined) => host === 'mooring.example',
	wrongHostPage: 'elsewhere',
	wrongHostHeaders: { 'Content-Type': 'text/html' },
	headers: { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' }
};
/** The same walls, so near that a test can wait for them. */
const NEAR = {
	...LIMITS,
	headersTimeout: 200,
	requestTimeout: 900,
	keepAliveTimeout: 150,
	connectionsCheckingInterval: 50,
	silence: 1_600,
	maxConnections: 3,
	unreadBody: 100_000
};
const HOST = 'Host: mooring.example';
let port = 0;
let server: Awaited<ReturnType<typeof listen>>;

async function start(limits = LIMITS) {
	port = await freePort();
	server = await listen({ host: '127.0.0.1', port }, ANSWERS, limits);
}
afterEach(() => server.drain(0));

const ask = async (target: string, host: string, ...more: string[]) =>
	onTheWire(port, head(`GET ${target}`, [`Host: ${host}`, ...more]));

const expectOurHeaders = (headers: Record<string, string>) =>
	expect(headers).toMatchObject({
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'cache-control': 'no-store'
	});

describe('a request', () => {
	beforeEach(async () => {
		await start();
		server.handle((_, response) => response.end('ok'));
	});

	test.each([
		['/', 'mooring.example', 200],
		['/', 'evil.example', 421],
		['/healthz', '10.0.0.1:3000', 200],
		['/readyz?x', '10.0.0.1:3000', 200],
		['/healthz/x', '10.0.0.1:3000', 421],
		['http://mooring.example/', 'mooring.example', 400]
	])('for %s of the Host %s is answered %s', async (target, host, status) => {
		const heard = await ask(target, host);
		expect(heard.status).toBe(status);
		expectOurHeaders(heard.headers);
	});

	test.each([
		['two Hosts', HOST],
		['two Hosts, one of them another', 'hOST: evil.example'],
		['two content types', 'Content-Type: text/plain\r\nContent-Type: multipart/form-data'],
		['two Origins', 'Origin: https://mooring.example\r\nOrigin: https://evil.example']
	])('with %s is 400', async (_name, more) => {
		expect((await ask('/', 'mooring.example', more)).status).toBe(400);
	});

	test('without a Host, or that nobody can read, is 400 with our headers', async () => {
		const none = await onTheWire(port, head('GET /', []));
		const unreadable = await onTheWire(port, head('GET /', [HOST, 'na me: x']));
		for (const { status, headers } of [none, unreadable]) {
			expect(status).toBe(400);
			expectOurHeaders(headers);
		}
	});

	test('with 17 KB of headers is 431 and says what helps', async () => {
		const { status, headers, text } = await ask('/', 'mooring.example', `X: ${'a'.repeat(17_000)}`);
		expect(status).toBe(431);
		expectOurHeaders(headers);
		expect(text).toContain('Delete the cookies');
	});

	test('that expects more than to continue is 417', async () => {
		const { status, headers } = await ask('/', 'mooring.example', 'Expect: miracles');
		expect(status).toBe(417);
		expectOurHeaders(headers);
	});
});

describe('a slow or greedy client', () => {
	beforeEach(() => start(NEAR));

	test('that never ends its headers is sent away', async () => {
		const { status, headers, ms } = await onTheWire(port, `GET / HTTP/1.1\r\n${HOST}\r\n`);
		expect(status).toBe(408);
		expectOurHeaders(headers);
		expect(ms).toBeLessThan(800);
	});

	test('that says nothing at all is sent away', async () => {
		const { ms } = await onTheWire(port, '');
		expect(ms).toBeLessThan(800);
	});

	test('whose body drips is cut off, though each byte comes in time', async () => {
		server.handle((request, response) => {
			request.resume();
			request.on('end', () => response.end('ok'));
		});
		let drip: ReturnType<typeof setInterval> | undefined;
		const { status, ms } = await onTheWire(port, (send) => {
			send(head('POST /', [HOST, 'Content-Length: 1000']));
			drip = setInterval(() => send('a'), 30);
		});
		clearInterval(drip);
		expect(status).toBe(408);
		expect(ms).toBeLessThan(1_500);
	});

	test('that keeps its connection for nothing loses it', async () => {
		server.handle((_, response) => response.end('ok'));
		const kept = `GET / HTTP/1.1\r\n${HOST}\r\n\r\n`;
		const { status, ms } = await onTheWire(port, kept);
		expect(status).toBe(200);
		expect(ms).toBeLessThan(1_500);
	});

	test('that goes on sending a body after the answer is cut off', async () => {
		server.handle((_, response) => response.end('ok'));
		let sent = 0;
		const { status } = await onTheWire(port, (send) => {
			send(`POST / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`);
			const part = `2710\r\n${'a'.repeat(10_000)}\r\n`;
			const flood = setInterval(() => {
				if (send(part)) sent += 10_000;
				else clearInterval(flood);
			}, 2);
		});
		expect(status).toBe(200);
		expect(sent).toBeGreaterThanOrEqual(100_000);
		expect(sent).toBeLessThan(1_000_000);
	});

	test('is not waited for when nothing moves any more', async () => {
		server.handle(() => {});
		const { status, ms } = await onTheWire(port, head('GET /', [HOST]));
		expect(status).toBe(0);
		expect(ms).toBeLessThan(3_000);
	});

	test('gets no more connections than there are, and others get them back', async () => {
		server.handle((_, response) => response.end('ok'));
		const idle = [1, 2, 3].map(() => connect(port, '127.0.0.1'));
		for (const socket of idle) socket.on('error', () => {});
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect((await ask('/', 'mooring.example')).status).toBe(0);
		for (const socket of idle) socket.destroy();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect((await ask('/', 'mooring.example')).status).toBe(200);
	});
});

describe('the app', () => {
	beforeEach(() => start());

	test('is waited for while it is still starting', async () => {
		const answer = ask('/', 'mooring.example');
		await new Promise((resolve) => setTimeout(resolve, 30));
		server.handle((_, response) => response.end('ok'));
		expect((await answer).status).toBe(200);
	});

	test('that throws is 500, without a word of why', async () => {
		server.handle(() => Promise.reject(new Error('secret')));
		const { status, text, headers } = await ask('/', 'mooring.example');
		expect(status).toBe(500);
		expect(text).not.toContain('secret');
		expectOurHeaders(headers);
	});

	test('that reads no body hears the next request of the same connection', async () => {
		server.handle((request, response) => {
			// As Kit does while a body is not read.
			request.on('data', () => request.pause());
			setTimeout(() => response.end('ok'), 20);
		});
		const heard = await onTheWire(port, (send) => {
			send(`POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 600000\r\n\r\n${'a'.repeat(600_000)}`);
			send(head('GET /again', [HOST]));
		});
		expect(heard.status).toBe(200);
		expect(heard.text).toContain('200 OK');
	});

	test('finishes a request under way before the stop', async () => {
		server.handle((_, response) => setTimeout(() => response.end('ok'), 80));
		const answer = ask('/', 'mooring.example');
		await new Promise((resolve) => setTimeout(resolve, 30));
		await server.drain(1000);
		expect((await answer).status).toBe(200);
	});
});

test('a port in use is one sentence', async () => {
	await start();
	const second = listen({ host: '127.0.0.1', port }, ANSWERS);
	await expect(second).rejects.toThrow(`Port ${String(port)} is in use`);
});
