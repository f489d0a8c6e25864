import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type Request, send } from './request.ts';

/** What only a real socket shows: this one listens on loopback, the network stays closed. */
let server = createServer();
const SOON = { timeoutMs: 300 };

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function ask(listener: RequestListener, request: Partial<Request> = {}) {
	server = createServer(listener);
	// Any free port, another for each test: fetch keeps connections to the former server.
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const url = new URL(`http://127.0.0.1:${port}/me`);
	const started = performance.now();
	const result = await send({ method: 'GET', url, timeoutMs: 20_000, ...request }).catch(
		(error: unknown) => error
	);
	return { result, ms: performance.now() - started };
}

test('no answer at all ends in time', async () => {
	const { result, ms } = await ask(() => undefined, SOON);
	expect(result).toMatchObject({ reason: 'timeout' });
	expect(ms).toBeLessThan(10_000);
});

test('a body that drips ends in time', async () => {
	const { result, ms } = await ask((_, response) => {
		response.writeHead(200);
		const drip = setInterval(() => response.write('x'), 20);
		response.on('close', () => {
			clearInterval(drip);
		});
	}, SOON);
	expect(result).toMatchObject({ reason: 'timeout' });
	expect(ms).toBeLessThan(10_000);
});

test('a connection that is cut', async () => {
	const { result } = await ask((_, response) => {
		response.writeHead(200, { 'content-length': '100' });
		response.write('{"access_token":"IGAA');
		setTimeout(() => response.destroy(), 20);
	});
	expect(result).toMatchObject({ reason: 'network' });
});

test('a compressed bomb counts as what it becomes', async () => {
	const { result } = await ask((_, response) => {
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end(gzipSync(Buffer.alloc(20_000_000)));
	});
	expect(result).toMatchObject({ what: 'more than 1 MB' });
});

test('a form goes urlencoded', async () => {
	const form = new URLSearchParams({ code: 'a b&ü' });
	let type: string | undefined;
	const { result } = await ask(
		(request, response) => {
			type = request.headers['content-type'];
			request.pipe(response);
		},
		{ method: 'POST', form }
	);
	expect(result).toEqual({ status: 200, text: 'code=a+b%26%C3%BC' });
	expect(type).toMatch(/^application\/x-www-form-urlencoded/);
});

test('a redirect is not followed', async () => {
	const seen: (string | undefined)[] = [];
	const { result } = await ask((request, response) => {
		seen.push(request.url);
		response.writeHead(302, { location: '/elsewhere' }).end();
	});
	expect(result).toMatchObject({ what: 'a redirect', httpStatus: 302 });
	expect(seen).toEqual(['/me']);
});
