import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { completeHeaders } from './answer-headers.mjs';

const DEFAULTS = { 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' };

/** The answer of a server that writes it in this way. */
async function answered(write: (response: ServerResponse) => void) {
	const server = createServer((_, response) => {
		completeHeaders(response, DEFAULTS);
		write(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const response = await fetch(`http://127.0.0.1:${String(port)}/`, { redirect: 'manual' });
	await response.text();
	server.close();
	return response;
}

test('an answer that sets nothing gets all headers and is not kept', async () => {
	const { headers } = await answered((response) => response.end('Not found'));
	expect(headers.get('x-frame-options')).toBe('DENY');
	expect(headers.get('cache-control')).toBe('no-store');
});

test('what an answer sets itself stays, in whichever way it does', async () => {
	const { status, headers } = await answered((response) => {
		response.setHeader('Referrer-Policy', 'no-referrer');
		response.writeHead(404, { 'X-Frame-Options': 'SAMEORIGIN' }).end();
	});
	expect(status).toBe(404);
	expect(headers.get('referrer-policy')).toBe('no-referrer');
	expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
});

test('a file may be kept, for ever only if it says so', async () => {
	const file = { etag: 'W/"1-2"' };
	const plain = await answered((response) => response.writeHead(200, file).end('x'));
	expect(plain.headers.get('cache-control')).toBe('no-cache');
	const immutable = await answered((response) => {
		response.setHeader('cache-control', 'public,max-age=31536000,immutable');
		response.writeHead(200, file).end('x');
	});
	expect(immutable.headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
	const unchanged = await answered((response) => response.writeHead(304).end());
	expect(unchanged.headers.get('cache-control')).toBeNull();
});

test('what is no file is not kept, whatever it says', async () => {
	const { headers } = await answered((response) => {
		response.writeHead(404, { 'cache-control': 'public, max-age=0, must-revalidate' }).end();
	});
	expect(headers.get('cache-control')).toBe('no-store');
});

test('a 308 repeats no query, a 303 does', async () => {
	const location = '/connect/?code=secret#x';
	const moved = await answered((response) => response.writeHead(308, { location }).end());
	expect(moved.headers.get('location')).toBe('/connect/');
	const seen = await answered((response) => response.writeHead(303, { location }).end());
	expect(seen.headers.get('location')).toBe(location);
});
