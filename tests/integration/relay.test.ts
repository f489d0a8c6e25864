import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type { ConnectionView } from '../../src/lib/view.ts';
import { leaksIn } from '../support/leaks.ts';
import { issuedSecrets } from '../support/practice.ts';
import {
	type Answer,
	type GraphBody,
	PICTURE,
	startTools,
	type ToolsWorld
} from '../support/tools-world.ts';

const LOGINS = ['instagram', 'facebook'] as const;
type Login = (typeof LOGINS)[number];

let world: ToolsWorld;
const keys = {} as Record<Login, string>;
const received: string[] = [];

beforeAll(async () => {
	world = await startTools();
	for (const login of LOGINS) keys[login] = (await world.key([world.connections[login]])).text;
});
afterAll(() => world.remove());
beforeEach(async () => {
	await world.control('DELETE', 'faults');
	world.recorder.taken();
});

async function graph(key: string | null, call: string, init?: RequestInit): Promise<Answer> {
	const answer = await world.graph(key, call, init);
	received.push(JSON.stringify([...answer.headers]) + answer.text);
	return answer;
}
const form = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields) });
const fault = (endpoint: string, kind: string, more = {}) =>
	world.control('POST', 'faults', { endpoint, kind, times: 1, ...more });
const idsIn = ({ body }: Answer) => (body.data ?? []).map(({ id }) => String(id));
const refused = ({ status, body }: Answer) => [status, body.error?.mooring?.code];
async function someComment(key: string) {
	const posts = await graph(key, 'GET /me/media?fields=comments{id}&limit=50');
	const comments = posts.body.data?.find((one) => one['comments'])?.['comments'];
	return String((comments as GraphBody | undefined)?.data?.[0]?.id);
}
async function statusOf({ id }: ConnectionView) {
	const { body } = await world.owner.api(`${world.origin}/api/connections/${id}`);
	return (body as { connection: ConnectionView }).connection.status;
}
const audited = async () => {
	const { db } = openDatabase(`${world.dataDir}/mooring.db`);
	const lines = await db
		.selectFrom('auditLog')
		.select(['connectionId', 'detail'])
		.where('kind', '=', 'graph_write')
		.orderBy('id')
		.execute();
	await db.destroy();
	return lines.map(({ connectionId, detail }) => ({
		connectionId,
		...(JSON.parse(detail) as { keyId: string; row: string; status: number | null })
	}));
};

