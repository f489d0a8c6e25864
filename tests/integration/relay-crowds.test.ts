import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_APP } from '../../simulator/apps.ts';
import { seconds } from '../../src/lib/server/clock.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type { ConnectionView } from '../../src/lib/view.ts';
import { JSON_TYPE, says } from '../support/hostile-meta.ts';
import { formOf, postAsMeta, signedRequest } from '../support/signed.ts';
import { type Answer, startTools, type ToolsWorld } from '../support/tools-world.ts';
import { head, onTheWire } from '../support/wire.ts';

let world: ToolsWorld;
let port: number;
let key: string;
beforeAll(async () => {
	world = await startTools();
	port = Number(new URL(world.origin).port);
	key = (await world.key([world.connections.instagram])).text;
});
afterAll(() => world.remove());
beforeEach(() => {
	world.recorder.pretend(null);
	world.recorder.taken();
});

const answered = ({ status, body }: Answer) => [status, body.error?.mooring?.code];
const waiting = (count: number) => {
	let came = 0;
	return expect.poll(() => (came += world.recorder.taken().length)).toBe(count);
};
async function inDatabase<T>(act: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>) {
	const { db } = openDatabase(`${world.dataDir}/mooring.db`);
	try {
		return await act(db);
	} finally {
		await db.destroy();
	}
}
const appScopedId = async (id: string) => {
	const ids = (await inDatabase((db) =>
		db.selectFrom('connections').select('appScopedId').where('id', '=', id).executeTakeFirst()
	)) ?? { appScopedId: null };
	return ids.appScopedId ?? '';
};

