import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { hashOf } from '../../src/lib/server/opaque-secret.ts';
import type { ConnectionView, KeyView } from '../../src/lib/view.ts';
import type { TestBrowser } from '../support/browser.ts';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';

type Made = { key: KeyView; secret: string };
type Problem = { error: { code: string; message: string; requestId: string } };
type Token = {
	accessToken: string;
	host: string;
	version: string;
	accountId: string;
	expiresAt: string | null;
	refetchAt: string | null;
	appSecretProof: string | null;
};

let live: Live;
let ada: TestBrowser;
let adas: string;
beforeAll(async () => {
	live = await startLive();
	({ browser: ada, connectionId: adas } = await live.claim('ada.draws'));
});
afterAll(() => live.remove());

const at = (path: string) => `${live.origin}${path}`;
const prove = (browser: TestBrowser, username = 'ada.draws') =>
	live.connect(browser, username, { query: '?confirm=/settings' });
const api = async <Body>(browser: TestBrowser, method: string, path: string, sent?: unknown) => {
	const { status, body } = await browser.api(at(path), method, sent);
	return { status, body: body as Body };
};
const wanted = (more: object = {}) => ({
	name: 'n8n',
	connections: [adas],
	actions: ['media.read'],
	...more
});
async function make(more: object = {}): Promise<Made> {
	const { status, body } = await api<Made>(ada, 'POST', '/api/keys', wanted(more));
	expect([status, body]).toEqual([201, body]);
	return body;
}
const revoke = (id: string) => api<{ key: KeyView }>(ada, 'DELETE', `/api/keys/${id}`);

/** A program's request. */
async function ask<Body = Problem>(
	path: string,
	authorization: string | null,
	{ method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}
) {
	const answer = await raw(live.origin, method, path, {
		headers: { ...(authorization === null ? {} : { authorization }), ...headers }
	});
	expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
	expect(answer.headers['set-cookie']).toBeUndefined();
	return { ...answer, body: (answer.text === '' ? null : JSON.parse(answer.text)) as Body };
}
const codeOf = async (...args: Parameters<typeof ask>) => {
	const { status, body } = await ask(...args);
	return [status, body.error.code];
};
const cookieOf = (browser: TestBrowser) =>
	[...browser.cookies(live.origin)].map(([name, value]) => `${name}=${value}`).join('; ');

async function inDatabase<T>(read: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>) {
	const { db } = openDatabase(join(live.dataDir, 'mooring.db'));
	try {
		return await read(db);
	} finally {
		await db.destroy();
	}
}
const lines = (kind: string) =>
	inDatabase((db) =>
		db
			.selectFrom('auditLog')
			.selectAll()
			.where('kind', '=', kind as never)
			.execute()
	);

function command(...args: string[]) {
	const program = join(import.meta.dirname, '../../bin/mooring.ts');
	const env = {
		PATH: process.env['PATH'],
		DATA_DIR: live.dataDir,
		INSTAGRAM_GRAPH_URL: live.simulator.url
	};
	const options = { cwd: live.dataDir, env, encoding: 'utf8', timeout: 30_000 } as const;
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
	return { status, stdout, told: stderr.trim().split('\n').at(-1) };
}

