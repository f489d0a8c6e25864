import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Logins } from '../settings/login.ts';
import { readSettings } from '../settings/settings.ts';
import { type MetaHost, metaHosts, networkReader, probe, type Probe } from './network.ts';
import { clockChecks, reachabilityChecks } from './reachability.ts';

const GRAPH = { address: 'https://graph.instagram.com', isForBrowsers: false };
const WEB = { address: 'https://www.instagram.com', isForBrowsers: true };
const reached = ({ address }: MetaHost, skewMs: number | null = 0): Probe => ({
	address,
	isReached: true,
	skewMs,
	systemCode: null
});
const silent = ({ address }: MetaHost, systemCode: string | null = null): Probe => ({
	address,
	isReached: false,
	skewMs: null,
	systemCode
});

const NOW = Date.parse('2026-11-24T12:00:00.500Z');

describe('a probe', () => {
	const ask = (fetch: typeof globalThis.fetch) =>
		probe('https://graph.instagram.com', { fetch, now: () => NOW, timeoutMs: 50 });

	it('counts any answer, a redirect and an error too, and follows none', async () => {
		for (const status of [200, 302, 404, 500]) {
			const fetch = vi.fn<typeof globalThis.fetch>(() =>
				Promise.resolve(new Response(null, { status, headers: { location: 'https://x.example' } }))
			);
			expect(await ask(fetch)).toMatchObject({ isReached: true, skewMs: null });
			expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'HEAD', redirect: 'manual' });
		}
	});

	it('reads the other clock', async () => {
		const at = (date: string) => () => Promise.resolve(new Response(null, { headers: { date } }));
		expect((await ask(at('Tue, 24 Nov 2026 12:00:00 GMT'))).skewMs).toBe(0);
		expect((await ask(at('Tue, 24 Nov 2026 12:10:00 GMT'))).skewMs).toBe(-600_000);
		expect((await ask(at('yesterday'))).skewMs).toBe(null);
	});

	it('says why nothing came, by the code of the system', async () => {
		const refused = (address: string) => () =>
			Promise.reject(
				new TypeError('fetch failed', {
					cause: Object.assign(new Error(), { code: 'ECONNREFUSED', address, port: 443 })
				})
			);
		expect((await ask(refused('157.240.0.1'))).systemCode).toBe('ECONNREFUSED');
		expect((await ask(refused('0.0.0.0'))).systemCode).toBe('DNS_BLOCKED');
	});

	it('ends where nothing answers in time', async () => {
		const never: typeof globalThis.fetch = (_, init) =>
			new Promise((_resolve, reject) =>
				init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
			);
		expect(await ask(never)).toMatchObject({ isReached: false });
		expect(await ask(() => Promise.reject(new TypeError('fetch failed')))).toMatchObject({
			isReached: false
		});
	});
});

describe('the reader', () => {
	beforeEach(() => vi.useFakeTimers({ now: NOW }));
	afterEach(() => vi.useRealTimers());

	function world() {
		const answers: ((probe: Probe) => void)[] = [];
		const probe = vi.fn(
			(_address: string) => new Promise<Probe>((resolve) => void answers.push(resolve))
		);
		return { answers, probe, reader: networkReader({ probe, now: Date.now }) };
	}

	it('asks all hosts at once, and not again for 30 seconds', async () => {
		const { answers, probe, reader } = world();
		const first = reader.read([GRAPH, WEB], 2000);
		expect(probe).toHaveBeenCalledTimes(2);
		answers[0]?.(reached(GRAPH));
		answers[1]?.(reached(WEB));
		expect((await first).probes).toHaveLength(2);
		vi.advanceTimersByTime(29_000);
		await reader.read([GRAPH, WEB], 2000);
		expect(probe).toHaveBeenCalledTimes(2);
		vi.advanceTimersByTime(2000);
		void reader.read([GRAPH, WEB], 2000);
		expect(probe).toHaveBeenCalledTimes(4);
	});

	it('waits for a silent host no longer than told, and uses its answer later', async () => {
		const { answers, probe, reader } = world();
		const first = reader.read([GRAPH], 2000);
		await vi.advanceTimersByTimeAsync(2000);
		expect((await first).probes).toBe(null);
		answers[0]?.(silent(GRAPH));
		expect((await reader.read([GRAPH], 2000)).probes).toEqual([silent(GRAPH)]);
		expect(probe).toHaveBeenCalledTimes(1);
	});

	it('asks anew after forgetting, but never twice at the same time', async () => {
		const { answers, probe, reader } = world();
		const first = reader.read([GRAPH], 2000);
		reader.forget();
		const second = reader.read([GRAPH], 2000);
		expect(probe).toHaveBeenCalledTimes(1);
		answers[0]?.(reached(GRAPH));
		await Promise.all([first, second]);
		reader.forget();
		void reader.read([GRAPH], 2000);
		expect(probe).toHaveBeenCalledTimes(2);
	});
});

