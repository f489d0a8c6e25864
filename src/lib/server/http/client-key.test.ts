import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientKey } from './client-key.ts';

describe('a client', () => {
	it.each([
		['203.0.113.7', '203.0.113.7'],
		['203.0.113.7:51200', '203.0.113.7'],
		['::ffff:203.0.113.7', '203.0.113.7'],
		['::FFFF:203.0.113.7', '203.0.113.7'],
		['::ffff:cb00:7107', '203.0.113.7'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
		['2001:db8:1:2::9', '2001:db8:1:2::/64'],
		['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
		['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['fe80::%1:2:3:4:5:6:7:8', 'fe80:0:0:0::/64'],
		['1::2:3:4:5:203.0.113.7', '1:0:2:3::/64'],
		['::1', '0:0:0:0::/64'],
		['::', '0:0:0:0::/64'],
		['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
		['1:2:3:4:5:6:203.0.113.7', '1:2:3:4::/64']
	])('at %s counts as %s', (address, key) => {
		expect(clientKey(address)).toBe(key);
	});

	it.each([
		null,
		'',
		'unknown',
		'203.0.113.999',
		'1:2:3',
		'<script>',
		'::1]',
		'[203',
		'1.2.3.4, ::1'
	])('that says %j counts with all who say nothing', (address) => {
		expect(clientKey(address)).toBe('unknown');
	});

	it('is the same from every address of its /64, and another from the next', () => {
		const group = fc.integer({ min: 0, max: 0xffff });
		fc.assert(
			fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), group, (parts, other) => {
				const written = (groups: number[]) => groups.map((one) => one.toString(16)).join(':');
				const network = parts.slice(0, 4);
				const key = clientKey(written(parts));
				expect(clientKey(written([...network, other, ...parts.slice(5)]))).toBe(key);
				const next = [...network.slice(0, 3), (Number(network[3]) + 1) % 0x10000];
				expect(clientKey(written([...next, ...parts.slice(4)]))).not.toBe(key);
			})
		);
	});
});