describe('making a key', () => {
	it('asks first who it is: a claim is no proof', async () => {
		const { status, body } = await api<Problem>(ada, 'POST', '/api/keys', wanted());
		expect([status, body.error.code]).toEqual([403, 'not_confirmed']);
		await prove(ada);
		expect((await make()).secret).toMatch(/^moor_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
	});

	it('shows the key once, and its creator everything else', async () => {
		const { key, secret } = await make({ name: ' Website ', expiresAt: '2027-01-31' });
		const { body } = await api<{ keys: KeyView[] }>(ada, 'GET', '/api/keys');
		expect(body.keys).toContainEqual(key);
		expect(key).toEqual({
			id: secret.slice(5, 13),
			name: 'Website',
			connections: [adas],
			actions: ['media.read'],
			createdAt: key.createdAt,
			expiresAt: '2027-01-31T23:59:59.999Z',
			lastUsedAt: null,
			revokedAt: null,
			callsToday: 0,
			refusedToday: 0
		});
		expect(JSON.stringify(body)).not.toContain(secret.slice(14));
		expect(live.output()).not.toContain(secret.slice(14));
	});

	it.each([
		['nothing', null],
		['no name', { ...wanted, connections: [] }],
		['an action that does not exist', { actions: ['root'] }],
		['an account that is not there', { connections: ['00000000-0000-4000-8000-000000000000'] }],
		['a date that has passed', { expiresAt: '2020-01-01' }]
	])('is refused with %s', async (_, more) => {
		const sent = more === null ? null : wanted(more);
		const { status, body } = await api<Problem>(ada, 'POST', '/api/keys', sent);
		expect([status, body.error.code]).toEqual([400, 'invalid_request']);
	});

	it('needs X-CSRF and a session, and ends at twenty', async () => {
		const body = JSON.stringify(wanted());
		const without = { method: 'POST', headers: { origin: live.origin }, body };
		expect((await ada.send(at('/api/keys'), without)).response.status).toBe(403);
		const nobody = { origin: live.origin, 'x-csrf': '1' };
		expect((await raw(live.origin, 'POST', '/api/keys', { headers: nobody, body })).status).toBe(
			401
		);
		const made = [];
		for (;;) {
			const { status, body: answer } = await api<Made & Problem>(
				ada,
				'POST',
				'/api/keys',
				wanted()
			);
			if (status !== 201) {
				expect([status, answer.error.code]).toEqual([409, 'too_many_keys']);
				break;
			}
			made.push(answer.key.id);
		}
		expect(made.length).toBeLessThanOrEqual(20);
		for (const id of made) await revoke(id);
	});
});

describe('a key', () => {
	it('is renamed, and nothing else of it changes', async () => {
		const { key } = await make();
		const sent = { name: 'Zapier', actions: ['publish'] };
		const renamed = await api<{ key: KeyView }>(ada, 'PATCH', `/api/keys/${key.id}`, sent);
		expect([renamed.status, renamed.body.key]).toEqual([200, { ...key, name: 'Zapier' }]);
		const empty = await api<Problem>(ada, 'PATCH', `/api/keys/${key.id}`, { name: ' ' });
		expect([empty.status, empty.body.error.code]).toEqual([400, 'invalid_request']);
		expect((await api(ada, 'PATCH', '/api/keys/nothing1', sent)).status).toBe(404);
	});

	it('opens nothing from the moment on that it is revoked, twice too', async () => {
		const { key, secret } = await make();
		expect((await ask('/api/v1/key', `Bearer ${secret}`)).status).toBe(200);
		const first = await revoke(key.id);
		expect(first.status).toBe(200);
		expect(first.body.key.revokedAt).not.toBeNull();
		expect(await codeOf('/api/v1/key', `Bearer ${secret}`)).toEqual([401, 'key_revoked']);
		expect(await revoke(key.id)).toEqual(first);
	});

	it('tells what it is, and what it was used for, also after a restart', async () => {
		const { key, secret } = await make({ actions: ['media.read', 'publish'] });
		const { status, body } = await ask<{ key: object }>('/api/v1/key', `Bearer ${secret}`);
		expect([status, body.key]).toEqual([
			200,
			{
				id: key.id,
				name: 'n8n',
				connections: [adas],
				actions: ['media.read', 'publish'],
				expiresAt: null,
				limits: { perMinute: 600, burst: 120, atOnce: 10 }
			}
		]);
		expect((await ask('/api/v1/nothing', `Bearer ${secret}`)).status).toBe(404);
		const view = async () => {
			const list = await api<{ keys: KeyView[] }>(ada, 'GET', '/api/keys');
			return list.body.keys.find(({ id }) => id === key.id);
		};
		const used = await view();
		expect(used).toMatchObject({ callsToday: 2, refusedToday: 1 });
		expect(used?.lastUsedAt).toMatch(/:00\.000Z$/);
		await live.restart();
		expect(await view()).toEqual(used);
	});

	it('is held to its limits, and another goes on beside it', async () => {
		const [flooding, calm] = [await make(), await make()];
		const call = (secret: string) => ask('/api/v1/key', `Bearer ${secret}`);
		const flood = Promise.all(Array.from({ length: 300 }, () => call(flooding.secret)));
		const calls = [];
		for (let count = 0; count < 20; count += 1) calls.push((await call(calm.secret)).status);
		const refused = (await flood).filter(({ status }) => status === 429);
		expect(calls.filter((status) => status === 200).length).toBeGreaterThanOrEqual(18);
		expect(refused.length).toBeGreaterThan(0);
		expect(refused[0]?.body.error.code).toBe('key_rate_limited');
		expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
		for (const { key } of [flooding, calm]) await revoke(key.id);
	});
});

describe('/api/v1', () => {
	it('shows the accounts of the key as browsers see them, and no other', async () => {
		await live.connect(ada, 'north.pier.radio');
		const all = await api<{ connections: ConnectionView[] }>(ada, 'GET', '/api/connections');
		const [mine, other] = [adas, all.body.connections.find(({ id }) => id !== adas)?.id ?? ''];
		const { secret } = await make({ actions: ['token.read'] });
		const bearer = `Bearer ${secret}`;
		const list = await ask('/api/v1/connections', bearer);
		const own = all.body.connections.filter(({ id }) => id === mine);
		expect([list.status, list.body]).toEqual([200, { connections: own }]);
		expect((await ask(`/api/v1/connections/${mine}`, bearer)).body).toEqual({
			connection: own[0]
		});
		expect((await ask(`/api/v1/connections/${mine}/refreshes`, bearer)).body).toMatchObject({
			refreshes: [{ outcome: 'connected' }, { outcome: 'connected' }]
		});
		const unknown = '00000000-0000-4000-8000-000000000000';
		for (const rest of ['', '/refreshes', '/token']) {
			const answers = [];
			for (const id of [other, unknown, '0', '-1', '1e3', '..%2f2', 'constructor']) {
				const { status, body } = await ask(`/api/v1/connections/${id}${rest}`, bearer);
				answers.push([status, body.error.code, body.error.message]);
			}
			expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
			expect(answers[0]?.slice(0, 2)).toEqual([404, 'not_found']);
		}
	});

	it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'])(
		'answers %s in its own shape',
		async (method) => {
			const { key, secret } = await make();
			const known = await ask('/api/v1/key', `Bearer ${secret}`, { method });
			expect([known.status, known.headers.allow]).toEqual([405, 'GET, HEAD']);
			expect(known.body.error).toMatchObject({ code: 'method_not_allowed' });
			expect(known.body.error.requestId).toMatch(/^[\da-f-]{36}$/);
			expect(await codeOf('/api/v1', `Bearer ${secret}`, { method })).toEqual([404, 'not_found']);
			expect(await codeOf('/api/v1/key', null, { method })).toEqual([401, 'key_missing']);
			await revoke(key.id);
		}
	);

	it('answers HEAD without a body', async () => {
		const { secret } = await make();
		const { status, text } = await ask('/api/v1/key', `Bearer ${secret}`, { method: 'HEAD' });
		expect([status, text]).toEqual([200, '']);
	});

	it('takes no key in the address', async () => {
		const { secret } = await make();
		for (const query of [`access_token=${secret}`, 'access_token=IGAAx', 'access%5Ftoken=x']) {
			expect(await codeOf(`/api/v1/key?${query}`, `Bearer ${secret}`)).toEqual([401, 'key_in_url']);
		}
		expect(await codeOf(`/api/v1/${secret}`, null)).toEqual([401, 'key_in_url']);
	});
});