describe('a request as it is written', () => {
	const FORM = 'Content-Type: application/x-www-form-urlencoded';
	const send = (line: string, headers: string[] = [], body = '') =>
		onTheWire(
			port,
			head(line, [
				`Host: localhost:${String(port)}`,
				...(headers.some((one) => one.startsWith('Auth')) ? [] : [`Authorization: Bearer ${key}`]),
				...headers
			]) + body
		);
	const codeIn = (text: string) => /"mooring":\{"code":"(\w+)"/.exec(text)?.[1];
	const long = (bytes: number) => `caption=${'a'.repeat(bytes - 8)}`;
	const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

	test.each<[string, string, string[], string, number, string | undefined]>([
		['TRACE', 'TRACE /graph/me', [], '', 405, 'method_not_allowed'],
		['a method of one’s own', 'LINK /graph/me', [], '', 405, 'method_not_allowed'],
		['two Hosts', 'GET /graph/me', ['Host: evil.example'], '', 400, 'request_malformed'],
		['two Origins', 'GET /graph/me', ['Origin: a', 'Origin: b'], '', 400, 'request_malformed'],
		['Expect', 'POST /graph/me/media', ['Expect: miracles'], '', 417, 'request_malformed'],
		[
			'a type that says nothing',
			'POST /graph/me/media',
			['Content-Type:', 'Content-Length: 9'],
			'caption=x',
			400,
			'body_malformed'
		],
		['no type', 'POST /graph/me/media', ['Content-Length: 9'], 'caption=x', 400, 'body_malformed'],
		[
			'a compressed body',
			'POST /graph/me/media',
			[FORM, 'Content-Encoding: gzip', 'Content-Length: 9'],
			'caption=x',
			400,
			'body_malformed'
		],
		[
			'a body beyond all bounds, by its length',
			'POST /graph/me/media',
			[FORM, 'Content-Length: 500000'],
			long(500_000),
			413,
			'body_too_large'
		],
		[
			'a body beyond all bounds, in chunks',
			'POST /graph/me/media',
			[FORM, 'Transfer-Encoding: chunked'],
			chunked(long(500_000)),
			413,
			'body_too_large'
		],
		[
			'more than 64 KB of parameters in chunks',
			'POST /graph/me/media',
			[FORM, 'Transfer-Encoding: chunked'],
			chunked(long(65_600)),
			413,
			'body_too_large'
		],
		['a query of 90 KB', `GET /graph/me?a=${'b'.repeat(90_000)}`, [], '', 413, 'body_too_large']
	])('%s is refused as a program reads it', async (_, line, headers, body, status, code) => {
		const heard = await send(line, headers, body);
		expect([heard.status, codeIn(heard.text)]).toEqual([status, code]);
		expect(heard.headers).toMatchObject({
			'content-type': 'application/json',
			'cache-control': 'no-store',
			'mooring-request-id': expect.any(String) as string
		});
		expect(world.recorder.taken()).toEqual([]);
	});

	test('two keys in two headers are a conflict, the same twice is one', async () => {
		const other = (await world.key([world.connections.facebook])).text;
		const [one, two] = [key, other].map((text) => `Authorization: Bearer ${text}`) as [
			string,
			string
		];
		const refused = await send('GET /graph/me', [one, two]);
		expect([refused.status, codeIn(refused.text)]).toEqual([400, 'credentials_conflict']);
		expect(world.recorder.taken()).toEqual([]);
		expect((await send('GET /graph/me', [one, one])).status).toBe(200);
	});

	test('HTTP/1.0, pipelining, and chunks of one byte are nothing special', async () => {
		const lines = [`Host: localhost:${String(port)}`, `Authorization: Bearer ${key}`, '', ''];
		const old = await onTheWire(port, ['GET /graph/me HTTP/1.0', ...lines].join('\r\n'));
		expect([old.status, old.text]).toEqual([200, expect.stringContaining('"id"')]);
		const first = ['GET /graph/me?fields=id HTTP/1.1', ...lines].join('\r\n');
		const both = await onTheWire(
			port,
			first + head('GET /graph/me/permissions', lines.slice(0, 2))
		);
		expect(both.text).toContain('{"id":');
		expect(both.text).toContain('HTTP/1.1 403');
		const bytes = [...'creation_id=1'].map((one) => `1\r\n${one}\r\n`).join('');
		const sent = await send(
			'POST /graph/me/media_publish',
			[FORM, 'Transfer-Encoding: chunked'],
			`${bytes}0\r\n\r\n`
		);
		expect(sent.status).toBe(400);
		expect(codeIn(sent.text)).toBeUndefined();
	});

	test('a refusal has its length, and by HEAD no body', async () => {
		const get = await send('GET /graph/me/permissions');
		const by = await send('HEAD /graph/me/permissions');
		expect([get.status, by.status, by.text]).toEqual([403, 403, '']);
		expect(get.headers['content-length']).toBe(String(Buffer.byteLength(get.text, 'latin1')));
	});

	test.each(['/api/v1/key', '/mcp', '/graph/me'])(
		'a key in any place of the address of %s is in logs now',
		async (path) => {
			for (const place of [`?x=${key}`, `?${key}`, `?x=${key.replaceAll('_', '%5F')}`]) {
				const { status, text } = await send(`GET ${path}${place}`);
				expect([place.length, status]).toEqual([place.length, 401]);
				expect(text).toContain('key_in_url');
			}
			expect(world.recorder.taken()).toEqual([]);
		}
	);
});

describe('many at once', () => {
	test('the eleventh call waits until one of the ten has ended', async () => {
		const release = world.recorder.hold();
		const calls = Array.from({ length: 12 }, () => world.graph(key, 'GET /me/media?limit=1'));
		await waiting(10);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(world.recorder.taken()).toEqual([]);
		release();
		expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(12).fill(200));
		expect(world.recorder.taken()).toHaveLength(2);
	});

	test('a key that floods Meta with slow calls takes nothing from another', async () => {
		const [flooding, calm] = [
			await world.key([world.connections.instagram]),
			await world.key([world.connections.facebook])
		];
		const releases: (() => void)[] = [];
		world.recorder.pretend((outgoing, _, { url }) => {
			const end = () => outgoing.writeHead(200, JSON_TYPE).end('{}');
			if (url.includes('limit=9')) releases.push(end);
			else end();
		});
		const flood = Array.from({ length: 40 }, () =>
			world.graph(flooding.text, 'GET /me/media?limit=9')
		);
		await expect.poll(() => releases.length).toBe(10);
		const statuses = [];
		for (let count = 0; count < 20; count += 1) {
			statuses.push((await world.graph(calm.text, 'GET /me/media?limit=1')).status);
		}
		expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(18);
		const ended = Promise.all(flood);
		const opening = setInterval(() => releases.splice(0).forEach((end) => end()), 20);
		expect((await ended).every(({ status }) => status === 200)).toBe(true);
		clearInterval(opening);
	});

	test('a hundred clients whose bodies drip shut nobody out', async () => {
		const sockets = Array.from({ length: 100 }, () => {
			const socket = connect(port, '127.0.0.1');
			socket.on('error', () => {});
			socket.write(
				head('POST /graph/me/media', [
					`Host: localhost:${String(port)}`,
					'Content-Type: application/x-www-form-urlencoded',
					'Content-Length: 100000'
				])
			);
			return socket;
		});
		const drip = setInterval(() => sockets.forEach((socket) => socket.write('a')), 20);
		for (let count = 0; count < 10; count += 1) {
			expect((await world.graph(key, 'GET /me/media?limit=1')).status).toBe(200);
		}
		expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
		clearInterval(drip);
		for (const socket of sockets) socket.destroy();
		expect((await fetch(`${world.origin}/healthz`)).status).toBe(200);
	});
});

