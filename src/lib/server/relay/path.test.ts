import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { readPath } from './path.ts';

function codeOf(path: string): string {
	try {
		readPath(path);
		return 'passes';
	} catch (error) {
		if (error instanceof ToolRefusal) return error.code;
		throw error;
	}
}

describe('a path', () => {
	it.each([
		['', null, null, []],
		['/', null, null, []],
		['/me', null, null, ['me']],
		['/me/', null, null, ['me']],
		['/v25.0/me/media', 'v25.0', null, ['me', 'media']],
		['/v25.0//17841400000000001/media', 'v25.0', null, ['17841400000000001', 'media']],
		['///1', null, null, ['1']],
		['/v3.2/1', 'v3.2', null, ['1']],
		['/v3.10/1', 'v3.10', null, ['1']],
		['/v999.0/1', 'v999.0', null, ['1']],
		['/connections/a-1/me', null, 'a-1', ['me']],
		['/connections/a-1/v25.0/me', 'v25.0', 'a-1', ['me']],
		['/connections/a-1', null, 'a-1', []],
		['/connections', null, null, ['connections']],
		// One order only: the version belongs to what Meta is asked.
		['/v25.0/connections/a-1/me', 'v25.0', null, ['connections', 'a-1', 'me']],
		['/%6de/m%65dia', null, null, ['me', 'media']],
		['/1_2', null, null, ['1_2']]
	])('%s is read', (path, version, connectionId, segments) => {
		expect(readPath(path)).toEqual({ version, connectionId, segments });
	});

	it.each(['v3.1', 'v2.12', 'v0.0', 'v1', 'v25', 'v999', 'v25.', 'V25.0', 'v025.0', 'v25.0.1'])(
		'with the version %s is not relayed',
		(version) => {
			expect(codeOf(`/${version}/me`)).toBe('path_not_allowed');
			expect(codeOf(`/connections/a/${version}/me`)).toBe('path_not_allowed');
		}
	);

	it.each([
		'..',
		'.',
		'%2e%2e',
		'.%2e',
		'%2E.',
		'%2e',
		'%252e%252e',
		'..%2f',
		'..%5c',
		'..;',
		'\\',
		'%5cevil.com',
		'@evil.com',
		':x@evil.com',
		'http:',
		'https:evil',
		'\t',
		'\r',
		'\n',
		'\0',
		' ',
		'%00',
		'%09',
		'%20',
		'%0d%0a',
		'#frag',
		'me%23frag',
		'me%3fx',
		'me?x',
		'．．',
		'％2e',
		'%EF%BC%8E%EF%BC%8E',
		'%EF%BC%8F',
		'%c0%ae',
		'%c0%ae%c0%ae',
		'%',
		'%2',
		'%zz',
		'%ff',
		'a%2fb',
		'a;b',
		'a,b',
		'a+b',
		'a=b',
		'a&b',
		'*',
		'ｍｅ'
	])('with the segment %j cannot be read, wherever it stands', (segment) => {
		for (const path of [
			`/${segment}`,
			`/${segment}/me`,
			`/me/${segment}`,
			`/v25.0/${segment}/media`,
			`/connections/${segment}/me`,
			`/connections/a/${segment}`,
			`/oauth/${segment}`
		]) {
			expect(codeOf(path), path).toBe('path_malformed');
		}
	});

	it('becomes segments of plain letters, or a refusal', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				'/',
				'//',
				'..',
				'.',
				'%2e',
				'%252e',
				'%2f',
				'%5c',
				'\\',
				'@',
				';',
				'%',
				'\0'
			),
			fc.constantFrom('me', 'media', 'v25.0', 'v3.1', 'connections', 'oauth', '17841400000000001'),
			fc.array(fc.nat(0xffff), { maxLength: 3 }).map((codes) => String.fromCharCode(...codes))
		);
		const outcomes = new Set<string>();
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
				const path = `/${pieces.join('')}`;
				const outcome = codeOf(path);
				outcomes.add(outcome);
				if (outcome !== 'passes') return;
				const { segments, connectionId, version } = readPath(path);
				const all = [version ?? 'v25.0', connectionId ?? 'a', ...segments].join('/');
				expect(all).toMatch(/^v\d+\.\d+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+)+$/);
			}),
			{ numRuns: 5_000, seed: 18 }
		);
		expect([...outcomes].sort()).toEqual(['passes', 'path_malformed', 'path_not_allowed']);
	});
});