describe.each(LOGINS)('every row passes, by %s', (login) => {
	let post: string;
	let account: string;
	beforeAll(async () => {
		account = world.connections[login].account.id;
		[post = ''] = idsIn(await graph(keys[login], 'GET /me/media'));
	});

	test('reads', async () => {
		const key = keys[login];
		const me = await graph(key, `GET /${account}?fields=username,followers_count`);
		expect(me.body).toMatchObject({ username: 'ada.draws', followers_count: 1822 });
		expect(idsIn(await graph(key, 'GET /v3.2/me/media?limit=3'))).toHaveLength(3);
		expect(idsIn(await graph(key, `GET /v25.0//${account}/stories`))).toHaveLength(2);
		expect((await graph(key, `GET /${post}?fields=caption`)).body).toHaveProperty('caption');
		const albums = await graph(key, 'GET /me/media?fields=media_type&limit=50');
		const album = albums.body.data?.find((one) => one['media_type'] === 'CAROUSEL_ALBUM');
		const children = await graph(key, `GET /${String(album?.id)}/children?fields=media_type`);
		expect(idsIn(children).length).toBeGreaterThan(1);
		const numbers = await graph(key, 'GET /me/insights?metric=reach&period=day');
		expect(numbers.body.data?.[0]).toMatchObject({ name: 'reach' });
		const views = await graph(key, `GET /${post}/insights?metric=views`);
		expect(views.body.data?.[0]).toMatchObject({ name: 'views' });
		expect((await graph(key, `GET /${post}/comments`)).status).toBe(200);
		const comment = await someComment(key);
		expect((await graph(key, `GET /${comment}/replies`)).status).toBe(200);
		const limit = await graph(key, 'GET /me/content_publishing_limit?fields=quota_usage');
		expect(limit.body.data?.[0]).toHaveProperty('quota_usage');
	});

	test('writes, each with one line in the audit log', async () => {
		const key = keys[login];
		const before = (await audited()).length;
		const made = await graph(key, `POST /${post}/comments`, form({ message: 'Hello!' }));
		const reply = await graph(key, `POST /${String(made.body.id)}/replies?message=And+more`);
		const hide = await graph(key, `POST /${String(made.body.id)}`, form({ hide: 'true' }));
		expect(hide.body).toEqual({ success: true });
		const gone = await graph(key, `DELETE /${String(reply.body.id)}`);
		expect(gone.body).toEqual({ success: true });
		const json = JSON.stringify({ image_url: PICTURE, caption: `By ${login}`, alt_text: null });
		const headers = { 'content-type': 'application/json' };
		const container = await graph(key, 'POST /me/media', { body: json, headers });
		const status = await graph(key, `GET /${String(container.body.id)}?fields=status_code`);
		expect(status.body['status_code']).toBe('FINISHED');
		const creation = form({ creation_id: String(container.body.id) });
		const published = await graph(key, 'POST /me/media_publish', creation);
		expect(published.body.id).toMatch(/^\d+$/);
		expect((await audited()).slice(before)).toMatchObject(
			['comment', 'reply', 'moderate', 'delete-comment', 'container', 'publish'].map((row) => ({
				connectionId: world.connections[login].id,
				row,
				status: 200
			}))
		);
	});

	test('a client that renews for itself gets its key again, and Meta is not asked', async () => {
		for (const path of ['refresh_access_token', 'v25.0/access_token']) {
			const secret = 'client_secret=0123456789abcdef0123456789abcdef';
			const { body } = await graph(null, `GET /${path}?access_token=${keys[login]}&${secret}`);
			expect(body).toMatchObject({ access_token: keys[login], token_type: 'bearer' });
			expect(Number(body['expires_in'])).toBeGreaterThan(5_000_000);
		}
		expect(world.recorder.taken()).toEqual([]);
	});

	test('HEAD has the length of a GET, OPTIONS the methods', async () => {
		const [get, head] = [
			await graph(keys[login], `GET /${post}?fields=id`),
			await graph(keys[login], `HEAD /${post}?fields=id`)
		];
		expect(head.text).toBe('');
		expect(head.headers.get('content-length')).toBe(String(get.text.length));
		const options = await graph(keys[login], `OPTIONS /${post}`);
		expect([options.status, options.headers.get('allow')]).toEqual([
			204,
			'GET, HEAD, POST, DELETE, OPTIONS'
		]);
	});
});

describe('by Facebook Login', () => {
	test('me/accounts and the Page are told from what is stored', async () => {
		const key = keys.facebook;
		const fields = 'id,name,access_token,instagram_business_account{id,username}';
		const { body } = await graph(key, `GET /v25.0/me/accounts?fields=${fields}`);
		const [page] = body.data ?? [];
		expect(page).toEqual({
			id: expect.stringMatching(/^\d+$/) as string,
			name: 'Ada Draws',
			access_token: key,
			instagram_business_account: {
				id: world.connections.facebook.account.id,
				username: 'ada.draws'
			}
		});
		const one = await graph(key, `GET /${String(page?.id)}?fields=name`);
		expect(one.body).toEqual({ id: page?.id, name: 'Ada Draws' });
		expect(world.recorder.taken()).toEqual([]);
	});

	test('a connection that is older than that asks once', async () => {
		const { db } = openDatabase(`${world.dataDir}/mooring.db`);
		await db.updateTable('connections').set({ pageId: null, pageName: null }).execute();
		await db.destroy();
		for (const calls of [1, 0]) {
			const { body } = await graph(keys.facebook, 'GET /me/accounts');
			expect(body.data?.[0]).toMatchObject({ name: 'Ada Draws', access_token: keys.facebook });
			expect(world.recorder.taken()).toHaveLength(calls);
		}
	});

	test('a post is never deleted: what it is is asked first', async () => {
		const [post = ''] = idsIn(await graph(keys.facebook, 'GET /me/media'));
		world.recorder.taken();
		expect(refused(await graph(keys.facebook, `DELETE /${post}`))).toEqual([
			403,
			'path_not_allowed'
		]);
		expect(world.recorder.taken().map(({ method }) => method)).toEqual(['GET']);
		expect(idsIn(await graph(keys.facebook, 'GET /me/media'))).toContain(post);
	});
});

