import type { RequestEvent } from '@sveltejs/kit';
import { expect, it, vi } from 'vitest';
import type { App } from '../app.ts';
import { gates } from './gates.ts';
import { unnamedProxy } from './unnamed-proxy.ts';

function instance(addressHeader: string | null) {
	const warn = vi.fn();
	const app = { settings: { addressHeader }, log: { warn } } as unknown as App;
	const gate = unnamedProxy(() => app);
	const ask = async (headers: Record<string, string>) => {
		const event = { request: { headers: new Headers(headers) } } as unknown as RequestEvent;
		const response = await gates(gate)({ event, resolve: () => new Response('reached') });
		expect(await response.text()).toBe('reached');
	};
	return { ask, warn };
}
const FORWARDED = { 'x-forwarded-for': '203.0.113.7' };

it.each<[Record<string, string>, string]>([
	[FORWARDED, 'X-Forwarded-For'],
	[{ 'x-real-ip': '203.0.113.7' }, 'X-Real-IP'],
	[{ forwarded: 'for=203.0.113.7' }, 'X-Forwarded-For'],
	[{ 'x-forwarded-proto': 'https' }, 'X-Forwarded-For']
])('a proxy that ADDRESS_HEADER does not name is told of once: %o', async (by, name) => {
	const { ask, warn } = instance(null);
	await ask({});
	expect(warn).not.toHaveBeenCalled();
	for (let at = 0; at < 3; at += 1) await ask(by);
	expect(warn).toHaveBeenCalledTimes(1);
	expect(String(warn.mock.calls)).toContain(`Set ADDRESS_HEADER=${name},`);
	expect(String(warn.mock.calls)).not.toContain('203.0.113.7');
});

it('one that it names is not told of', async () => {
	const { ask, warn } = instance('x-forwarded-for');
	await ask(FORWARDED);
	expect(warn).not.toHaveBeenCalled();
});
