import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../tests/support/instance.ts';
import { head, onTheWire } from '../../tests/support/wire.ts';
import { LIMITS, listen } from './http-server.mjs';

const ANSWERS = {
	isOurHost: (host: string | undefined) => host === 'mooring.example',
	targetForKit: (target: string) => (target.startsWith('/program') ? '/program' : null),
	programError: (target: string, why: string) =>
		target.startsWith('/program')
			? { status: 400, headers: { 'x-of': 'programs' }, body: why }
			: null,
	wrongHostPage: () => 'elsewhere',
	wrongHostHeaders: { 'Content-Type': 'text/html' },
	headersFor: () => ({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' }),
	isOpen: () => false,
	front: () => null,
	countAs: (): string | null => null
};
const HOST = 'Host: mooring.example';
let port = 0;
let server: Awaited<ReturnType<typeof listen>>;

async function start(limits = LIMITS) {
	port = await freePort();
	server = await listen({ host: '127.0.0.1', port }, ANSWERS, limits);
}
/**
 * Some walls so near that a test can wait for them. The others are farther off than `onTheWire` is
 * patient, so that what ends is ended by the near ones, however busy the machine is.
 */
const startNear = (near: Partial<typeof LIMITS>) =>
	start({ ...LIMITS, connectionsCheckingInterval: 50, ...near });
afterEach(() => server.drain(0));

const ask = async (target: string, host: string, ...more: string[]) =>
	onTheWire(port, head(`GET ${target}`, [`Host: ${host}`, ...more]));

const one = () => `GET / HTTP/1.1\r\n${HOST}\r\n\r\n`;
const shortly = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Connections that say nothing. */
async function silent(count: number) {
	const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
	for (const socket of sockets) socket.on('error', () => {});
	await shortly();
	return sockets;
}

const expectOurHeaders = (headers: Record<string, string>) =>
	expect(headers).toMatchObject({
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'cache-control': 'no-store'
	});

describe('a request', () => {
	beforeEach(async () => {
		await start();
		server.handle((request, response) => {
			const target: unknown = Reflect.get(request, Symbol.for('mooring.target'));
			response.setHeader('x-method', request.method ?? '');
			response.end(JSON.stringify([request.url, target]));
		});
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

	test('of a program comes under any Host, with 90 KB of headers, and as it stands', async () => {
		const target = '/program/../x?%ff';
		const { status, text } = await ask(target, 'evil.example', `X: ${'a'.repeat(90_000)}`);
		expect(status).toBe(200);
		expect(text).toContain(JSON.stringify(['/program', target]));
		const more = await ask(target, 'mooring.example', `X: ${'a'.repeat(97 * 1024)}`);
		expect(more.status).toBe(431);
	});

	test.each([
		['two Hosts', ['GET', HOST], 'malformed'],
		['two keys', ['GET', 'Authorization: Bearer a\r\nAuthorization: Bearer b'], 'two keys'],
		['a wish', ['GET', 'Expect: miracles'], 'expects']
	] as const)(
		'of a program with %s is refused as programs read it',
		async (_, [method, more], why) => {
			const heard = await onTheWire(port, head(`${method} /program/x`, [HOST, more]));
			expect([heard.status, heard.text, heard.headers['x-of']]).toEqual([400, why, 'programs']);
			expectOurHeaders(heard.headers);
		}
	);

	test('of a program by TRACE comes, as a method that nobody knows', async () => {
		const { headers } = await onTheWire(port, head('TRACE /program', [HOST]));
		expect(headers['x-method']).toBe('UNKNOWN');
	});

	test('that expects more than to continue is 417', async () => {
		const { status, headers } = await ask('/', 'mooring.example', 'Expect: miracles');
		expect(status).toBe(417);
		expectOurHeaders(headers);
	});
});

describe('a slow or greedy client', () => {
	test('that never ends its headers is sent away', async () => {
		await startNear({ headersTimeout: 200 });
		const { status, headers } = await onTheWire(port, `GET / HTTP/1.1\r\n${HOST}\r\n`);
		expect(status).toBe(408);
		expectOurHeaders(headers);
	});

	test('that says nothing at all is sent away', async () => {
		await startNear({ headersTimeout: 200 });
		expect((await onTheWire(port, '')).status).toBe(408);
	});

	test('whose body drips is cut off, though each byte comes in time', async () => {
		await startNear({ headersTimeout: 500, requestTimeout: 500 });
		server.handle((request, response) => {
			request.resume();
			request.on('end', () => response.end('ok'));
		});
		let drip: ReturnType<typeof setInterval> | undefined;
		const { status } = await onTheWire(port, (send) => {
			send(head('POST /', [HOST, 'Content-Length: 1000']));
			drip = setInterval(() => send('a'), 30);
		});
		clearInterval(drip);
		expect(status).toBe(408);
	});

	test('that keeps its connection for nothing loses it', async () => {
		await startNear({ keepAliveTimeout: 150 });
		server.handle((_, response) => response.end('ok'));
		const kept = `GET / HTTP/1.1\r\n${HOST}\r\n\r\n`;
		expect((await onTheWire(port, kept)).status).toBe(200);
	});

	test('that goes on sending a body after the answer is cut off', async () => {
		await startNear({ unreadBody: 100_000 });
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
		await startNear({ silence: 300 });
		server.handle(() => {});
		expect((await onTheWire(port, head('GET /', [HOST]))).status).toBe(0);
	});

	test('that is silent gives way where there are too many connections, oldest first', async () => {
		await startNear({ maxConnections: 3 });
		let answerLater: (() => void) | undefined;
		server.handle((request, response) => {
			if (request.url === '/slow') answerLater = () => response.end('late');
			else response.end('ok');
		});
		const busy = ask('/slow', 'mooring.example');
		await expect.poll(() => answerLater).toBeDefined();
		const idle = await silent(2);
		expect((await ask('/', 'mooring.example')).status).toBe(200);
		expect(idle.map(({ closed }) => closed)).toEqual([true, false]);
		answerLater?.();
		expect((await busy).text).toBe('late');
	});

	test('is sent away where all connections have something under way', async () => {
		await startNear({ maxConnections: 3 });
		let underWay = 0;
		server.handle(() => void (underWay += 1));
		const busy = [1, 2, 3].map(() => ask('/', 'mooring.example'));
		await expect.poll(() => underWay).toBe(3);
		expect((await ask('/', 'mooring.example')).status).toBe(0);
		expect(underWay).toBe(3);
		await server.drain(0);
		await Promise.all(busy);
	});
});

test('one address has no more connections than its share, and gets them back', async () => {
	const answers = { ...ANSWERS, countAs: (address?: string) => address ?? null };
	port = await freePort();
	server = await listen({ host: '127.0.0.1', port }, answers, {
		...LIMITS,
		connectionsPerAddress: 3
	});
	server.handle((_, response) => response.end('ok'));
	const idle = await silent(3);
	expect((await ask('/', 'mooring.example')).status).toBe(0);
	expect(idle.some(({ closed }) => closed)).toBe(false);
	for (const socket of idle) socket.destroy();
	await expect.poll(async () => (await ask('/', 'mooring.example')).status).toBe(200);
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
		let hasBegun = false;
		server.handle((_, response) => {
			hasBegun = true;
			setTimeout(() => response.end('ok'), 80);
		});
		const answer = ask('/', 'mooring.example');
		await expect.poll(() => hasBegun).toBe(true);
		await server.drain(10_000);
		expect((await answer).status).toBe(200);
	});
});

test('a port in use is one sentence', async () => {
	await start();
	const second = listen({ host: '127.0.0.1', port }, ANSWERS);
	await expect(second).rejects.toThrow(`Port ${String(port)} is in use`);
});

describe('requests that come faster than answers are read', () => {
	beforeEach(() => start());
	test('begin one after the other on a connection, and are answered in their order', async () => {
		let underWay = 0;
		let most = 0;
		server.handle((request, response) => {
			most = Math.max(most, ++underWay);
			setTimeout(() => {
				underWay -= 1;
				response.end(`<${String(request.url)}>`);
			}, 2);
		});
		const lines = Array.from(
			{ length: 20 },
			(_, at) => `GET /${String(at)} HTTP/1.1\r\n${HOST}\r\n`
		);
		const { text } = await onTheWire(port, `${lines.join('\r\n')}Connection: close\r\n\r\n`);
		expect(text.match(/<.*?>/g)).toEqual(lines.map((_, at) => `</${String(at)}>`));
		expect(most).toBe(1);
	});

	test('and in their thousands cost one answer and the connection', async () => {
		let begun = 0;
		server.handle((_, response) => {
			begun += 1;
			response.end(Buffer.alloc(1_000_000));
		});
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		socket.pause();
		socket.write(one().repeat(3_000));
		await shortly();
		expect(begun).toBeLessThanOrEqual(1);
		socket.resume();
		await new Promise((resolve) => socket.once('close', resolve));
	});

	test('keep nobody from hearing that the server is well', async () => {
		server.handle((request, response) => {
			const until = performance.now() + (request.url === '/healthz' ? 0 : 5);
			while (performance.now() < until);
			response.end('ok');
		});
		let left = 200;
		const flood = Array.from({ length: left }, () =>
			ask('/', 'mooring.example').then(() => (left -= 1))
		);
		await shortly();
		expect((await ask('/healthz', 'any')).status).toBe(200);
		expect(left).toBeGreaterThan(50);
		await Promise.all(flood);
	});
});

describe('what is piped into an answer', () => {
	beforeEach(() => start());

	test('is let go of when its reader leaves, also one who has left already', async () => {
		const sources: Readable[] = [];
		server.handle((_, response) => {
			const source = new Readable({ read: () => {} });
			sources.push(source);
			source.push('begun');
			if (sources.length === 1) source.pipe(response);
			else response.once('close', () => setTimeout(() => source.pipe(response), 5));
		});
		for (let asked = 1; asked <= 2; asked += 1) {
			const socket = connect(port, '127.0.0.1');
			socket.write(one());
			await expect.poll(() => sources.length).toBe(asked);
			socket.destroy();
		}
		await expect.poll(() => sources.map(({ destroyed }) => destroyed)).toEqual([true, true]);
	});

	test.each([
		['is gone', 'ENOENT', 404],
		['cannot be opened now', 'EMFILE', 500]
	])('and %s is an answer that says so', async (_name, code, status) => {
		server.handle((_, response) => {
			response.writeHead(200, { 'content-length': 5, 'cache-control': 'immutable', etag: '"x"' });
			const source = new Readable({ read: () => {} });
			source.pipe(response);
			source.destroy(Object.assign(new Error('secret'), { code }));
		});
		const heard = await ask('/', 'mooring.example');
		expect(heard.status).toBe(status);
		expect(heard.headers).toMatchObject({ 'cache-control': 'no-store' });
		expect(heard.headers).not.toHaveProperty('content-length', '5');
		expect(heard.text).not.toContain('secret');
	});

	test('and fails half-way ends the answer, and no other one', async () => {
		server.handle((request, response) => {
			if (request.url === '/whole') return response.end('ok');
			const source = new Readable({ read: () => {} });
			source.push('begun');
			source.pipe(response);
			setTimeout(() => source.destroy(new Error('gone')), 5);
		});
		expect((await ask('/', 'mooring.example')).status).toBe(200);
		expect((await ask('/whole', 'mooring.example')).status).toBe(200);
	});

	test('is never asked for in parts', async () => {
		let range: string | undefined = 'not asked';
		server.handle((request, response) => {
			range = request.headers.range;
			response.end('ok');
		});
		expect((await ask('/', 'mooring.example', 'Range: bytes=5-1')).status).toBe(200);
		expect(range).toBeUndefined();
	});
});
