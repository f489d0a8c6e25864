import { expect, test, vi } from 'vitest';
import { CouldNotSend, UnexpectedAnswer } from './errors.ts';
import { type Request, send } from './request.ts';

const SECRET = 'IGAAsecretsecretsecret0123456789';
const GET: Request = {
	method: 'GET',
	url: new URL(`https://graph.example/me?access_token=${SECRET}`),
	timeoutMs: 1_000
};

const failing = (error: unknown) =>
	send(GET, vi.fn<typeof globalThis.fetch>().mockRejectedValue(error)).catch((e: unknown) => e);
const answering = (response: Response) => send(GET, () => Promise.resolve(response));

test('what is sent', async () => {
	const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(new Response('{}')));
	const form = new URLSearchParams({ code: 'a b&c' });
	expect(await send({ ...GET, method: 'POST', form }, fetch)).toEqual({ status: 200, text: '{}' });
	const [url, init] = fetch.mock.calls[0] ?? [];
	expect(url).toBe(GET.url);
	expect(init).toMatchObject({ method: 'POST', redirect: 'manual', body: form });
	expect(init?.headers).toMatchObject({ 'accept-encoding': 'identity', 'user-agent': 'Mooring' });
});

test('any status that is no redirect is an answer', async () => {
	expect(await answering(new Response('<html>', { status: 502 }))).toEqual({
		status: 502,
		text: '<html>'
	});
	expect(await answering(new Response(null, { status: 204 }))).toEqual({ status: 204, text: '' });
});

test.each([301, 302, 303, 307, 308])('a redirect is not followed: %i', async (status) => {
	const response = new Response('', { status, headers: { location: 'http://169.254.169.254/' } });
	await expect(answering(response)).rejects.toEqual(new UnexpectedAnswer('a redirect', status));
});

test('an endless body is left', async () => {
	let pieces = 0;
	const cancel = vi.fn();
	const endless = new ReadableStream<Uint8Array>({
		pull(controller) {
			pieces += 1;
			controller.enqueue(new Uint8Array(100_000));
		},
		cancel
	});
	await expect(answering(new Response(endless))).rejects.toEqual(
		new UnexpectedAnswer('more than 1 MB', 200)
	);
	expect(pieces).toBeLessThan(20);
	expect(cancel).toHaveBeenCalledOnce();
});

test('a body of exactly 1 MB is read', async () => {
	const { text } = await answering(new Response('x'.repeat(1_000_000)));
	expect(text).toHaveLength(1_000_000);
});

const withCode = (code: string) =>
	new TypeError(`fetch failed: ${GET.url.href}`, {
		cause: Object.assign(new Error(SECRET), { code })
	});

const refusal = (address: string, port: number) =>
	Object.assign(new Error(SECRET), { code: 'ECONNREFUSED', address, port });
const refusedAt = (address: string, port: number) =>
	new TypeError('fetch failed', { cause: refusal(address, port) });
/** As Node fails where a name has several addresses. */
const severalRefused = (...addresses: string[]) =>
	new TypeError('fetch failed', {
		cause: Object.assign(new AggregateError(addresses.map((one) => refusal(one, 443))), {
			code: 'ECONNREFUSED'
		})
	});

const nameless = (hostname: string) =>
	new TypeError('fetch failed', {
		cause: Object.assign(new Error(SECRET), { code: 'ENOTFOUND', hostname })
	});
/** As undici fails where a proxy answers anything but 200. */
const refusedByProxy = (status: number) => {
	const cause = new Error(`Proxy response (${String(status)}) !== 200 when HTTP Tunneling`);
	return new TypeError('fetch failed', {
		cause: Object.assign(new Error('Request was cancelled.'), {
			code: 0,
			cause: Object.assign(cause, { code: 'UND_ERR_ABORTED' })
		})
	});
};

test('an address that is this machine is no blocked name', async () => {
	const here = { ...GET, url: new URL('http://127.0.0.1:443/me') };
	const fetch = vi.fn<typeof globalThis.fetch>().mockRejectedValue(refusedAt('127.0.0.1', 443));
	await expect(send(here, fetch)).rejects.toMatchObject({ systemCode: 'ECONNREFUSED' });
});

test.each<[string, unknown, 'timeout' | 'network', string | null]>([
	['refused', withCode('ECONNREFUSED'), 'network', 'ECONNREFUSED'],
	['reset', withCode('UND_ERR_SOCKET'), 'network', 'UND_ERR_SOCKET'],
	['slow to connect', withCode('UND_ERR_CONNECT_TIMEOUT'), 'timeout', 'UND_ERR_CONNECT_TIMEOUT'],
	['a name unknown', withCode('ENOTFOUND'), 'network', 'ENOTFOUND'],
	[
		'another authority',
		withCode('SELF_SIGNED_CERT_IN_CHAIN'),
		'network',
		'SELF_SIGNED_CERT_IN_CHAIN'
	],
	['a name that leads to 0.0.0.0', refusedAt('0.0.0.0', 443), 'network', 'DNS_BLOCKED'],
	['a name that leads here', refusedAt('127.0.0.1', 443), 'network', 'DNS_BLOCKED'],
	['a name that leads to ::', severalRefused('::', '0.0.0.0'), 'network', 'DNS_BLOCKED'],
	['a proxy on this machine', refusedAt('127.0.0.1', 3128), 'network', 'PROXY_ECONNREFUSED'],
	['a proxy without a name', nameless('proxy.example'), 'network', 'PROXY_ENOTFOUND'],
	['its own name', nameless('graph.example'), 'network', 'ENOTFOUND'],
	['a proxy that asks for a password', refusedByProxy(407), 'network', 'PROXY_407'],
	['a proxy that lets nothing through', refusedByProxy(403), 'network', 'PROXY_403'],
	['a proxy that hangs up', withCode('UND_ERR_PRX_CONN'), 'network', 'UND_ERR_PRX_CONN'],
	['another machine', severalRefused('2a03::1', '157.240.0.1'), 'network', 'ECONNREFUSED'],
	['a code that is none', withCode(SECRET), 'network', null],
	['no cause', new TypeError(GET.url.href), 'network', null],
	['no error', GET.url.href, 'network', null]
])('not sent: %s', async (_, thrown, reason, systemCode) => {
	const error = await failing(thrown);
	expect(error).toBeInstanceOf(CouldNotSend);
	expect(error).toMatchObject({ reason, systemCode });
	expect(error).not.toHaveProperty('cause');
	expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(SECRET);
});

test('a connection that breaks within the body', async () => {
	const broken = new ReadableStream({
		start: (controller) => {
			controller.error(withCode('ECONNRESET'));
		}
	});
	await expect(answering(new Response(broken))).rejects.toMatchObject({
		reason: 'network',
		systemCode: 'ECONNRESET'
	});
});
