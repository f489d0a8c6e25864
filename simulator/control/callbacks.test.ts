import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../apps.ts';
import { startTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
let server: Server;
let url: string;
let arrived: { method: string | undefined; path: string | undefined; type: string; body: string }[];

beforeAll(async () => {
	client = await startTestClient();
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const type = request.headers['content-type'] ?? '';
			arrived.push({ method: request.method, path: request.url, type, body });
			if (request.url === '/elsewhere') response.writeHead(302, { location: '/taken' }).end();
			else response.writeHead(201).end('taken');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/taken`;
});
beforeEach(async () => {
	arrived = [];
	await client.control('POST', 'reset');
});
afterAll(async () => {
	await client.close();
	await new Promise((resolve) => server.close(resolve));
});

const send = (body: object) =>
	client.control('POST', 'callbacks', { kind: 'deauthorize', url, ...body });

function contentsOf(body = '', secret: string) {
	const form = new URLSearchParams(body);
	const [signature, payload = ''] = (form.get('signed_request') ?? '').split('.');
	expect([...form.keys()]).toEqual(['signed_request']);
	expect(signature).toBe(createHmac('sha256', secret).update(payload).digest('base64url'));
	return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

test('posts a signed form, and says what came back', async () => {
	expect(await send({ username: 'ada.draws' })).toEqual({ status: 201, body: 'taken' });
	expect(arrived).toMatchObject([
		{ method: 'POST', path: '/taken', type: expect.stringContaining('urlencoded') as string }
	]);
	const contents = contentsOf(arrived[0]?.body, DEFAULT_APP.clientSecret);
	expect(contents).toMatchObject({
		algorithm: 'HMAC-SHA256',
		user_id: expect.stringMatching(/^17841\d+$/) as string
	});
	expect(Math.abs(Number(contents['issued_at']) - Date.now() / 1000)).toBeLessThan(60);
});

test('has the id, the time and the secret that were asked for', async () => {
	const userId = 'app_scoped';
	await send({ username: 'ada.draws', userId, issuedAt: 12, signedWith: 'facebook' });
	const token = await client.token();
	const me = (await (await client.ask(`/me?fields=id&access_token=${token}`)).json()) as {
		id: string;
	};
	expect(contentsOf(arrived[0]?.body, DEFAULT_FACEBOOK_APP.clientSecret)).toEqual({
		algorithm: 'HMAC-SHA256',
		issued_at: 12,
		user_id: me.id
	});
});

test('speaks of a person of Facebook, on the clock of the simulator', async () => {
	await client.control('POST', 'clock', { now: '2030-01-01T00:00:00Z' });
	await send({ person: 'one.page', kind: 'data_deletion' });
	const contents = contentsOf(arrived[0]?.body, DEFAULT_FACEBOOK_APP.clientSecret);
	expect(contents['user_id']).toMatch(/^122\d+$/);
	expect(Math.abs(Number(contents['issued_at']) - Date.UTC(2030, 0, 1) / 1000)).toBeLessThan(60);
});

test('follows no redirect', async () => {
	const elsewhere = url.replace('taken', 'elsewhere');
	expect(await send({ username: 'ada.draws', url: elsewhere })).toMatchObject({ status: 302 });
	expect(arrived).toHaveLength(1);
});

test.each([
	['another machine', { url: 'http://192.0.2.1/x' }],
	['a name that begins like ours', { url: 'http://localhost.example/x' }],
	['a name in front', { url: 'http://localhost@example.test/x' }],
	['another scheme', { url: 'ftp://localhost/x' }],
	['no address', { url: '/auth/instagram/deauthorize' }],
	['nothing that listens', { url: 'http://127.0.0.1:1/' }],
	['no kind', { kind: 'remove' }],
	['an unknown account', { username: 'nobody' }],
	['an unknown person', { username: null, person: 'nobody' }],
	['nobody', { username: null }],
	['an odd time', { issuedAt: '2030-01-01' }],
	['an odd id', { userId: 'page' }],
	['an odd secret', { signedWith: 'mine' }],
	['an odd field', { secret: 'x' }]
])('refuses %s', async (_name, changes) => {
	await expect(send({ username: 'ada.draws', ...changes })).rejects.toThrow('"message"');
	expect(arrived).toEqual([]);
});