describe('what goes to Meta', () => {
	test('has none of the client’s headers, and not its key', async () => {
		const headers = {
			cookie: 'a=b',
			'x-forwarded-for': '192.0.2.1',
			referer: 'https://a.example/',
			'user-agent': 'client',
			'x-http-method-override': 'DELETE',
			range: 'bytes=0-1'
		};
		await graph(keys.facebook, 'GET /me/media?limit=1&access_token=' + keys.facebook, { headers });
		const [call] = world.recorder.taken();
		expect(new Set(Object.keys(call?.headers ?? {}))).toEqual(
			new Set(['host', 'connection', 'accept', 'accept-encoding', 'user-agent'])
		);
		expect(JSON.stringify(call)).not.toMatch(/moor_|client|b=|a\.example/);
		expect(call?.url).toMatch(/appsecret_proof=[0-9a-f]{64}/);
	});

	test('of what is refused: nothing', async () => {
		const none = (await world.key([world.connections.instagram], [])).text;
		const both = (await world.key(Object.values(world.connections))).text;
		const account = world.connections.instagram.account.id;
		const cases: [string | null, string, number, string][] = [
			[null, 'GET /me', 401, 'key_missing'],
			['moor_x', 'GET /me', 401, 'key_malformed'],
			[`IGAA${'x'.repeat(60)}`, 'GET /me', 401, 'key_malformed'],
			[keys.instagram, 'GET /a%2fb/me', 400, 'path_malformed'],
			[keys.instagram, 'GET /oauth/access_token', 403, 'path_not_allowed'],
			[keys.instagram, 'GET /me/permissions', 403, 'path_not_allowed'],
			[keys.instagram, 'POST /me/media?method=delete', 403, 'path_not_allowed'],
			[keys.instagram, 'GET /me?fields=access_token', 400, 'field_not_allowed'],
			[keys.instagram, 'GET /me?debug=all', 400, 'parameter_not_allowed'],
			[keys.instagram, 'PUT /me/media', 405, 'method_not_allowed'],
			[keys.instagram, 'GET /17841400000000009/media', 404, 'not_found'],
			[keys.instagram, 'GET /connections/unknown/me', 404, 'not_found'],
			[keys.instagram, `GET /me?access_token=${keys.facebook}`, 400, 'credentials_conflict'],
			[none, 'GET /me/media', 403, 'action_not_allowed'],
			[both, 'GET /me', 400, 'connection_needed'],
			[both, `GET /${account}`, 400, 'connection_needed'],
			[both, 'GET /123/comments', 400, 'connection_needed']
		];
		for (const [key, call, status, code] of cases) {
			expect([call, ...refused(await graph(key, call))]).toEqual([call, status, code]);
		}
		expect(world.recorder.taken()).toEqual([]);
	});

	test('where a permission is missing: nothing, and the cure is an address', async () => {
		const { db } = openDatabase(`${world.dataDir}/mooring.db`);
		const { id } = world.connections.instagram;
		const grant = (granted: string) =>
			db.updateTable('connections').set({ granted }).where('id', '=', id).execute();
		const { granted } = world.connections.instagram.permissions;
		await grant('["instagram_business_basic"]');
		const answer = await graph(keys.instagram, 'GET /me/insights?metric=reach&period=day');
		await grant(JSON.stringify(granted));
		await db.destroy();
		expect(refused(answer)).toEqual([403, 'permission_missing']);
		expect(answer.body.error?.message).toContain('instagram_business_manage_insights');
		expect(answer.body.error?.mooring?.cure).toContain(`${world.origin}/connections/${id}`);
		expect(world.recorder.taken()).toEqual([]);
	});
});

