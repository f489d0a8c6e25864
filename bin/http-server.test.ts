import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../tests/support/instance.ts';
import { listen } from './http-server.mjs';

const HOSTS = {
	isOurHost: (host: string | undefined) => host === 'mooring.example',
	wrongHostPage: 'elsewhere',
	wrongHostHeaders: { 'Content-Type': 'text/html' }
};
let port = 0;
let server: Awaited<ReturnType<typeof listen>>;

beforeEach(async () => {
	port = await freePort();
	server = await listen({ host: '127.0.0.1', port }, HOSTS);
});
afterEach(() => server.drain(0));

/** The status of a request written by hand: fetch would mend what is wrong in it. */
function ask(target: string, host: string, more = '') {
	return new Promise<string>((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		let answer = '';
		socket.on('data', (chunk) => (answer += chunk.toString()));
		socket.on('error', reject);
		socket.on('close', () => resolve(answer.split(' ')[1] ?? ''));
		socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`);
	});
}

describe('a request', () => {
	beforeEach(() => server.handle((_, response) => response.end('ok')));

	test.each([
		['/', 'mooring.example', '200'],
		['/', 'evil.example', '421'],
		['/healthz', '10.0.0.1:3000', '200'],
		['/readyz?x', '10.0.0.1:3000', '200'],
		['/healthz/x', '10.0.0.1:3000', '421'],
		['http://mooring.example/', 'mooring.example', '400']
	])('for %s of the Host %s is answered %s', async (target, host, status) => {
		expect(await ask(target, host)).toBe(status);
	});

	test('with 17 KB of headers is 431', async () => {
		expect(await ask('/', 'mooring.example', `X: ${'a'.repeat(17_000)}\r\n`)).toBe('431');
	});
});

test('waits for an app that is still starting', async () => {
	const answer = ask('/', 'mooring.example');
	await new Promise((resolve) => setTimeout(resolve, 30));
	server.handle((_, response) => response.end('ok'));
	expect(await answer).toBe('200');
});

test('is 500 where the app throws, without a word of why', async () => {
	server.handle(() => Promise.reject(new Error('secret')));
	expect(await ask('/', 'mooring.example')).toBe('500');
});

test('under way is finished before the stop', async () => {
	server.handle((_, response) => setTimeout(() => response.end('ok'), 80));
	const answer = ask('/', 'mooring.example');
	await new Promise((resolve) => setTimeout(resolve, 30));
	await server.drain(1000);
	expect(await answer).toBe('200');
});

test('a port in use is one sentence', async () => {
	const second = listen({ host: '127.0.0.1', port }, HOSTS);
	await expect(second).rejects.toThrow(`Port ${String(port)} is in use`);
});
