import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { createLog } from '../log.ts';
import type { Call } from '../relay/call.ts';
import { graphFront } from './graph-front.ts';

const settings = {
	origin: new URL('https://mooring.example'),
	toolsOrigins: [new URL('http://mooring:3000')],
	addressHeader: null,
	xffDepth: 1
};

function world(
	act: (
		call: Call
	) => Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>
) {
	const lines: { level: string; fields: object; words: string }[] = [];
	const note = (level: string) => (fields: object, words: string) =>
		void lines.push({ level, fields, words });
	const log = Object.assign(createLog('silent'), {
		info: note('info'),
		debug: note('debug'),
		error: note('error')
	});
	const calls: Call[] = [];
	const relay = {
		answer: (call: Call) => {
			calls.push(call);
			return act(call);
		}
	};
	const front = graphFront(settings, 'info');
	const ask = (
		url: string,
		{ method = 'GET', address = '203.0.113.7', ...headers }: Record<string, string> = {}
	) =>
		front({ relay, log, requestLines: log }, {
			method,
			url,
			headers: { host: 'mooring.example', ...headers },
			socket: { remoteAddress: address }
		} as unknown as IncomingMessage);
	return { ask, calls, lines };
}
const fine = () =>
	Promise.resolve({ status: 200, headers: { 'content-length': '2' }, body: Buffer.from('{}') });
const unknown = () =>
	Promise.reject(new ToolRefusal('key_unknown', 'This key opens nothing.', 'Make a new one.'));

describe('what answers programs ahead of Kit', () => {
	it('hands on what was asked as it came, and what came back', async () => {
		const { ask, calls, lines } = world(fine);
		const answer = await ask('/graph/v25.0/me%2Fmedia?a=%20+b', { authorization: 'Bearer x' });
		expect(calls).toMatchObject([
			{
				method: 'GET',
				path: '/v25.0/me%2Fmedia',
				query: 'a=%20+b',
				body: null,
				authorization: 'Bearer x',
				base: 'https://mooring.example/graph',
				address: '203.0.113.7'
			}
		]);
		const id = calls[0]?.requestId;
		expect(answer).toMatchObject({ status: 200, body: Buffer.from('{}') });
		expect(answer?.headers).toEqual({
			'content-length': '2',
			'cache-control': 'no-store',
			vary: 'Authorization',
			'mooring-request-id': id,
			'x-request-id': id
		});
		expect(lines).toMatchObject([
			{
				level: 'info',
				words: 'request',
				fields: { requestId: id, method: 'GET', status: 200, route: '/graph/[...rest]' }
			}
		]);
	});

	it.each([
		['POST', '/graph/me'],
		['OPTIONS', '/graph/me'],
		['GET', '/graphs'],
		['GET', '/api/v1/key'],
		['GET', '/feed/x/json'],
		['GET', '/']
	])('leaves %s %s to Kit', (method, url) => {
		expect(world(fine).ask(url, { method })).toBeNull();
	});

	it('leads links to the origin by which a call came', async () => {
		const { ask, calls } = world(fine);
		await ask('/graph/me', { host: 'mooring:3000' });
		expect(calls[0]?.base).toBe('http://mooring:3000/graph');
	});

	it.each([
		['wrong_host', 421, { host: 'evil.example' }],
		['browser_refused', 403, { origin: 'https://elsewhere.example' }],
		['browser_refused', 403, { 'sec-fetch-site': 'cross-site' }]
	])('refuses as %s, and asks nobody', async (code, status, headers) => {
		const { ask, calls } = world(fine);
		const answer = await ask('/graph/me', headers);
		expect(answer?.status).toBe(status);
		expect(String(answer?.body)).toContain(code);
		expect(calls).toEqual([]);
	});

	it('sends no body to HEAD, of a refusal neither', async () => {
		const good = await world(fine).ask('/graph/me', { method: 'HEAD' });
		expect([good?.headers['content-length'], good?.body]).toEqual(['2', null]);
		const refused = await world(unknown).ask('/graph/me', {
			method: 'HEAD',
			address: '203.0.113.1'
		});
		expect([refused?.status, refused?.body]).toEqual([401, null]);
	});

	it('words a fault of ours without its message, and logs where it broke', async () => {
		const { ask, lines } = world(() => Promise.reject(new Error('a secret')));
		const answer = await ask('/graph/me');
		expect(answer?.status).toBe(500);
		expect(lines.map(({ words }) => words)).toEqual(['unexpected error', 'request']);
		expect(JSON.stringify([answer, lines])).not.toContain('a secret');
	});

	it('tells who tries many keys to wait, and logs the first of those', async () => {
		const { ask, lines } = world(unknown);
		const statuses: (number | undefined)[] = [];
		for (let at = 0; at < 310; at += 1) {
			statuses.push((await ask('/graph/me', { address: '203.0.113.99' }))?.status);
		}
		expect(new Set(statuses.slice(0, 300))).toEqual(new Set([401]));
		expect(new Set(statuses.slice(300))).toEqual(new Set([429]));
		expect(lines).toHaveLength(301);
	});
});