describe('the token', () => {
	const path = () => `/api/v1/connections/${adas}/token`;
	const whose = async ({ host, version, accessToken }: Token) => {
		const query = `fields=user_id,username&access_token=${accessToken}`;
		return (await fetch(`${host}/${version}/me?${query}`)).json() as Promise<{ username: string }>;
	};

	it('is handed to who must hold it, on the record', async () => {
		const { key, secret } = await make({ name: 'Rails', actions: ['token.read'] });
		const { status, body, headers } = await ask<{ token: Token }>(path(), `Bearer ${secret}`);
		expect(status).toBe(200);
		expect(body.token).toMatchObject({
			tokenType: 'bearer',
			host: live.simulator.url,
			version: 'v25.0',
			appSecretProof: null
		});
		expect(await whose(body.token)).toMatchObject({
			username: 'ada.draws',
			user_id: body.token.accountId
		});
		const card = await api<{ connection: ConnectionView }>(ada, 'GET', `/api/connections/${adas}`);
		const { expiresAt, nextRefreshAt: refetchAt, issuedAt } = card.body.connection;
		expect(body.token).toMatchObject({ expiresAt, refetchAt, issuedAt });
		expect(headers['mooring-request-id']).toMatch(/^[\da-f-]{36}$/);
		const taken = (await lines('token_taken')).at(-1);
		expect(taken).toMatchObject({ connectionId: adas, address: '127.0.0.1' });
		expect(JSON.parse(taken?.detail ?? '')).toEqual({
			keyId: key.id,
			keyName: 'Rails',
			row: 'token',
			status: 200
		});
		expect(live.output()).not.toContain(body.token.accessToken);
		const { text } = await ada.open(at('/activity'));
		expect(text).toContain('Took the token of @ada.draws');
		expect(text).toContain('The key “Rails”');
	});

	it('of Facebook Login comes with the proof that Meta wants', async () => {
		await live.connect(ada, 'one.page', { login: 'facebook' });
		const all = await api<{ connections: ConnectionView[] }>(ada, 'GET', '/api/connections');
		const page = all.body.connections.find(({ provider }) => provider === 'facebook');
		const { secret } = await make({ actions: ['token.read'], connections: [page?.id] });
		const { body } = await ask<{ token: Token }>(
			`/api/v1/connections/${page?.id ?? ''}/token`,
			`Bearer ${secret}`
		);
		const proof = createHmac('sha256', '0f9e8d7c6b5a49382716f5e4d3c2b1a0');
		expect(body.token.appSecretProof).toBe(proof.update(body.token.accessToken).digest('hex'));
	});

	it.each([
		['to another key', ['publish'], {}, [403, 'action_not_allowed']],
		[
			'to a page’s script',
			['token.read'],
			{ origin: 'https://a.example' },
			[403, 'browser_refused']
		],
		['to a browser', ['token.read'], { 'sec-fetch-site': 'same-origin' }, [403, 'browser_refused']],
		['to a frame', ['token.read'], { 'sec-fetch-dest': 'iframe' }, [403, 'browser_refused']],
		['to a click', ['token.read'], { 'sec-fetch-mode': 'navigate' }, [403, 'browser_refused']]
	])('is not handed %s', async (_, actions, headers, refusal) => {
		const { key, secret } = await make({ actions });
		const before = (await lines('token_taken')).length;
		expect(await codeOf(path(), `Bearer ${secret}`, { headers })).toEqual(refusal);
		expect(await lines('token_taken')).toHaveLength(before);
		await revoke(key.id);
	});

	it('goes to Node’s fetch, which says cors', async () => {
		const { key, secret } = await make({ actions: ['token.read'] });
		const answer = await fetch(at(path()), { headers: { authorization: `Bearer ${secret}` } });
		expect(answer.status).toBe(200);
		await revoke(key.id);
	});

	it('that there is none of is 409 with the cause', async () => {
		const { secret } = await make({ actions: ['token.read'] });
		const conflict = async () => {
			const { status, body } = await ask(path(), `Bearer ${secret}`);
			return [status, body.error.code, body.error.message];
		};
		await live.stop();
		renameSync(join(live.dataDir, 'secret.key'), join(live.dataDir, 'old.key'));
		await live.restart();
		expect(await conflict()).toEqual([409, 'locked', expect.any(String)]);
		await live.stop();
		renameSync(join(live.dataDir, 'old.key'), join(live.dataDir, 'secret.key'));
		await live.restart();
		const ends = { endedCause: 'password_changed', endedAt: 1, tokenSealed: null } as const;
		await inDatabase((db) =>
			db.updateTable('connections').set(ends).where('id', '=', adas).execute()
		);
		expect(await conflict()).toEqual([409, 'needs_reconnect', expect.stringContaining('password')]);
		expect(command('token', 'ada.draws', '--login', 'instagram')).toMatchObject({
			status: 4,
			stdout: '',
			told: expect.stringContaining('password') as string
		});
		await live.connect(ada, 'ada.draws');
		await api(ada, 'DELETE', `/api/connections/${adas}`);
		expect(await conflict()).toEqual([
			409,
			'disconnected',
			expect.stringContaining('disconnected')
		]);
		await live.connect(ada, 'ada.draws', { query: '?reconnect=1' });
	});
});

