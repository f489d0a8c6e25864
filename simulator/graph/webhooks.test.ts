import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../apps.ts';
import { type GraphTestClient, idsIn, startGraphClient } from './test-client.ts';

let client: GraphTestClient;
let server: Server;
let url: string;
let challenge: string | null;
let arrived: { body: string; headers: IncomingHttpHeaders }[];

beforeAll(async () => {
	client = await startGraphClient();
	server = createServer((request, response) => {
		const { searchParams } = new URL(request.url ?? '', 'http://x');
		if (request.method === 'GET') {
			const isMeant = searchParams.get('hub.verify_token') === 'mine';
			return response.end(isMeant ? (challenge ?? searchParams.get('hub.challenge')) : 'no');
		}
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			arrived.push({ body, headers: request.headers });
			response.end('ok');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
});
beforeEach(async () => {
	[challenge, arrived] = [null, []];
	await client.control('POST', 'reset');
});
afterAll(async () => {
	await client.close();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const hook = (body: object = {}) =>
	client.control('POST', 'webhooks', { url, verifyToken: 'mine', ...body });

/** Subscribes the app, and says which post is the newest. */
async function subscribed(fields = 'comments'): Promise<string> {
	const caller = await client.caller('instagram');
	await caller.post(`${caller.id}/subscribed_apps`, { subscribed_fields: fields });
	return idsIn(await caller.get('me/media'))[0] ?? '';
}

const said = (mediaId: string, text = 'Schön / "gut" 🪁') =>
	client.control('POST', 'comments', { mediaId, text, username: 'mira.paints' });

test('a new comment is told, signed over the bytes that are sent', async () => {
	await hook();
	const mediaId = await subscribed();
	const { id } = await said(mediaId);
	await expect.poll(() => arrived).toHaveLength(1);
	const [{ body, headers }] = arrived as [(typeof arrived)[0]];
	const signed = (kind: string) =>
		createHmac(kind, DEFAULT_APP.clientSecret).update(body).digest('hex');
	expect(headers['x-hub-signature-256']).toBe(`sha256=${signed('sha256')}`);
	expect(headers['x-hub-signature']).toBe(`sha1=${signed('sha1')}`);
	expect(body).toContain('\\u00f6n \\/ ');
	const account = client.world.accounts.get('ada.draws');
	expect(JSON.parse(body)).toEqual({
		object: 'instagram',
		entry: [
			{
				id: account?.userId,
				time: expect.any(Number) as unknown,
				changes: [
					{
						field: 'comments',
						value: {
							from: { id: expect.any(String) as unknown, username: 'mira.paints' },
							media: { id: mediaId, media_product_type: 'FEED' },
							id,
							text: 'Schön / "gut" 🪁'
						}
					}
				]
			}
		]
	});
	const { deliveries } = await client.control('GET', 'webhooks');
	expect(deliveries).toMatchObject([{ url, status: 200 }]);
});

test('one’s own comment over the Graph is told too, an answer with its parent', async () => {
	await hook();
	const mediaId = await subscribed();
	const { id } = await said(mediaId);
	const caller = await client.caller('instagram');
	await caller.post(`${String(id)}/replies`, { message: 'Thanks' });
	await expect.poll(() => arrived).toHaveLength(2);
	expect(arrived[1]?.body).toContain(`"parent_id":"${String(id)}"`);
});

test('twice by switch; not to who did not subscribe, nor in development mode', async () => {
	await hook();
	const mediaId = await subscribed();
	await client.control('POST', 'switches', { webhooksTwice: true });
	await said(mediaId);
	await expect.poll(() => arrived).toHaveLength(2);
	await client.control('POST', 'switches', { developmentMode: true });
	await said(mediaId);
	await client.control('POST', 'switches', { developmentMode: false });
	const caller = await client.caller('instagram');
	await caller.call('DELETE', 'me/subscribed_apps');
	await said(mediaId);
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(arrived).toHaveLength(2);
});

test('by Facebook Login through the Page, signed with that app’s secret', async () => {
	await hook({ login: 'facebook' });
	const scopes = ['instagram_basic', 'instagram_manage_comments', 'pages_read_engagement'];
	const given = async (more: string[]) =>
		String(
			(
				await client.control('POST', 'facebook/token', {
					username: 'one.page',
					kind: 'page',
					scopes: [...scopes, ...more]
				})
			).token
		);
	const page = client.world.facebook.people.get('one.page')?.pages[0]?.id ?? '';
	const subscribe = async (token: string, method = 'POST') => {
		const query = `subscribed_fields=feed&access_token=${token}`;
		return client.ask(`/v25.0/${page}/subscribed_apps?${query}`, { method });
	};
	expect((await subscribe(await given([]))).status).toBe(403);
	const token = await given(['pages_manage_metadata']);
	expect(await (await subscribe(token)).json()).toEqual({ success: true });
	const byMe = await client.ask(`/me/subscribed_apps?access_token=${token}`);
	expect(((await byMe.json()) as { data: unknown[] }).data).toHaveLength(1);
	expect(await (await subscribe(token, 'GET')).json()).toMatchObject({
		data: [{ id: DEFAULT_FACEBOOK_APP.clientId, subscribed_fields: ['feed'] }]
	});
	await said(await subscribed());
	await expect.poll(() => arrived).toHaveLength(1);
	const [{ body, headers }] = arrived as [(typeof arrived)[0]];
	const secret = DEFAULT_FACEBOOK_APP.clientSecret;
	const mark = createHmac('sha256', secret).update(body).digest('hex');
	expect(headers['x-hub-signature-256']).toBe(`sha256=${mark}`);
	expect(await (await subscribe(token, 'DELETE')).json()).toEqual({ success: true });
	expect(await (await subscribe(token, 'GET')).json()).toEqual({ data: [] });
});

test('an address that does not answer the challenge is refused, and one elsewhere', async () => {
	challenge = 'something else';
	await expect(hook()).rejects.toThrow('could not be validated');
	challenge = null;
	await expect(hook({ verifyToken: 'wrong' })).rejects.toThrow('could not be validated');
	await expect(hook({ url: 'http://192.0.2.1/x' })).rejects.toThrow('localhost');
	await expect(hook({ clientId: 'nobody' })).rejects.toThrow('clientId');
});
