import { describe, expect, test, vi } from 'vitest';
import { nameProxy, useOutgoingProxy, variablesForStart } from './outgoing-proxy.mjs';

const PROXY = 'http://ada:secret@proxy.example:3128';
const HERE = 'localhost,.localhost,127.0.0.1,::1,[::1]';

describe('before the process begins', () => {
	test('.env hands on what Node reads then, and nothing else', () => {
		const file = [
			'\uFEFFNODE_EXTRA_CA_CERTS=/etc/ca.pem # of the firewall',
			'  export NODE_USE_SYSTEM_CA = "1"',
			'ORIGIN=https://mooring.example',
			'INSTAGRAM_CLIENT_SECRET=x\r'
		].join('\n');
		expect(variablesForStart({}, file)).toEqual({
			NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
			NODE_USE_SYSTEM_CA: '1'
		});
	});

	test('what is set comes before .env', () => {
		const env = { NODE_EXTRA_CA_CERTS: '/mine.pem' };
		const file = 'NODE_EXTRA_CA_CERTS=/other.pem';
		expect(variablesForStart(env, file)).toEqual({});
		expect(variablesForStart({ NODE_EXTRA_CA_CERTS: '' }, file)).toEqual({
			NODE_EXTRA_CA_CERTS: '/other.pem'
		});
	});

	test.each([
		['the environment', { HTTPS_PROXY: PROXY }, ''],
		['the environment in small letters', { https_proxy: PROXY }, ''],
		['.env', {}, `HTTPS_PROXY='${PROXY}'\r\n`]
	])('a proxy of %s turns Node’s own switch on, and never for this machine', (_, env, file) => {
		expect(variablesForStart(env, file)).toMatchObject({
			NODE_USE_ENV_PROXY: '1',
			NO_PROXY: HERE,
			no_proxy: HERE,
			HTTP_PROXY: undefined,
			http_proxy: undefined
		});
	});

	test('what is reached directly is kept', () => {
		const env = { HTTPS_PROXY: PROXY, NO_PROXY: '.lan,10.0.0.1' };
		expect(variablesForStart(env, '')['NO_PROXY']).toBe(`.lan,10.0.0.1,${HERE}`);
		expect(variablesForStart({ ...env, NO_PROXY: '*' }, '')['NO_PROXY']).toBe('*');
	});

	test.each(['', ' ', 'proxy.example:3128', 'socks5://proxy.example', 'http://', 'nonsense'])(
		'%j, which Node would end at, leaves the switch off',
		(HTTPS_PROXY) => {
			expect(variablesForStart({ HTTPS_PROXY }, '')).toEqual({});
		}
	);
});

describe('the settings know the proxy by one name', () => {
	test.each([
		[{ https_proxy: PROXY }, PROXY],
		[{ HTTPS_PROXY: 'http://other.example', https_proxy: PROXY }, PROXY],
		[{ HTTPS_PROXY: ` ${PROXY} ` }, PROXY],
		[{ HTTPS_PROXY: PROXY, https_proxy: '' }, PROXY],
		[{ HTTPS_PROXY: '' }, undefined],
		[{}, undefined]
	])('%j', (env: NodeJS.ProcessEnv, expected) => {
		nameProxy(env);
		expect(env['HTTPS_PROXY']).toBe(expected);
	});
});

describe('a process that has begun', () => {
	const settings = (outgoingProxy: string | null) => ({
		outgoingProxy,
		meta: { hosts: { instagram: { graph: 'http://127.0.0.2:4174', web: 'https://meta.example' } } }
	});

	test('goes through the proxy, but to this machine', () => {
		const setProxy = vi.fn();
		const env = { HTTPS_PROXY: PROXY, HTTP_PROXY: 'nonsense', NO_PROXY: '.lan' };
		expect(useOutgoingProxy(settings('proxy.example:3128'), env, '26.0.0', setProxy)).toBe(null);
		expect(setProxy).toHaveBeenCalledExactlyOnceWith({
			HTTPS_PROXY: PROXY,
			NO_PROXY: `.lan,${HERE},127.0.0.2`
		});
		expect(env).not.toHaveProperty('HTTP_PROXY');
	});

	test('without a proxy is left as it is', () => {
		const setProxy = vi.fn();
		expect(useOutgoingProxy(settings(null), {}, '26.0.0', setProxy)).toBe(null);
		expect(setProxy).not.toHaveBeenCalled();
	});

	test.each([
		['22.17.0', { NODE_USE_ENV_PROXY: '1' }, true],
		['23.11.0', { NODE_USE_ENV_PROXY: '1' }, true],
		['22.21.0', {}, true],
		['22.21.0', { NODE_USE_ENV_PROXY: '1' }, false],
		['24.0.0', { NODE_USE_ENV_PROXY: '1' }, false]
	])('of Node %s with %j says where it goes past the proxy', (version, env, isTold) => {
		const told = useOutgoingProxy(settings('p:1'), { HTTPS_PROXY: PROXY, ...env }, version, null);
		expect(told !== null).toBe(isTold);
		if (isTold) expect(told).toContain(`Node ${version}`);
		expect(String(told)).not.toContain('secret');
	});
});