describe('commands', () => {
	it('make a key that the running Mooring knows at once', async () => {
		const made = command(
			'key',
			'GitHub',
			...['--connection', 'north.pier.radio', '--login', 'instagram'],
			...['--actions', 'media.read,publish', '--expires', '2027-01-31']
		);
		expect(made).toMatchObject({
			status: 0,
			stdout: expect.stringMatching(/^moor_\w{58}\n$/) as string
		});
		const { body } = await ask<{ key: KeyView }>('/api/v1/key', `Bearer ${made.stdout.trim()}`);
		expect(body.key).toMatchObject({
			name: 'GitHub',
			actions: ['media.read', 'publish'],
			expiresAt: '2027-01-31T23:59:59.999Z'
		});
		const { text } = await ada.open(at('/activity'));
		expect(text).toContain('Made the key “GitHub”');
	});

	it('print the token and nothing else, on the record', async () => {
		const { status, stdout, told } = command('token', '@North.Pier.Radio', '--login', 'instagram');
		expect([status, stdout]).toEqual([0, expect.stringMatching(/^IG\w+\n$/)]);
		expect(told).toContain('This is about');
		expect(told).not.toContain(stdout.trim());
		const taken = (await lines('token_taken')).at(-1);
		expect(JSON.parse(taken?.detail ?? '')).toEqual({ by: 'terminal' });
	});

	it.each([
		[['token'], 2, 'Whose token?'],
		[['token', 'a', 'b'], 2, 'Whose token?'],
		[['token', 'nobody.here'], 4, 'No account @nobody.here is connected here.'],
		[['token', 'ada.draws', '--login', 'telepathy'], 4, 'There is no such login'],
		[['key'], 2, '--connection may be given more than once'],
		[['key', 'x', '--connection', 'nobody.here'], 1, 'No account @nobody.here'],
		[
			['key', 'x', '--connection', 'north.pier.radio', '--actions', 'root', '--login', 'instagram'],
			1,
			'One of these actions does not exist.'
		],
		[
			['key', 'x', '--connection', 'north.pier.radio', '--expires', 'soon', '--login', 'instagram'],
			1,
			'Write the date as'
		]
	])('%j end with %i and a sentence on standard error', (args, status, sentence) => {
		expect(command(...args)).toMatchObject({
			status,
			stdout: '',
			told: expect.stringContaining(sentence) as string
		});
	});

	it('want the login where a name is held twice', async () => {
		const name = 'north.pier.radio';
		await inDatabase((db) =>
			db
				.updateTable('connections')
				.set({ username: name })
				.where('provider', '=', 'facebook')
				.execute()
		);
		const held = command('token', name);
		expect([held.status, held.told]).toEqual([4, expect.stringContaining('--login')]);
		expect(command('token', name, '--login', 'facebook').stdout).toMatch(/^EAA\w+\n$/);
		expect(command('token', name, '--login', 'instagram').stdout).toMatch(/^IG\w+\n$/);
	});
});