describe('what Meta says of its limits', () => {
	test('from 95 percent tools are told to wait, and the creator’s own click goes on', async () => {
		const { facebook } = world.connections;
		const page = (await world.key([facebook])).text;
		const usage = JSON.stringify({ call_count: 95, total_time: 1, total_cputime: 1 });
		world.recorder.pretend(says(() => '{"data":[]}', { ...JSON_TYPE, 'x-app-usage': usage }));
		expect((await world.graph(page, 'GET /me/media')).status).toBe(200);
		world.recorder.pretend(null);
		world.recorder.taken();
		const refused = await world.graph(page, 'GET /me/media');
		expect(answered(refused)).toEqual([429, 'meta_rate_limited']);
		expect(refused.body.error).toMatchObject({ code: 4, is_transient: false });
		const retryAfter = Number(refused.headers.get('retry-after'));
		expect(retryAfter).toBeGreaterThan(280);
		expect(retryAfter).toBeLessThanOrEqual(300);
		await inDatabase((db) => db.updateTable('connections').set({ pageId: null }).execute());
		expect(answered(await world.graph(page, 'GET /me/accounts'))).toEqual(answered(refused));
		expect(world.recorder.taken()).toEqual([]);
		const click = `${world.origin}/api/connections/${facebook.id}/refresh`;
		expect((await world.owner.api(click, 'POST')).status).toBe(200);
		expect(world.recorder.taken().length).toBeGreaterThan(0);
		// The other login has another app.
		expect((await world.graph(key, 'GET /me/media?limit=1')).status).toBe(200);
		// A hold, unlike a block, is kept in memory.
		await world.restart();
	});
});

describe('what ends while a call waits at Meta', () => {
	const comment = '17900000000000001';
	test('a connection: what was read is not delivered, what was not sent is not sent', async () => {
		const { instagram, facebook } = world.connections;
		const page = (await world.key([facebook])).text;
		const releases: (() => void)[] = [];
		world.recorder.pretend((outgoing, _, { url }) => {
			const end = () => outgoing.writeHead(200, JSON_TYPE).end('{"id":"1","text":"x"}');
			if (/media|fields=id%2Ctext/.test(url)) releases.push(end);
			else end();
		});
		const read = world.graph(key, 'GET /me/media');
		// What it is is asked first, and that waits.
		const write = world.graph(page, `DELETE /${comment}`);
		await expect.poll(() => releases.length).toBe(2);
		for (const { id } of [instagram, facebook]) {
			const gone = await world.owner.api(`${world.origin}/api/connections/${id}`, 'DELETE');
			expect(gone.status).toBe(200);
		}
		for (const release of releases) release();
		for (const answer of [await read, await write]) {
			expect(answered(answer)).toEqual([401, 'disconnected']);
		}
		const deleted = ({ method, url }: { method: string; url: string }) =>
			method === 'DELETE' && url.includes(comment);
		expect(world.recorder.taken().filter(deleted)).toEqual([]);
	});

	test('an account whose data Meta had deleted: its key opens nothing any more', async () => {
		await world.connect(world.owner, 'north.pier.radio');
		const { body } = await world.owner.api(`${world.origin}/api/connections`);
		const { connections } = body as { connections: ConnectionView[] };
		const radio = connections.filter(({ account }) => account.username === 'north.pier.radio');
		const { text } = await world.key(radio);
		const userId = await appScopedId(radio[0]?.id ?? '');
		world.recorder.taken();
		const release = world.recorder.hold();
		const read = world.graph(text, 'GET /me/media');
		await waiting(1);
		const request = signedRequest(DEFAULT_APP.clientSecret, {
			userId,
			issuedAt: Date.now() + seconds(15)
		});
		const path = '/auth/instagram/data-deletion';
		expect((await postAsMeta(world.origin, path, formOf(request))).status).toBe(200);
		release();
		expect(answered(await read)).toEqual([401, 'key_revoked']);
		expect(answered(await world.graph(text, 'GET /me/media'))).toEqual([401, 'key_revoked']);
	});
});
