import { expect, it } from 'vitest';
import { obstacleAt, partyOf } from './relying-party.ts';

it.each([
	['https://mooring.example.org', 'mooring.example.org'],
	['https://mooring.example.org:8443', 'mooring.example.org'],
	['http://localhost:3000', 'localhost']
])('%s asks for passkeys as %s', (origin, id) => {
	expect(partyOf(new URL(origin))).toEqual({ id, origin });
	expect(obstacleAt(new URL(origin))).toBeNull();
});

it.each([
	['http://mooring.lan', 'plain_http'],
	['http://192.168.1.5:3000', 'ip_address'],
	['http://127.0.0.1:3000', 'ip_address'],
	['https://203.0.113.7', 'ip_address'],
	['https://[2001:db8::1]', 'ip_address']
])('at %s browsers allow none: %s', (origin, obstacle) => {
	expect(partyOf(new URL(origin))).toBeNull();
	expect(obstacleAt(new URL(origin))).toBe(obstacle);
});