describe('keys, sessions and addresses never mix', () => {
	const PAGES = [
		'/',
		'/activity',
		'/activity/export',
		'/api/connections',
		'/api/keys',
		'/api/passkeys',
		'/api/sign-in',
		'/api/user',
		'/api/nothing',
		'/auth/instagram/login',
		'/auth/instagram/callback',
		'/auth/facebook/deauthorize',
		'/claim/x',
		'/connect',
		'/connections/x',
		'/data-deletion/x',
		'/graphs',
		'/api/v2/key',
		'/healthz',
		'/logout',
		'/mcp2',
		'/nowhere',
		'/readyz',
		'/settings',
		'/setup',
		'/tools',
		'/tools/keys/new'
	];
	const WORLDS = ['/graph/me', '/graph', '/api/v1/key', '/api/v1/nothing', '/mcp'];

	it('a key is not here anywhere else, beside a session neither, and changes nothing', async () => {
		const { key, secret } = await make({ actions: ['media.read', 'token.read'] });
		const cookie = cookieOf(ada);
		const tables = () =>
			inDatabase(async (db) => [
				await db.selectFrom('apiKeys').select(['id', 'revokedAt']).execute(),
				await db.selectFrom('sessions').select('idHash').execute(),
				await db.selectFrom('connections').select(['id', 'disconnectedAt']).execute()
			]);
		const before = await tables();
		for (const path of [...PAGES, `/api/keys/${key.id}`, `/api/connections/${adas}`]) {
			for (const method of ['GET', 'POST', 'DELETE']) {
				for (const more of [{}, { cookie, origin: live.origin, 'x-csrf': '1' }]) {
					const { status, text, headers } = await raw(live.origin, method, path, {
						headers: { authorization: `Bearer ${secret}`, ...more }
					});
					const { error } = JSON.parse(text) as Problem;
					expect([method, path, status, error.code]).toEqual([method, path, 401, 'key_not_here']);
					expect(headers['set-cookie']).toBeUndefined();
				}
			}
		}
		expect(await tables()).toEqual(before);
		const view = await api<{ keys: KeyView[] }>(ada, 'GET', '/api/keys');
		expect(view.body.keys.find(({ id }) => id === key.id)?.lastUsedAt).toBeNull();
	});

	it('a session is nothing where keys are, and gets no cookie', async () => {
		const cookie = cookieOf(ada);
		for (const path of WORLDS) {
			for (const method of ['GET', 'POST', 'DELETE']) {
				const { status, text, headers } = await raw(live.origin, method, path, {
					headers: { cookie, 'x-csrf': '1' }
				});
				expect([method, path, status]).toEqual([method, path, 401]);
				expect(text).toContain('key_missing');
				expect(headers['set-cookie']).toBeUndefined();
			}
		}
	});

	it('a broken cookie does not matter to a key', async () => {
		const { secret } = await make();
		const name = [...ada.cookies(live.origin).keys()].find((one) => one.includes('session')) ?? '';
		for (const cookie of [`${name}=`, `${name}=a; ${name}=b`, `${name}=%`, `${name}="x"`]) {
			const answer = await ask('/api/v1/key', `Bearer ${secret}`, { headers: { cookie } });
			expect(answer.status).toBe(200);
		}
	});

	it('a header that is no key is 401 in every way of writing it', async () => {
		const { key, secret } = await make();
		const other = await make();
		const [id, tail] = [secret.slice(0, 14), secret.slice(14)];
		const last = secret.endsWith('0') ? '1' : '0';
		const wrong: [string, string][] = [
			['', 'key_missing'],
			['Bearer', 'key_missing'],
			['Bearer ', 'key_missing'],
			['bearer', 'key_missing'],
			['Basic YTpi', 'key_missing'],
			[`Basic ${secret}`, 'key_missing'],
			[secret, 'key_missing'],
			[`Bearer\t${secret}`, 'key_missing'],
			[`Bearer:${secret}`, 'key_missing'],
			[`Bearer ${secret}, Bearer ${other.secret}`, 'key_malformed'],
			[`Bearer ${secret} ${secret}`, 'key_malformed'],
			[`Bearer "${secret}"`, 'key_malformed'],
			[`Bearer ${secret.slice(0, -1)}`, 'key_malformed'],
			[`Bearer ${secret}0`, 'key_malformed'],
			[`Bearer ${secret.slice(0, -1)}${last}`, 'key_malformed'],
			[`Bearer ${other.secret.slice(0, 14)}${tail}`, 'key_malformed'],
			[`Bearer ${id}${other.secret.slice(14)}`, 'key_malformed'],
			[`Bearer ${secret.toLowerCase()}`, 'key_malformed'],
			[`Bearer ${secret.replace('moor', 'm\u00f6\u00f6r')}`, 'key_malformed'],
			[`Bearer ${key.id}`, 'key_malformed'],
			['Bearer IGAAabcdefgh', 'key_malformed'],
			['Bearer EAAabcdefgh', 'key_malformed'],
			['Bearer null', 'key_malformed'],
			[`Bearer ${'x'.repeat(60_000)}`, 'key_malformed']
		];
		for (const [authorization, code] of wrong) {
			const shown = authorization.slice(0, 80);
			expect([shown, ...(await codeOf('/api/v1/key', authorization))]).toEqual([shown, 401, code]);
		}
		for (const right of [`bearer ${secret}`, `BEARER ${secret}`, `Bearer   ${secret} `]) {
			expect((await ask('/api/v1/key', right)).status).toBe(200);
		}
	});

	it('what stands in a stolen database opens nothing', async () => {
		const { key, secret } = await make();
		const rows = await inDatabase((db) => db.selectFrom('apiKeys').selectAll().execute());
		const { secretHash } = rows.find(({ id }) => id === key.id) ?? { secretHash: '' };
		expect(secretHash).toBe(hashOf(secret));
		for (const value of [secretHash, key.id, secretHash.toUpperCase()]) {
			for (const text of [
				value,
				`moor_${key.id}_${value}`,
				`moor_${key.id}_${value.slice(0, 49)}`
			]) {
				expect((await ask('/api/v1/key', `Bearer ${text}`)).status).toBe(401);
			}
		}
	});
});
