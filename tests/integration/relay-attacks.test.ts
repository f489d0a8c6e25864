import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issuedSecrets } from '../support/practice.ts';
import {
	type Attack,
	neighbours,
	REFUSED_BY_DESIGN,
	ROWS_OF_5E
} from '../support/graph-attacks.ts';
import type { Pretender } from '../support/graph-recorder.ts';
import {
	base64,
	captioned,
	escaped,
	JSON_TYPE,
	linked,
	nested,
	percent,
	says
} from '../support/hostile-meta.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';
import { raw } from '../support/raw.ts';
import { type GraphBody, startTools, type ToolsWorld } from '../support/tools-world.ts';

let world: ToolsWorld;
const keys: string[] = [];
let other = '';
/** Everything that came back by the three addresses, headers too. */
const left: string[] = [];

beforeAll(async () => {
	world = await startTools();
	const { instagram, facebook } = world.connections;
	// Each lets 120 calls through at once.
	for (let count = 0; count < 12; count += 1) keys.push((await world.key([instagram])).text);
	other = (await world.key([facebook])).text;
});
afterAll(() => world.remove());
beforeEach(() => {
	world.recorder.pretend(null);
	world.recorder.taken();
});

let turn = 0;
const anyKey = () => keys[(turn += 1) % keys.length] ?? '';

/** @param call as `GET /me`: what stands behind /graph, as it stands in the request line */
async function send(
	call: string,
	{ body, type }: { [Name in 'body' | 'type']?: string | undefined } = {},
	key = anyKey()
) {
	const at = call.indexOf(' ');
	const answer = await raw(world.origin, call.slice(0, at), `/graph${call.slice(at + 1)}`, {
		headers: {
			authorization: `Bearer ${key}`,
			...(type === undefined ? {} : { 'content-type': type }),
			...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) })
		},
		...(body === undefined ? {} : { body })
	});
	left.push(JSON.stringify(answer.headers) + answer.text);
	const isJson = answer.text.startsWith('{');
	return { ...answer, body: (isJson ? JSON.parse(answer.text) : {}) as GraphBody };
}

async function expectRefused(attack: Attack) {
	const { call } = attack;
	const answer = await send(call, { ...attack, body: attack.body?.replace('{key}', other) });
	const shown = [call.slice(0, 120), attack.type, attack.body?.slice(0, 80)];
	expect([...shown, is4xx(answer.status)]).toEqual([...shown, true]);
	expect(answer.headers).toMatchObject({
		'cache-control': 'no-store',
		'mooring-request-id': expect.any(String) as string,
		'content-length': expect.stringMatching(/^\d+$/) as string
	});
	if (call.startsWith('HEAD')) return answer;
	const id = answer.headers['mooring-request-id'];
	expect([...shown, answer.body.error]).toEqual([
		...shown,
		{
			message: expect.stringMatching(/^[A-ZÀ-Ž“].*[.;?]$/) as string,
			type: 'OAuthException',
			code: expect.toSatisfy(isGraphCode) as number,
			is_transient: false,
			fbtrace_id: id,
			mooring: {
				code: expect.stringMatching(/^[a-z_]+$/) as string,
				cure: expect.stringMatching(/\.$/) as string
			}
		}
	]);
	// What a caller wrote is not told back, but for plain names.
	expect(answer.text).not.toMatch(/evil|moor_[0-9A-Za-z]{8}_|[<>]|%[0-9a-f]{2}/i);
	return answer;
}
const is4xx = (status: number) => status >= 400 && status < 500 && status !== 429;
const isGraphCode = (code: number) => [4, 10, 100, 190].includes(code);

