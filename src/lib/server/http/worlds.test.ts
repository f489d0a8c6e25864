import { describe, expect, test } from 'vitest';
import { askedOf, keyShown, originAsked, targetForKit } from './worlds.ts';

const KEY = `moor_aB3dE6gH_${'x'.repeat(49)}`;

describe('the world of a raw target', () => {
	test.each([
		['/graph', 'graph', '', ''],
		['/graph/', 'graph', '/', ''],
		['/graph?a=/mcp', 'graph', '', 'a=/mcp'],
		['/graph/v25.0//me?fields=id?x', 'graph', '/v25.0//me', 'fields=id?x'],
		['/graph/../settings', 'graph', '/../settings', ''],
		['/graph/%2e%2e/settings#x', 'graph', '/%2e%2e/settings#x', ''],
		['/api/v1/key', 'api', '/key', ''],
		['/mcp', 'mcp', '', ''],
		['/mcp/__data.json', 'mcp', '/__data.json', '']
	])('%s', (target, world, path, query) => {
		expect(askedOf(target)).toEqual({ world, path, query });
	});

	test.each([
		'/',
		'/graphs',
		'/Graph/me',
		'/%67raph/me',
		'//graph/me',
		'/api',
		'/api/v10',
		'/x/mcp'
	])('%s is for browsers', (target) => {
		expect(askedOf(target)).toBeNull();
		expect(targetForKit(target, undefined)).toBeNull();
	});

	test('Kit is told of nothing but the world', () => {
		expect(targetForKit('/mcp', undefined)).toBe('/mcp');
		expect(targetForKit('/graph/../settings?x', undefined)).toBe('/graph');
		expect(targetForKit('/api/v1/%ff', undefined)).toBe('/api/v1');
	});
});

describe('a key that is shown elsewhere', () => {
	test.each([
		[`Bearer ${KEY}`, '/', 'in a header'],
		['bearer  moor_', '/anchor.svg', 'in a header'],
		[`OAuth ${KEY}`, '/healthz', 'in a header'],
		[undefined, `/?access_token=${KEY}`, 'in the address'],
		[undefined, `/${KEY}`, 'in the address'],
		['Bearer abc', '/', null],
		[undefined, '/?q=moor_', null]
	])('%s at %s: %s', (authorization, target, expected) => {
		expect(keyShown(authorization, target)).toBe(expected);
		expect(targetForKit(target, authorization)).toBe(
			expected === null ? null : '/api/key-not-here'
		);
	});
});

test('a program comes by ORIGIN or by a name of TOOLS_ORIGIN', () => {
	const settings = {
		origin: new URL('https://mooring.example.org'),
		toolsOrigins: [new URL('http://mooring:3000')]
	};
	expect(originAsked('mooring.example.org', settings)?.origin).toBe('https://mooring.example.org');
	expect(originAsked('MOORING:3000', settings)?.origin).toBe('http://mooring:3000');
	expect(originAsked('mooring', settings)).toBeNull();
	expect(originAsked(undefined, settings)).toBeNull();
});
