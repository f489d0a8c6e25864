import type { RequestEvent } from '@sveltejs/kit';
import { expect, it } from 'vitest';
import { networkOf } from './attempt-cookies.ts';

it.each([
	['192.0.2.7', '192.0.2.7'],
	['::ffff:192.0.2.7', '192.0.2.7'],
	['2001:db8:1:2::3', '2001:db8:1::/48'],
	['2001:db8:1:ffff::3', '2001:db8:1::/48'],
	['2001:db8::1', '2001:db8:0::/48'],
	['nonsense', 'unknown']
])('a start from %s counts as one of %s', (address, network) => {
	const event = { getClientAddress: () => address } as unknown as RequestEvent;
	expect(networkOf(event)).toBe(network);
});