describe('of what is not in the table, nothing reaches Meta', () => {
	test('500 neighbours of its rows', async () => {
		const all = neighbours(500);
		expect(all).toHaveLength(500);
		for (const attack of all) await expectRefused(attack);
		expect(world.recorder.taken()).toEqual([]);
	});

	test('what is refused by design, in any case of letters and by every kind of body', async () => {
		for (const attack of REFUSED_BY_DESIGN) {
			const { body } = await expectRefused(attack);
			expect([attack, body.error?.mooring?.code]).toEqual([attack, 'path_not_allowed']);
		}
		expect(world.recorder.taken()).toEqual([]);
	});

	test('rows 87 to 104 of the bad inputs', async () => {
		for (const attack of ROWS_OF_5E) {
			await expectRefused({ ...attack, call: attack.call.replace('{key}', other) });
		}
		expect(world.recorder.taken()).toEqual([]);
	});
});

describe('an answer that holds the token is held back', () => {
	test.each<[string, Pretender]>([
		['in a text', captioned((token) => `see ${token}.`)],
		['64 levels deep', says((token) => JSON.stringify(nested({ x: token }, 64)))],
		['as the name of a member', says((token) => JSON.stringify({ [token]: 1 }))],
		['in JSON’s escapes', says((token) => `{"caption":"${escaped(token)}"}`)],
		['escaped in half', says((token) => `{"a":"\\u0049${token.slice(1)}"}`)],
		['in JSON inside of JSON', captioned((token) => JSON.stringify({ a: `${token}` }))],
		['escaped twice', captioned((token) => `"${escaped(token)}"`)],
		['in percent', captioned(percent)],
		['in percent, twice', captioned((token) => percent(token).replaceAll('%', '%25'))],
		['in hex', captioned((token) => Buffer.from(token).toString('hex'))],
		['in large hex', captioned((token) => Buffer.from(token).toString('hex').toUpperCase())],
		...['', 'a', 'ab'].map((before): [string, Pretender] => [
			`in base64 behind “${before}”`,
			captioned(base64(before))
		]),
		['in base64url', captioned((token) => Buffer.from(`?>${token}`).toString('base64url'))],
		['in a link that is in no paging', captioned((token) => `https://a.example/?t=${token}`)],
		['in the path of a link', says((token) => linked(`/v25.0/${token}/media`))],
		['in a header that goes back', says(() => '{}', { ...JSON_TYPE, 'x-app-usage': '{token}' })],
		['compressed', says((t) => gzipSync(`{"a":"${t}"}`), { 'content-encoding': 'gzip' })],
		['in an error', says((token) => JSON.stringify({ error: { code: 100, message: token } }))]
	])('%s', async (_, pretender) => {
		world.recorder.pretend((outgoing, token, call) => {
			const writeHead = outgoing.writeHead.bind(outgoing);
			outgoing.writeHead = ((status: number, headers: Record<string, string>) =>
				writeHead(
					status,
					Object.fromEntries(
						Object.entries(headers).map(([name, value]) => [name, value.replace('{token}', token)])
					)
				)) as typeof outgoing.writeHead;
			pretender(outgoing, token, call);
		});
		const { status, body, text } = await send('GET /me/media');
		expect([status, body.error?.mooring?.code]).toEqual([502, 'answer_held_back']);
		expect(body.error).toMatchObject({ code: 2, is_transient: false });
		expect(text.length).toBeLessThan(500);
		expect(world.recorder.taken()).toHaveLength(1);
	});

	test('of a write, which may have been done all the same', async () => {
		world.recorder.pretend(captioned((token) => token));
		const { status, body } = await send('POST /17900000000000001/comments?message=x');
		expect([status, body.error?.mooring?.code]).toEqual([502, 'answer_held_back']);
		expect(body.error?.mooring?.cure).toContain('before you send it again');
		expect(world.recorder.taken()).toHaveLength(1);
	});

	test('in pieces, one byte at a time', async () => {
		world.recorder.pretend((outgoing, token) => {
			outgoing.writeHead(200, JSON_TYPE);
			const bytes = [...`{"a":"${token}"}`];
			const next = () => {
				const one = bytes.shift();
				if (one === undefined) return outgoing.end();
				outgoing.write(one);
				setImmediate(next);
			};
			next();
		});
		const { status, body } = await send('GET /me/media');
		expect([status, body.error?.mooring?.code]).toEqual([502, 'answer_held_back']);
	});
});

