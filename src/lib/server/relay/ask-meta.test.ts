import { type AddressInfo, createServer } from 'node:net';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { exchangeBy } from '../../../../tests/support/exchange-by.ts';
import { readAtMeta, sendToMeta, type Upstream, writeAtMeta } from './ask-meta.ts';

const fetch = vi.fn<typeof globalThis.fetch>();
const sleep = vi.fn(() => Promise.resolve());
const mayCall = vi.fn(() => null as { waitMs: number; code: number | null } | null);
const heard = vi.fn(() => Promise.resolve());
const reportDead = vi.fn(() => Promise.resolve());
const deps = {
	exchange: exchangeBy(fetch),
	sleep,
	random: () => 0.5,
	brake: { mayCall, heard },
	reportDead,
	renewal: { providers: { facebook: { appSecretProof: (token: string) => `proof of ${token}` } } },
	settings: {
		meta: {
			hosts: {
				instagram: { graph: 'https://graph.ig.example/base' },
				facebook: { graph: 'https://graph.fb.example' }
			}
		}
	}
} as never;
const read: Upstream = {
	connection: connectionRow(),
	token: 'IGAA1',
	method: 'GET',
	path: '/v25.0/1784/media',
	query: new URLSearchParams({ fields: 'id,caption' }),
	form: null
};
const write: Upstream = {
	...read,
	connection: connectionRow({ provider: 'facebook' }),
	method: 'POST',
	query: new URLSearchParams({ hide: 'true' }),
	form: new URLSearchParams({ message: 'a b' })
};
const json = (body: object, status = 200) => Response.json(body, { status });
const failing = (code: number, status = 400) => json({ error: { code, message: 'no' } }, status);
const reset = () => Promise.reject(new TypeError('fetch failed'));

beforeEach(() => {
	vi.resetAllMocks();
	mayCall.mockReturnValue(null);
	heard.mockResolvedValue();
	sleep.mockResolvedValue();
});

describe('a call', () => {
	test('is told once it is over, without what was said', async () => {
		const over = vi.fn();
		const withOver = { ...(deps as object), over } as never;
		fetch.mockResolvedValueOnce(failing(100)).mockImplementationOnce(reset);
		await sendToMeta(withOver, read);
		await sendToMeta(withOver, read).catch(() => undefined);
		expect(over.mock.calls).toEqual([
			[expect.objectContaining({ outcome: 'refused', asked: null })],
			[expect.objectContaining({ outcome: 'unreachable' })]
		]);
		expect(JSON.stringify(over.mock.calls)).not.toContain('IGAA1');
	});

	test('has the token in its query, or in its body where it has one', async () => {
		fetch.mockImplementation(() => Promise.resolve(json({ id: '1' })));
		await sendToMeta(deps, read);
		await sendToMeta(deps, write);
		const [[first], [second, init]] = fetch.mock.calls as [[URL], [URL, RequestInit]];
		expect(String(first)).toBe(
			'https://graph.ig.example/base/v25.0/1784/media?fields=id%2Ccaption&access_token=IGAA1'
		);
		expect(String(second)).toBe('https://graph.fb.example/v25.0/1784/media?hide=true');
		expect(String(init?.body as URLSearchParams)).toBe(
			'message=a+b&access_token=IGAA1&appsecret_proof=proof+of+IGAA1'
		);
		expect(read.query.has('access_token')).toBe(false);
	});

	test('is not sent where the brake holds it', async () => {
		mayCall.mockReturnValue({ waitMs: 1_200, code: 4 });
		await expect(readAtMeta(deps, read)).rejects.toMatchObject({
			code: 'meta_rate_limited',
			retryAfter: 2
		});
		expect(fetch).not.toHaveBeenCalled();
	});

	test('that met a dead token is reported, another error is not; the brake hears of all', async () => {
		fetch.mockResolvedValueOnce(failing(10)).mockResolvedValueOnce(failing(190));
		await writeAtMeta(deps, write);
		expect(reportDead).not.toHaveBeenCalled();
		await writeAtMeta(deps, write);
		expect(reportDead).toHaveBeenCalledExactlyOnceWith('a');
		expect(heard).toHaveBeenCalledTimes(2);
	});
});

describe('a read', () => {
	test.each([
		['a reset', reset],
		['502', () => Promise.resolve(json({}, 502))],
		['503', () => Promise.resolve(json({}, 503))],
		[
			'a page',
			() => Promise.resolve(new Response('<p>', { headers: { 'content-type': 'text/html' } }))
		],
		['code 1', () => Promise.resolve(failing(1, 500))],
		['code 2 under HTTP 200', () => Promise.resolve(failing(2, 200))],
		['half an answer', () => Promise.resolve(new Response('{"data":['))]
	])('that met %s is tried once more, after half a second', async (_, first) => {
		fetch.mockImplementationOnce(first).mockResolvedValueOnce(json({ data: [] }));
		expect(await readAtMeta(deps, read)).toMatchObject({ status: 200, text: '{"data":[]}' });
		expect(sleep).toHaveBeenCalledExactlyOnceWith(550);
	});

	test('that met it twice gets what there is', async () => {
		fetch.mockImplementation(reset);
		await expect(readAtMeta(deps, read)).rejects.toMatchObject({ code: 'meta_unreachable' });
		fetch.mockImplementation(() => Promise.resolve(failing(2, 500)));
		expect(await readAtMeta(deps, read)).toMatchObject({ status: 500 });
		fetch.mockImplementation(() => Promise.resolve(new Response('')));
		await expect(readAtMeta(deps, read)).rejects.toMatchObject({ code: 'meta_odd_answer' });
		expect(fetch).toHaveBeenCalledTimes(6);
	});

	test('that met another error, or a redirect, is not', async () => {
		fetch.mockResolvedValueOnce(failing(100));
		expect(await readAtMeta(deps, read)).toMatchObject({ status: 400 });
		fetch.mockResolvedValueOnce(new Response(null, { status: 302 }));
		await expect(readAtMeta(deps, read)).rejects.toMatchObject({ code: 'meta_odd_answer' });
		expect(fetch).toHaveBeenCalledTimes(2);
	});
});

describe('a write', () => {
	test.each([
		['a reset', reset],
		['a page', () => Promise.resolve(new Response('<p>', { status: 503 }))],
		['a redirect', () => Promise.resolve(new Response(null, { status: 302 }))],
		['half an answer', () => Promise.resolve(new Response('{"id":'))]
	])('that met %s may have been done', async (_, answer) => {
		fetch.mockImplementation(answer);
		await expect(writeAtMeta(deps, write)).rejects.toMatchObject({ code: 'outcome_unknown' });
		expect(fetch).toHaveBeenCalledOnce();
	});

	test('gets an error of Meta’s as it came, once', async () => {
		fetch.mockImplementation(() => Promise.resolve(failing(2, 500)));
		expect(await writeAtMeta(deps, write)).toMatchObject({ status: 500 });
		expect(fetch).toHaveBeenCalledOnce();
	});

	test('that nobody listened for was never sent', async () => {
		const settings = at(await closedPort());
		const nowhere = { ...(deps as object), exchange: undefined, settings } as never;
		await expect(writeAtMeta(nowhere, write)).rejects.toMatchObject({ code: 'meta_unreachable' });
	});
});

async function closedPort() {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

const at = (port: number) => ({
	meta: { hosts: { facebook: { graph: `http://127.0.0.1:${String(port)}` } } }
});
