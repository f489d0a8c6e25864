import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { jpegOf } from './drawing.ts';
import { type GraphCaller, type GraphTestClient, startGraphClient } from './test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
let server: Server;
let url: string;
let robots: string;
let asked: string[];

const jpeg = (width: number, height: number) => jpegOf('fetched', width, height);
/** The same picture with the mark of a progressive one. */
const progressive = () => {
	const bytes = Buffer.from(jpeg(400, 400));
	bytes[bytes.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc2;
	return bytes;
};

const ANSWERS: Record<string, RequestListener> = {
	'/robots.txt': (_request, response) => response.end(robots),
	'/good.jpg': (_request, response) => response.end(jpeg(400, 400)),
	'/portrait.jpg': (_request, response) => response.end(jpeg(400, 500)),
	'/tall.jpg': (_request, response) => response.end(jpeg(360, 640)),
	'/wide.jpg': (_request, response) => response.end(jpeg(800, 400)),
	'/moved.jpg': (_request, response) => response.writeHead(302, { location: '/good.jpg' }).end(),
	'/page.jpg': (_request, response) =>
		response.setHeader('content-type', 'text/html').end('<!doctype html>'),
	'/progressive.jpg': (_request, response) => response.end(progressive()),
	'/picture.png': (_request, response) => response.end(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
	'/large.jpg': (_request, response) => response.end(Buffer.alloc(8 * 1024 * 1024 + 1, 0xff)),
	'/picture.gif': (_request, response) =>
		response.setHeader('content-type', 'image/gif').end('GIF89a'),
	'/cut.jpg': (request) => request.socket.destroy()
};

beforeAll(async () => {
	client = await startGraphClient();
	server = createServer((request, response) => {
		asked.push(`${request.url} ${request.headers['user-agent']}`);
		const answer = ANSWERS[request.url ?? ''];
		if (answer) answer(request, response);
		else response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
beforeEach(async () => {
	[robots, asked] = ['', []];
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
});
afterAll(async () => {
	await client.close();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const create = (path: string, more: Record<string, string> = {}) =>
	caller.post(`${caller.id}/media`, { image_url: url + path, ...more });

test('a picture is really fetched, after robots.txt, by a crawler that says who it is', async () => {
	expect(await create('/good.jpg')).toHaveProperty('id');
	expect(asked.map((line) => line.split(' ')[0])).toEqual(['/robots.txt', '/good.jpg']);
	for (const line of asked) expect(line).toContain('facebookexternalhit');
	expect(await create('/portrait.jpg')).toHaveProperty('id');
});

test.each<[string, number, number]>([
	['/moved.jpg', 9004, 2_207_052],
	['/page.jpg', 9004, 2_207_052],
	['/progressive.jpg', 9004, 2_207_052],
	['/picture.png', 9004, 2_207_052],
	['/missing.jpg', 9004, 2_207_052],
	['/cut.jpg', 9004, 2_207_052],
	['/picture.gif', 36_001, 2_207_005],
	['/large.jpg', 36_000, 2_207_004],
	['/tall.jpg', 36_003, 2_207_009],
	['/wide.jpg', 36_003, 2_207_009]
])('%s is refused', async (path, code, subcode) => {
	const { error } = await create(path);
	expect(error).toMatchObject({ code, error_subcode: subcode, is_transient: false });
	expect(error).toHaveProperty('error_user_title');
});

test('a story may be tall', async () => {
	expect(await create('/tall.jpg', { media_type: 'STORIES' })).toHaveProperty('id');
});

test.each([
	['User-agent: *\nDisallow: /', 9004],
	['User-agent: facebookexternalhit\nDisallow: /good.jpg', 9004],
	['User-agent: *\nDisallow: /\n\nUser-agent: facebookexternalhit\nAllow: /', undefined],
	['User-agent: other\nDisallow: /', undefined],
	['User-agent: *\nDisallow: /\nAllow: /*.jpg$', undefined]
])('robots.txt %j', async (text, code) => {
	robots = text;
	expect((await create('/good.jpg')).error?.code).toBe(code);
});

test.each(['ftp://x/y.jpg', 'nothing', 'http://127.0.0.1:1/x.jpg', 'file:///etc/passwd'])(
	'%s cannot be fetched',
	async (address) => {
		const { error } = await caller.post('me/media', { image_url: address });
		expect(error).toMatchObject({ code: 9004, error_subcode: 2_207_052 });
	}
);

test('a switch takes every address on trust', async () => {
	await client.control('POST', 'switches', { fetcher: 'trusting' });
	expect(await create('/missing.jpg')).toHaveProperty('id');
	expect(asked).toEqual([]);
});
