import { describe, expect, it } from 'vitest';
import { proxyCheck } from './proxy.ts';

const state = (
	addressHeader: string | null,
	headers: Record<string, string> | null,
	xffDepth = 1
) => proxyCheck({ addressHeader, xffDepth }, headers && new Headers(headers)).state;

describe('proxy headers', () => {
	it('arrive as configured', () => {
		expect(state('x-forwarded-for', { 'x-forwarded-for': '203.0.113.7' })).toBe('fine');
		expect(state('x-forwarded-for', { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' }, 2)).toBe(
			'fine'
		);
		expect(state('cf-connecting-ip', { 'cf-connecting-ip': '203.0.113.7' }, 3)).toBe('fine');
	});

	it('that are missing, or fewer than told, are wrong', () => {
		expect(state('x-forwarded-for', {})).toBe('wrong');
		expect(state('x-forwarded-for', { 'x-forwarded-for': '203.0.113.7, ' }, 2)).toBe('wrong');
	});

	it.each(['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'Forwarded'])(
		'%s that nobody asked for is a warning',
		(name) => {
			expect(state(null, { [name]: 'x' })).toBe('warning');
			expect(state(null, {})).toBe('fine');
		}
	);

	it('cannot be seen in a terminal', () => {
		const check = proxyCheck({ addressHeader: 'x-forwarded-for', xffDepth: 1 }, null);
		expect(check.state).toBe('fine');
		expect(check.sentence).toContain('Only the page');
	});

	it('show nobody’s address', () => {
		const told = JSON.stringify(
			proxyCheck(
				{ addressHeader: 'x-forwarded-for', xffDepth: 2 },
				new Headers({ 'x-forwarded-for': '203.0.113.7' })
			)
		);
		expect(told).not.toContain('203.0.113.7');
	});
});
