import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BadInput, OUR_ORIGIN, OWN_CONNECTION } from '../support/bad-input.ts';
import { BODY_ROWS } from '../support/bad-input-bodies.ts';
import { CALLBACK_ROWS } from '../support/bad-input-callback.ts';
import { COOKIE_ROWS, OUR_PORT } from '../support/bad-input-cookies.ts';
import { HEADER_ROWS } from '../support/bad-input-headers.ts';
import { PATH_ROWS } from '../support/bad-input-paths.ts';
import { SIGNED_ROWS } from '../support/bad-input-signed.ts';
import { WIRE_ROWS } from '../support/bad-input-wire.ts';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';
import { head, onTheWire } from '../support/wire.ts';

/** Every answer is there within this time, in milliseconds. */
const PATIENCE = 5_000;
let live: Live;
let cookie: string;
let connectionId: string;
let port: string;
let clients = 0;
let before: unknown;
let began: number;

beforeAll(async () => {
	live = await startLive({ ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: '1' });
	({ port } = new URL(live.origin));
	const claimed = await live.claim();
	({ connectionId } = claimed);
	await claimed.browser.open(`${live.origin}/auth/instagram/login`);
	cookie = [...claimed.browser.cookies(live.origin)].map((pair) => pair.join('=')).join('; ');
	before = await live.calls();
	began = live.output().length;
});
afterAll(() => live.remove());

afterEach(async () => {
	const calls = await live.calls();
	const said = live.output().slice(began);
	const { status } = await raw(live.origin, 'GET', '/healthz');
	const expected = before;
	before = calls;
	began += said.length;
	expect(calls, 'Meta was asked').toEqual(expected);
	expect(said, 'a fault of ours').not.toMatch(/unexpected error|"level":[56]0|\n\s+at /);
	expect(status).toBe(200);
});

const filledIn = (text: string) =>
	text
		.replaceAll(OUR_ORIGIN, live.origin)
		.replaceAll(OWN_CONNECTION, connectionId)
		.replaceAll(new RegExp(OUR_PORT, 'gi'), port);

/** Sends a row from an address of its own, so that no limit answers in the place of what is tested. */
async function send({ method, path, headers, body }: BadInput, as: 'owner' | 'nobody') {
	const own = Object.entries(headers).map(([name, value]) => [name, filledIn(value)]);
	clients += 1;
	const asked = raw(live.origin, method, filledIn(path), {
		headers: {
			'x-forwarded-for': `10.${String(clients >> 8)}.${String(clients & 255)}.1`,
			...(as === 'owner' ? { cookie } : {}),
			...(Object.fromEntries(own) as Record<string, string>)
		},
		...(body === null ? {} : { body: filledIn(body) })
	});
	const late = new Promise<never>((_resolve, reject) => {
		setTimeout(() => reject(new Error('no answer')), PATIENCE).unref();
	});
	return Promise.race([asked, late]);
}

/** `303 /` or `400`: what the row promises. */
function told({ status, headers }: Awaited<ReturnType<typeof send>>) {
	const { location } = headers;
	return location === undefined ? String(status) : `${String(status)} ${location}`;
}

describe.each([
	['the callback', CALLBACK_ROWS],
	['a signed request', SIGNED_ROWS],
	['a body', BODY_ROWS],
	['a path', PATH_ROWS],
	['a header', HEADER_ROWS]
])('bad input: %s', (_name, rows) => {
	it.each(rows)('row $no: $what', async (row) => {
		const owner = await send(row, 'owner');
		const nobody = await send(row, 'nobody');
		expect({ owner: told(owner), nobody: told(nobody) }).toEqual(row.answers);
		for (const { text, headers } of [owner, nobody]) {
			expect(text).not.toMatch(/<script>alert|evil\.example|\n\s+at /);
			expect(headers['set-cookie'] ?? []).toEqual([]);
			expect(headers['x-content-type-options']).toBe('nosniff');
		}
	});
});

describe('bad input: a cookie', () => {
	it.each(COOKIE_ROWS)('row $no: $what', async (row) => {
		expect(told(await send(row, 'nobody'))).toBe(row.answers.nobody);
	});
});

describe('bad input: on the wire', () => {
	it.each(WIRE_ROWS)('row $no: $what', async ({ line, headers, body, status }) => {
		const [method = '', ...rest] = line.split(' HTTP');
		const request = head(method, headers).replace(' HTTP/1.1', ` HTTP${rest.join(' HTTP')}`);
		const text = `${request}${body}`
			.replaceAll('OUR-HOST-IN-CAPITALS', `LOCALHOST:${port}`)
			.replaceAll('OUR-HOST', `localhost:${port}`);
		const heard = await onTheWire(Number(port), text, { patienceMs: PATIENCE });
		expect(heard.status).toBe(status);
	});
});

it('changed nothing: the owner is signed in, and the connection is as it was', async () => {
	const headers = { cookie };
	const { text } = await raw(live.origin, 'GET', '/api/connections', { headers });
	expect(JSON.parse(text)).toMatchObject({
		connections: [{ id: connectionId, status: 'healthy' }]
	});
	const user = await raw(live.origin, 'GET', '/api/user', { headers });
	expect(JSON.parse(user.text)).toMatchObject({ creator: { isOwner: true } });
});