describe('reachability', () => {
	const state = (probes: Probe[] | null, hosts = [GRAPH, WEB]) =>
		reachabilityChecks({ hosts, probes })[0]?.state;

	it('is wrong where Mooring’s own calls fail, a warning where only the browser goes', () => {
		expect(state([reached(GRAPH), reached(WEB)])).toBe('fine');
		expect(state([silent(GRAPH), reached(WEB)])).toBe('wrong');
		expect(state([reached(GRAPH), silent(WEB)])).toBe('warning');
		expect(state(null)).toBe('warning');
		expect(state([], [])).toBe(undefined);
	});
});

describe('what keeps this machine from Meta', () => {
	const check = (...codes: (string | null)[]) =>
		reachabilityChecks({
			hosts: [GRAPH, WEB],
			probes: [silent(GRAPH, codes[0]), silent(WEB, codes[1])]
		})[0];

	it.each([
		['DNS_BLOCKED', /leads nowhere/, /Pi-hole/],
		['ECONNREFUSED', /was refused/, /HTTPS_PROXY/],
		['ENOTFOUND', /not known here/, /DNS/],
		['SELF_SIGNED_CERT_IN_CHAIN', /authority unknown/, /NODE_EXTRA_CA_CERTS/],
		['CERT_HAS_EXPIRED', /not valid/, /clock/],
		['PROXY_ECONNREFUSED', /the proxy could not be reached/, /HTTPS_PROXY is right/],
		['PROXY_ENOTFOUND', /proxy's name is not known/, /HTTPS_PROXY is right/],
		['PROXY_EAI_AGAIN', /proxy's name is not known/, /HTTPS_PROXY is right/],
		['PROXY_407', /asks for a name and a password/, /name:password@/],
		['PROXY_403', /does not let it through/, /Let Meta's hosts pass/],
		['PROXY_502', /did not reach it either/, /proxy's own network/],
		['UND_ERR_PRX_CONN', /proxy cut the connection off/, /whether the proxy runs/],
		['ERR_INVALID_ARG_VALUE', /no encrypted way to a proxy/, /http:\/\//]
	])('is said in words: %s', (code, why, cure) => {
		const { sentence, cure: told } = check(code, code) ?? {};
		expect(sentence).toMatch(why);
		expect(sentence?.split(code)).toHaveLength(2);
		expect(told).toMatch(cure);
	});

	it('says through which proxy it was tried', () => {
		const asked = (probes: Probe[]) =>
			reachabilityChecks({ hosts: [GRAPH], probes }, 'proxy.example:3128')[0]?.sentence;
		expect(asked([reached(GRAPH)])).toMatch(/\. HTTPS_PROXY is proxy\.example:3128\.$/);
		expect(asked([silent(GRAPH, 'PROXY_403')])).toContain('HTTPS_PROXY is proxy.example:3128.');
	});

	it('names each reason', () => {
		const { sentence } = check('ENOTFOUND', 'ECONNREFUSED') ?? {};
		expect(sentence).toMatch(/ENOTFOUND.*; .*ECONNREFUSED/);
		expect(check(null, null)?.sentence).toMatch(/within 5 seconds/);
	});
});

describe('the clock', () => {
	const check = (skewMs: number | null) =>
		clockChecks({ hosts: [GRAPH], probes: [reached(GRAPH, skewMs)] })[0];

	it.each([
		[0, 'fine'],
		[-60_000, 'fine'],
		[61_000, 'warning'],
		[-300_000, 'warning'],
		[301_000, 'wrong'],
		[null, 'warning']
	])('that differs by %s ms is %s', (skewMs, state) => expect(check(skewMs)?.state).toBe(state));

	it('is told in words', () => {
		expect(check(-4000)?.title).toBe("This machine's clock is 4 seconds behind Meta's");
		expect(check(600_000)?.title).toBe("This machine's clock is 10 minutes ahead of Meta's");
	});
});

describe('Meta’s hosts', () => {
	const { meta } = readSettings({});
	const app = { clientId: '', clientSecret: '', redirectUri: '', redirectIsOnOrigin: true };
	const facebook = { ...app, configId: null };

	it('are those of the logins that are set, the graph first', () => {
		const names = (logins: Logins) =>
			metaHosts({ ...logins, meta }).map(({ address }) => new URL(address).host);
		expect(names({ instagram: null, facebook: null })).toEqual([]);
		expect(names({ instagram: app, facebook: null })).toEqual([
			'graph.instagram.com',
			'api.instagram.com',
			'www.instagram.com'
		]);
		expect(names({ instagram: app, facebook })).toHaveLength(5);
	});

	it('are asked once where several addresses are one host', () => {
		const { meta: here } = readSettings({ PRACTICE: '1', SIMULATOR_PORT: '4651' });
		expect(metaHosts({ instagram: app, facebook, meta: here })).toEqual([
			{ address: 'http://127.0.0.1:4651', isForBrowsers: false }
		]);
	});
});