describe('an answer that is odd', () => {
	const many = 'x'.repeat(6_000_000);
	test.each<[string, Pretender, string, number]>([
		[
			'of a status that HTTP has not',
			(outgoing) => outgoing.writeHead(600, JSON_TYPE).end('{}'),
			'meta_odd_answer',
			1
		],
		['of 6 MB', says(() => `{"a":"${many}"}`), 'meta_odd_answer', 1],
		[
			'of 6 MB once it is unpacked',
			says(() => gzipSync(`{"a":"${many}"}`), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
			'meta_odd_answer',
			1
		],
		['that is no JSON', says(() => '{"a":'), 'meta_odd_answer', 2],
		['that is empty', says(() => ''), 'meta_odd_answer', 2],
		[
			'that leads elsewhere',
			(outgoing) => outgoing.writeHead(302, { location: 'https://evil.example/' }).end(),
			'meta_odd_answer',
			1
		]
	])('%s is refused', async (_, pretender, code, calls) => {
		world.recorder.pretend(pretender);
		const { status, body } = await send('GET /me/media');
		expect([status, body.error?.mooring?.code]).toEqual([502, code]);
		expect(world.recorder.taken()).toHaveLength(calls);
	});

	test('that drips ends after 20 seconds, and a write that met it is not known', async () => {
		let drips: ReturnType<typeof setInterval>[] = [];
		world.recorder.pretend((outgoing) => {
			outgoing.writeHead(200, JSON_TYPE);
			drips.push(setInterval(() => outgoing.write(' '), 100));
		});
		const began = Date.now();
		const answers = await Promise.all([
			send('GET /me/media'),
			send('POST /17900000000000001/comments?message=x')
		]);
		expect(Date.now() - began).toBeLessThan(23_000);
		for (const drip of drips) clearInterval(drip);
		drips = [];
		expect(answers.map(({ status, body }) => [status, body.error?.mooring?.code])).toEqual([
			[504, 'meta_timeout'],
			[502, 'outcome_unknown']
		]);
	});

	test('goes on as it came where it is only unusual', async () => {
		const text = '\n{"id":90071992547409931234, "x":1e400,"y":"\\ud83c\\udf0a\\/","é":[-0.0]} ';
		world.recorder.pretend(says(() => text));
		const answer = await send('GET /me/media');
		expect([answer.status, answer.text]).toEqual([200, text]);
		expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(text)));
	});

	test('has links of ours to our address alone, and the caller’s key for every token', async () => {
		const [key = ''] = keys;
		const foreign = (token: string) => [
			`https://evil.example/v25.0/me/media?access_token=${token}`,
			`https://graph.instagram.com@evil.example/?t=${token}`,
			`https://graph.instagram.com:8443/v25.0/me/media?access_token=${token}`,
			`https://graph.instagram.com.evil.example/me?access_token=${token}`,
			`//graph.instagram.com/me?access_token=${token}`,
			`javascript:alert('${token}')`
		];
		world.recorder.pretend(
			says((token) =>
				JSON.stringify({
					access_token: token,
					data: foreign(token).map((next) => ({ access_token: token, paging: { next } })),
					paging: {
						next: `https://graph.instagram.com/v25.0/me/media?access%5Ftoken=${token}&after=a%3D&ACCESS_TOKEN=${token}#${token}`,
						previous: `https://${token}:x@graph.instagram.com/v25.0/me/media?before=b&appsecret_proof=1`
					}
				})
			)
		);
		for (const [call, carried] of [
			['GET /me/media', ''],
			[`GET /me/media?access_token=${key}`, `access_token=${key}&`]
		] as const) {
			const { status, body } = await send(call, {}, key);
			expect(status).toBe(200);
			expect(body).toEqual({
				access_token: key,
				data: foreign('').map(() => ({ access_token: key, paging: { next: null } })),
				paging: {
					next: `${world.origin}/graph/v25.0/me/media?${carried}after=a%3D`,
					previous: `${world.origin}/graph/v25.0/me/media?${carried}before=b`
				}
			});
		}
	});
});

