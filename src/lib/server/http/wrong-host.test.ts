import { describe, expect, it, vi } from 'vitest';
import { misnamerOf } from './wrong-host.ts';
import { wrongHost, wrongHostPage } from './wrong-host-page.ts';

const at = (origin: string, port = 3000, addressHeader: string | null = null) => ({
	origin: new URL(origin),
	port,
	addressHeader
});
const PUBLIC = at('https://mooring.example');
const ODD_PORT = at('https://mooring.example:8443');
const LOCAL = at('http://localhost:3000');
const LAN = at('http://192.168.1.5:3000');
const LAN_BEHIND_PROXY = at('http://mooring.lan', 3000);
const XFF = { 'x-forwarded-for': '203.0.113.7' };

describe('another Host than ORIGIN’s is the proxy’s doing', () => {
	it.each([
		['nginx as it is', PUBLIC, { host: '127.0.0.1:3000' }],
		['nginx to a name', PUBLIC, { host: 'localhost:3000' }],
		['nginx to IPv6', PUBLIC, { host: '[::1]:3000' }],
		['an upstream block', PUBLIC, { host: 'mooring' }],
		['a container', PUBLIC, { host: 'app:3000', ...XFF }],
		['a container, bare', PUBLIC, { host: 'mooring_app-1:8080' }],
		['another machine', PUBLIC, { host: '10.0.0.7:3000' }],
		['a name at home', PUBLIC, { host: 'nas.lan:3000', 'x-real-ip': '10.0.0.1' }],
		[
			'Apache, which tells what was asked',
			PUBLIC,
			{ host: '127.0.0.1:3000', 'x-forwarded-host': 'mooring.example' }
		],
		[
			'a cloud’s own name',
			PUBLIC,
			{ host: 'mooring.cloud.example', 'x-forwarded-host': 'MOORING.example, front.example' }
		],
		[
			'RFC 7239',
			PUBLIC,
			{ host: 'backend.example', forwarded: 'for=192.0.2.1;proto=https;host="mooring.example:443"' }
		],
		['nginx’s $host, which drops the port', ODD_PORT, { host: 'mooring.example', ...XFF }],
		['the same, bare', ODD_PORT, { host: 'mooring.example' }],
		['the port of the proxy’s inside', PUBLIC, { host: 'mooring.example:3000' }],
		['a proxy of this machine', LOCAL, { host: '127.0.0.1:3000', ...XFF }],
		['a proxy that names itself', LOCAL, { host: 'app:3000', via: '1.1 front' }],
		['a proxy on plain http', LAN_BEHIND_PROXY, { host: '127.0.0.1:3000' }],
		['a proxy that is known', at('http://localhost:3000', 3000, 'x-real-ip'), { host: 'web' }]
	])('%s', (_, reached, headers) => {
		expect(misnamerOf(headers, reached)).toBe('proxy');
	});
});

describe('another Host than ORIGIN’s is the visitor’s', () => {
	it.each([
		['another name', PUBLIC, { host: 'evil.example' }],
		['a name below', PUBLIC, { host: 'www.mooring.example' }],
		['nothing', LOCAL, { host: '' }],
		['no Host at all', LOCAL, {}],
		['what is no host', LOCAL, { host: 'app@localhost:3000' }],
		['a name at home', LAN, { host: 'raspberrypi.local' }],
		[
			'another name, which the proxy passes on',
			PUBLIC,
			{ host: 'www.mooring.example', 'x-forwarded-host': 'www.mooring.example', ...XFF }
		],
		[
			'another name, which the proxy tells',
			PUBLIC,
			{ host: '127.0.0.1:3000', 'x-forwarded-host': 'www.mooring.example' }
		]
	])('%s', (_, reached, headers) => {
		expect(misnamerOf(headers, reached)).toBe('visitor');
	});
});

describe('nothing tells who named another Host than ORIGIN’s', () => {
	it.each([
		['a public name through a proxy', PUBLIC, { host: 'www.mooring.example', ...XFF }],
		['this machine by its number', LOCAL, { host: '127.0.0.1:3000' }],
		['the same without its port', LOCAL, { host: '127.0.0.1' }],
		[
			'the second of two proxies, which passes on what the first made up',
			PUBLIC,
			{ host: '127.0.0.1:8000', 'x-forwarded-host': '127.0.0.1:8000' }
		],
		['a short name', LAN, { host: 'app:8080' }],
		['ORIGIN’s name without its port', LOCAL, { host: 'localhost' }],
		['ORIGIN’s name at another port', LAN, { host: '192.168.1.5:8080' }]
	])('%s', (_, reached, headers) => {
		expect(misnamerOf(headers, reached)).toBe('unknown');
	});
});

describe('the page of another Host', () => {
	const LINK = '<a href="https://mooring.example">';
	const page = (who: Parameters<typeof wrongHostPage>[0]) => wrongHostPage(who, PUBLIC.origin);

	it('leads a visitor to ORIGIN, and says nothing of proxies', () => {
		expect(page('visitor')).toContain(LINK);
		expect(page('visitor')).not.toMatch(/proxy/i);
	});

	it('does not lead whom the proxy misnamed to where they are, and says what it must pass', () => {
		expect(page('proxy')).not.toContain('<a ');
		expect(page('proxy')).toContain('https://mooring.example');
	});

	it.each(['proxy', 'unknown'] as const)('gives the lines for %s', (who) => {
		expect(page(who)).toContain('<code>proxy_set_header Host $http_host;</code>');
		expect(page(who)).toContain('<code>ProxyPreserveHost On</code>');
		expect(page(who)).toContain('with its port');
	});

	it('does both where nothing tells', () => expect(page('unknown')).toContain(LINK));
});

describe('the log', () => {
	it('is told once of a proxy, and not of visitors', () => {
		const warn = vi.fn();
		const answer = wrongHost(PUBLIC, () => ({ warn }));
		answer({ host: 'evil.example' });
		expect(warn).not.toHaveBeenCalled();
		for (let asked = 0; asked < 3; asked += 1) answer({ host: '127.0.0.1:3000', ...XFF });
		expect(warn).toHaveBeenCalledOnce();
		expect(warn.mock.calls[0]?.[0]).toEqual({ host: '127.0.0.1:3000' });
		expect(warn.mock.calls[0]?.[1]).toContain('proxy_set_header Host $http_host;');
	});

	it('holds no Host that only looks like text', () => {
		const warn = vi.fn();
		wrongHost(PUBLIC, () => ({ warn }))({
			host: '<script>',
			'x-forwarded-host': 'mooring.example'
		});
		expect(warn.mock.calls[0]?.[0]).toEqual({ host: null });
	});
});