describe('what comes back', () => {
	test('are links that lead here and work, by header and by query, with connections/ID where it was', async () => {
		const both = (await world.key(Object.values(world.connections))).text;
		const { id } = world.connections.facebook;
		for (const [key, given, path] of [
			[keys.instagram, 'header', '/v25.0/me/media'],
			[keys.facebook, 'query', '/me/media'],
			[both, 'query', `/connections/${id}/me/media`]
		] as const) {
			const query = given === 'query' ? `&access_token=${key}` : '';
			const header = given === 'header' ? key : null;
			let next: string | null | undefined = `${world.origin}/graph${path}?limit=10${query}`;
			const ids = new Set<string>();
			while (next) {
				const url: URL = new URL(next);
				expect(url.origin).toBe(world.origin);
				expect(url.searchParams.get('access_token')).toBe(given === 'query' ? key : null);
				if (path.includes(id)) expect(url.pathname).toContain(`/graph/connections/${id}/`);
				const call = `GET ${url.pathname.replace('/graph', '')}${url.search}`;
				const answer: Answer = await graph(header, call);
				expect(answer.status).toBe(200);
				for (const one of idsIn(answer)) ids.add(one);
				next = answer.body.paging?.next;
			}
			expect(ids.size).toBeGreaterThanOrEqual(30);
		}
	});

	test('are numbers beyond 2^53 as they came', async () => {
		await world.control('POST', 'switches', { mediaIdShape: 'number' });
		const { text } = await graph(keys.instagram, 'GET /me/media?limit=1');
		await world.control('POST', 'switches', { mediaIdShape: 'string' });
		const straight = await fetch(world.recorder.url + (world.recorder.taken()[0]?.url ?? ''));
		const [, id = ''] = /"id":(\d{17})/.exec(await straight.text()) ?? [];
		expect(text).toContain(`"id":${id}`);
	});

	test('are the headers of the closed list, and errors of Meta as they came', async () => {
		await world.control('POST', 'switches', { usageHeaders: true });
		world.recorder.add({ 'set-cookie': 'a=b', location: 'https://a.example', 'x-secret': '1' });
		const answer = await graph(keys.instagram, 'GET /me/insights?metric=nonsense&period=day');
		await world.control('POST', 'switches', { usageHeaders: false });
		expect(answer.status).toBe(400);
		expect(answer.body.error).toMatchObject({ code: 100, type: 'IGApiException' });
		expect(answer.body.error).not.toHaveProperty('mooring');
		const names = [...answer.headers.keys()];
		expect(names).toEqual(
			expect.arrayContaining(['x-fb-trace-id', 'facebook-api-version', 'mooring-request-id'])
		);
		expect(names.some((name) => /usage/.test(name))).toBe(true);
		expect(names.filter((name) => ['set-cookie', 'location', 'x-secret'].includes(name))).toEqual(
			[]
		);
		expect(answer.headers.get('cache-control')).toBe('no-store');
	});

	test('is nothing that holds the token in spite of all', async () => {
		const [token = ''] = (await issuedSecrets(world.simulator.url)).filter((one) =>
			one.startsWith('IGAA')
		);
		await graph(keys.instagram, 'GET /me/media?limit=1');
		const sent = new URL(world.recorder.taken()[0]?.url ?? '', world.origin);
		const living = sent.searchParams.get('access_token') ?? token;
		const hidden = [...living].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('');
		await fault('media_list', 'custom', { status: 200, body: `{"caption":"${hidden}"}` });
		const answer = await graph(keys.instagram, 'GET /me/media');
		expect(refused(answer)).toEqual([502, 'answer_held_back']);
		expect(world.output()).toContain('ANSWER HELD BACK');
	});
});

describe('where Meta does not answer well', () => {
	test.each([
		['reset_before', 200, undefined],
		['html_502', 200, undefined],
		['unavailable', 200, undefined],
		['transient_1', 200, undefined],
		['transient_2', 200, undefined],
		['truncated', 200, undefined]
	])('a read that met %s once is tried once more', async (kind, status, code) => {
		await fault('media_list', kind);
		expect(refused(await graph(keys.instagram, 'GET /me/media'))).toEqual([status, code]);
		expect(world.recorder.taken()).toHaveLength(2);
	});

	test.each([
		['reset_before', 502, 'meta_unreachable', 2],
		['html_502', 502, 'meta_odd_answer', 2],
		['redirect_302', 502, 'meta_odd_answer', 1],
		['oversized', 502, 'meta_odd_answer', 1],
		['transient_2', 500, undefined, 2]
	])('a read that meets %s always', async (kind, status, code, calls) => {
		await fault('stories', kind, { times: 9 });
		expect(refused(await graph(keys.facebook, 'GET /me/stories'))).toEqual([status, code]);
		expect(world.recorder.taken()).toHaveLength(calls);
	});

	test('a write that may have been done says so, and is never sent twice', async () => {
		const [post = ''] = idsIn(await graph(keys.instagram, 'GET /me/media'));
		for (const [kind, status, code] of [
			['reset_before', 502, 'outcome_unknown'],
			['html_502', 502, 'outcome_unknown'],
			['transient_2', 500, undefined]
		] as const) {
			world.recorder.taken();
			await fault('comments', kind);
			await fault('comment_write', kind);
			const answer = await graph(keys.instagram, `POST /${post}/comments`, form({ message: 'x' }));
			await world.control('DELETE', 'faults');
			expect([kind, ...refused(answer)]).toEqual([kind, status, code]);
			expect(answer.body.error?.is_transient ?? false).toBe(kind === 'transient_2');
			expect(world.recorder.taken()).toHaveLength(1);
			expect((await audited()).at(-1)?.status).toBe(code === undefined ? status : null);
		}
	});
});