describe('by an assistant', () => {
	const ask = async (name: string, input: object) => {
		const [key = ''] = keys;
		const call = {
			jsonrpc: '2.0',
			id: 1,
			method: 'tools/call',
			params: { name, arguments: input }
		};
		const answer = await raw(world.origin, 'POST', '/mcp', {
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify(call)
		});
		left.push(JSON.stringify(answer.headers) + answer.text);
		return answer;
	};
	test('an answer with the token in it is held back as well', async () => {
		for (const pretender of [captioned((token) => token), captioned(percent)]) {
			world.recorder.pretend(pretender);
			for (const [name, input] of [
				['list_media', {}],
				['get_media', { media_id: '17900000000000001' }],
				['list_comments', { media_id: '17900000000000001' }],
				['reply_to_comment', { comment_id: '17900000000000001', text: 'x' }]
			] as const) {
				const { status, text } = await ask(name, input);
				expect([name, status]).toEqual([name, 200]);
				expect(text).toContain('"isError":true');
				expect(text).toContain('Instagram token');
			}
		}
	});
});

test('of 100 calls neither what was sent nor what came back is kept or logged', async () => {
	const [sent, came] = ['Words of the caller 4711.', 'Words of Meta 4712.'];
	world.recorder.pretend(says(() => JSON.stringify({ id: '1', text: came })));
	for (let count = 0; count < 25; count += 1) {
		const [words, type] = [encodeURIComponent(sent), 'application/x-www-form-urlencoded'];
		const answers = [
			await send('GET /17900000000000001?fields=caption'),
			await send(`POST /17900000000000001/comments?message=${words}`),
			await send('POST /me/media', {
				type,
				body: `caption=${words}&image_url=https://a.example/b.jpg`
			}),
			await send('POST /me/media_publish', { type, body: `creation_id=${String(count + 1)}` })
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	}
	expect(world.recorder.taken().length).toBeGreaterThanOrEqual(100);
	expect(leaksOnDisk(world.dataDir, [sent, came])).toEqual([]);
	expect(leaksIn(world.output(), [sent, came])).toEqual([]);
});

test('/api/v1 tells nothing of the token but by the one address', async () => {
	const { id } = world.connections.instagram;
	for (const path of ['key', 'connections', `connections/${id}`, `connections/${id}/refreshes`]) {
		const headers = { authorization: `Bearer ${anyKey()}` };
		const answer = await raw(world.origin, 'GET', `/api/v1/${path}`, { headers });
		expect(answer.status).toBe(200);
		left.push(JSON.stringify(answer.headers) + answer.text);
	}
});

test('no byte of all that left by /graph, /api/v1 and /mcp holds a token, in any writing', async () => {
	const secrets = await issuedSecrets(world.simulator.url);
	expect(secrets.length).toBeGreaterThan(2);
	expect(left.length).toBeGreaterThan(700);
	const plain = left.join('\n');
	const readings = [plain, plain.toLowerCase(), unescaped(plain), unescaped(unescaped(plain))];
	for (const secret of secrets) {
		const traces = [
			secret,
			Buffer.from(secret).toString('hex'),
			...[0, 1, 2].map((at) =>
				Buffer.from(' '.repeat(at) + secret)
					.toString('base64url')
					.slice(4, -4)
			)
		];
		for (const trace of traces) expect(readings.some((one) => one.includes(trace))).toBe(false);
	}
	expect(secrets.filter((secret) => world.output().includes(secret))).toEqual([]);
});

/** JSON's and an address's escapes resolved, base64 as base64url. */
const unescaped = (text: string) =>
	text
		.replace(/\\u00([\da-f]{2})|%([\da-f]{2})/gi, (_, one?: string, other?: string) =>
			String.fromCharCode(Number.parseInt(one ?? other ?? '', 16))
		)
		.replaceAll('+', '-')
		.replaceAll('/', '_');
