import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageAfterProof } from '../proof-pages.ts';
import { mayChange } from './csrf.ts';
import { isOurHost } from './host.ts';
import { whoMay } from './routes.ts';
import { bounceTo, needsBounce } from './same-site-bounce.ts';

const ORIGIN = new URL('https://mooring.example');
const CHANGING = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'get', 'PROPFIND'];

/** Pieces that decide where an address leads, in any order. */
const address = fc
	.array(
		fc.oneof(
			fc.constantFrom('/', '//', '\\', '/\\', '..', '%2e%2e', '%2f', '%5c', '@', ':', '?', '#'),
			fc.constantFrom('\t', '\r\n', '\0', '%00', '%0d%0a', 'evil.example', 'https:', 'javascript:'),
			fc.constantFrom('settings', 'api', 'auth', 'instagram', 'deauthorize', 'activity', '．．／'),
			fc.string({ unit: 'binary', maxLength: 4 })
		),
		{ maxLength: 8 }
	)
	.map((parts) => parts.join(''));

describe('a path', () => {
	it('that is bounced to stays on our own origin', async () => {
		await fc.assert(
			fc.asyncProperty(address, async (path) => {
				const html = await bounceTo(`/${path}`).text();
				const [, target = ''] = /url=([^"]*)"/.exec(html) ?? [];
				const text = target.replace(/&#(\d+);/g, (_all, code) =>
					String.fromCodePoint(Number(code))
				);
				expect(new URL(text, ORIGIN).origin).toBe(ORIGIN.origin);
			})
		);
	});

	it('to go on to after a proof is one of the closed list', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					address,
					address.map((end) => `/settings${end}`)
				),
				(asked) => {
					const page = pageAfterProof(asked);
					expect(['/settings', '/settings/delete', '/activity']).toContain(page);
					expect(new URL(page, ORIGIN).origin).toBe(ORIGIN.origin);
				}
			)
		);
	});

	it('that nobody has decided about belongs to nobody', () => {
		fc.assert(
			fc.property(address, (path) => {
				if (path !== '/') expect(whoMay(`/${path.replace(/^\/+/, '/')}x`)).toBeUndefined();
			})
		);
	});

	it('under which links act is never asked for by itself, however it goes on', () => {
		const under = fc.constantFrom('/auth', '/api', '/claim', '/sign-in', '/invitation');
		fc.assert(
			fc.property(under, address, (start, end) => {
				const headers = new Headers({ 'sec-fetch-site': 'cross-site' });
				expect(needsBounce({ method: 'GET', headers }, `${start}/${end}`, false)).toBe(false);
			})
		);
	});
});

describe('a changing request', () => {
	const origin = fc.constantFrom(
		ORIGIN.origin,
		`${ORIGIN.origin}/`,
		`${ORIGIN.origin}:443`,
		`${ORIGIN.origin}.evil.example`,
		'HTTPS://mooring.example',
		'http://mooring.example',
		'null',
		''
	);
	const headers = fc.record(
		{
			origin,
			'x-csrf': fc.constantFrom('1', '0', '1, 1', 'true', ''),
			'content-type': fc.constantFrom(
				'application/x-www-form-urlencoded',
				'multipart/form-data; boundary=x',
				'text/plain',
				'application/json',
				''
			),
			'sec-fetch-site': fc.constantFrom('same-origin', 'none'),
			referer: fc.constant(`${ORIGIN.origin}/settings`)
		},
		{ requiredKeys: [] }
	);
	const asked = fc.oneof(address, fc.constantFrom('api/connections', 'settings', 'api'));

	it('of any path and headers never passes without exactly our Origin', () => {
		fc.assert(
			fc.property(fc.constantFrom(...CHANGING), asked, headers, (method, path, sent) => {
				const passes = mayChange({ method, headers: new Headers(sent) }, `/${path}`, ORIGIN);
				if (passes) expect(sent.origin).toBe(ORIGIN.origin);
				if (passes && /^api(\/|$)/.test(path)) expect(sent['x-csrf']).toBe('1');
				else if (passes) {
					expect(method).toBe('POST');
					expect(sent['content-type']).toMatch(/^(application\/x-www-form|multipart\/form)/);
				}
			}),
			{ numRuns: 2_000 }
		);
	});
});

describe('a Host', () => {
	it('is ours only as ORIGIN says it, in any case and with its port or without', () => {
		const host = fc.oneof(
			address,
			address.map((end) => `mooring.example${end}`),
			address.map((start) => `${start}mooring.example`),
			fc.constantFrom('MOORING.example', 'mooring.example:443', 'mooring.example:80')
		);
		fc.assert(
			fc.property(host, (text) => {
				const expected = ['mooring.example', 'mooring.example:443'].includes(text.toLowerCase());
				expect(isOurHost(text, ORIGIN)).toBe(expected);
			})
		);
	});
});
