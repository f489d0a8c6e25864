import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { listeningChecks, unserved, unservedLine } from './listening.ts';

const settings = (ORIGIN: string, env: Record<string, string> = {}) =>
	readSettings({ ORIGIN, ALLOW_LAN_HTTP: '1', ...env });
const LAN = 'http://192.168.1.5:3000';

describe('an address that is announced and not served is told', () => {
	it.each<[string, string, Record<string, string>, string]>([
		['the LAN by its number', LAN, {}, 'HOST=0.0.0.0'],
		['the LAN by a name', 'http://raspberrypi.local:3000', {}, 'HOST=0.0.0.0'],
		['the LAN at the usual port', 'http://mooring.lan', {}, 'HOST=0.0.0.0'],
		['the LAN, listening on localhost', LAN, { HOST: 'LocalHost' }, 'HOST=0.0.0.0'],
		['the LAN, listening on ::1', LAN, { HOST: '::1' }, 'HOST=0.0.0.0'],
		['another address of this machine', LAN, { HOST: '10.0.0.2' }, 'HOST=0.0.0.0'],
		[
			'localhost, listening on the LAN',
			'http://localhost:3000',
			{ HOST: '192.168.1.5' },
			'HOST=127.0.0.1'
		],
		['IPv6, listening on IPv4', 'http://[::1]:3000', {}, 'HOST=::1'],
		['IPv6, listening on all of IPv4', 'http://[::1]:3000', { HOST: '0.0.0.0' }, 'HOST=::1'],
		['IPv4, listening on IPv6', 'http://127.0.0.1:3000', { HOST: '::1' }, 'HOST=127.0.0.1']
	])('%s', (_, origin, env, cure) => {
		const found = unserved(settings(origin, env));
		expect(found).toMatchObject({ isCertain: true });
		expect(found?.sentence).toContain(origin);
		expect(found?.cure).toContain(cure);
	});

	it.each<[string, Record<string, string>, string]>([
		['http://localhost:8080', { PORT: '3000' }, 'Remove PORT, unless'],
		['http://localhost', { PORT: '3000' }, 'Remove PORT, unless'],
		[LAN, { PORT: '8080', HOST: '0.0.0.0' }, 'Remove PORT, unless'],
		['http://mooring.lan', { PORT: '3000' }, 'Remove PORT and set HOST=0.0.0.0, unless']
	])('another port: %s with %j', (origin, env, cure) => {
		const found = unserved(settings(origin, env));
		expect(found).toMatchObject({ isCertain: false });
		expect(found?.sentence).toContain(`port ${env['PORT'] ?? ''}`);
		expect(found?.cure).toContain(cure);
	});
});

describe('an address that is served is not spoken of', () => {
	it.each<[string, string, Record<string, string>]>([
		['https behind a proxy here', 'https://mooring.example', {}],
		['https at an odd port', 'https://192.168.1.5:8443', {}],
		['https, listening everywhere', 'https://mooring.example', { HOST: '0.0.0.0', PORT: '8080' }],
		['this machine', 'http://localhost:3000', {}],
		['this machine by its number', 'http://127.0.0.1:3000', {}],
		['this machine on IPv6', 'http://[::1]:3000', { HOST: '::1' }],
		['this machine, listening on IPv6', 'http://localhost:3000', { HOST: '::1' }],
		['this machine, listening everywhere', 'http://localhost:3000', { HOST: '0.0.0.0' }],
		['both kinds of addresses', 'http://127.0.0.1:3000', { HOST: '::' }],
		['the LAN, listening everywhere', LAN, { HOST: '0.0.0.0' }],
		['the LAN, listening everywhere on IPv6', LAN, { HOST: '::' }],
		['the LAN, listening there', LAN, { HOST: '192.168.1.5' }],
		['a name of the LAN, listening on its number', 'http://box.lan:3000', { HOST: '192.168.1.5' }],
		['a name, listening on it', 'http://box.lan:3000', { HOST: 'box.lan' }],
		['a proxy that is known', 'http://box.lan', { PORT: '3000', ADDRESS_HEADER: 'X-Real-IP' }],
		['practice', 'http://localhost:4173', { PRACTICE: '1' }]
	])('%s', (_, origin, env) => {
		expect(unserved(settings(origin, env))).toBe(null);
		expect(unservedLine(settings(origin, env))).toBe(null);
		expect(listeningChecks(settings(origin, env), null)).toEqual([]);
	});
});

describe('the check', () => {
	it('is wrong where it is certain, else a warning', () => {
		expect(listeningChecks(settings(LAN), null)).toMatchObject([{ state: 'wrong' }]);
		const other = settings('http://localhost', { PORT: '3000' });
		expect(listeningChecks(other, new Headers())).toMatchObject([{ state: 'warning' }]);
	});

	it('says nothing to who came through a proxy', () => {
		const headers = new Headers({ 'x-forwarded-for': '192.168.1.9' });
		expect(listeningChecks(settings(LAN), headers)).toEqual([]);
	});
});

it('the line of the start is one of cause and one of cure', () => {
	expect(unservedLine(settings(LAN))).toBe(
		'ORIGIN is http://192.168.1.5:3000, and Mooring listens on 127.0.0.1 alone, which no other machine reaches. Set HOST=0.0.0.0 and start Mooring again, unless a proxy leads there (then set ADDRESS_HEADER).'
	);
});