test('a write that was never sent says so, and is no line in the audit log', async () => {
	const post = await someComment(keys.instagram);
	const before = (await audited()).length;
	const comeBack = await world.recorder.vanish();
	const answer = await graph(keys.instagram, `POST /${post}/replies`, form({ message: 'x' }));
	await comeBack();
	expect(refused(answer)).toEqual([502, 'meta_unreachable']);
	expect(answer.body.error).toMatchObject({ code: 2, is_transient: true });
	expect(await audited()).toHaveLength(before);
});

describe('a key that is revoked while its call waits', () => {
	const revoke = (id: string) => world.owner.api(`${world.origin}/api/keys/${id}`, 'DELETE');

	test('at Meta: the answer of a read is not delivered', async () => {
		const key = await world.key([world.connections.instagram]);
		const release = world.recorder.hold();
		const answer = graph(key.text, 'GET /me/media');
		await expect.poll(() => world.recorder.taken().length).toBe(1);
		expect((await revoke(key.id)).status).toBe(200);
		release();
		expect(refused(await answer)).toEqual([401, 'key_revoked']);
	});

	test('before anything was sent: a write is not sent', async () => {
		const key = await world.key([world.connections.facebook]);
		const comment = await someComment(key.text);
		world.recorder.taken();
		const release = world.recorder.hold();
		// What it is is asked first, and that waits.
		const answer = graph(key.text, `DELETE /${comment}`);
		await expect.poll(() => world.recorder.taken().length).toBe(1);
		await revoke(key.id);
		release();
		expect(refused(await answer)).toEqual([401, 'key_revoked']);
		expect(world.recorder.taken()).toEqual([]);
	});
});

describe('a token that Meta calls invalid', () => {
	test('ends nothing before /me says so too', async () => {
		const { instagram } = world.connections;
		await fault('media_list', 'token_460');
		const first = await graph(keys.instagram, 'GET /me/media');
		expect(first.body.error?.code).toBe(190);
		expect(first.body.error).not.toHaveProperty('mooring');
		const paths = () => world.recorder.taken().map(({ url }) => new URL(url, 'http://a').pathname);
		await expect.poll(paths).toContain('/v25.0/me');
		expect(await statusOf(instagram)).toBe('healthy');

		await world.control('POST', 'accounts/ada.draws/kill', { cause: 'password_changed' });
		expect((await graph(keys.instagram, 'GET /me/media')).body.error?.code).toBe(190);
		await expect.poll(() => statusOf(instagram)).toBe('needs_reconnect');
		world.recorder.taken();
		for (const call of ['GET /me/media', 'GET /refresh_access_token']) {
			const answer = await graph(keys.instagram, call);
			expect(refused(answer)).toEqual([401, 'needs_reconnect']);
			expect(answer.body.error?.message).toMatch(/password/i);
		}
		expect(world.recorder.taken()).toEqual([]);
	});

	test('of a disconnected account: its calls say so', async () => {
		const { id } = world.connections.facebook;
		await world.owner.api(`${world.origin}/api/connections/${id}`, 'DELETE');
		world.recorder.taken();
		expect(refused(await graph(keys.facebook, 'GET /me/media'))).toEqual([401, 'disconnected']);
		expect(world.recorder.taken()).toEqual([]);
	});
});

test('links lead to the origin by which the call came', async () => {
	const { port } = new URL(world.origin);
	const other = `http://127.0.0.1:${port}`;
	await world.restart({ TOOLS_ORIGIN: other });
	await world.connect(world.owner, 'north.pier.radio');
	const { body } = await world.owner.api(`${world.origin}/api/connections`);
	const { connections } = body as { connections: ConnectionView[] };
	const found = connections.filter(({ account }) => account.username === 'north.pier.radio');
	const { text } = await world.key(found);
	const response = await fetch(`${other}/graph/me/media?limit=2&access_token=${text}`);
	const { paging } = (await response.json()) as GraphBody;
	expect(paging?.next).toContain(`${other}/graph/v25.0/`);
	expect(paging?.next).toContain(`access_token=${text}`);
});

test('no byte that came back or was logged holds a token', async () => {
	const secrets = await issuedSecrets(world.simulator.url);
	expect(secrets.length).toBeGreaterThan(2);
	const encoded = secrets.flatMap((one) => [
		one,
		Buffer.from(one).toString('hex'),
		...[0, 1, 2].map((at) =>
			Buffer.from(' '.repeat(at) + one)
				.toString('base64')
				.slice(4, -4)
		)
	]);
	expect(received.length).toBeGreaterThan(50);
	expect(leaksIn(received.join('\n'), encoded)).toEqual([]);
	expect(leaksIn(world.output(), [...encoded, ...Object.values(keys)])).toEqual([]);
});
