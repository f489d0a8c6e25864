import { describe, expect, test } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { LOGINS } from '../../logins.ts';
import type { ActionId } from '../keys/actions.ts';
import { refuseUngranted, refuseUnwell } from './open-connection.ts';

const settings = { origin: new URL('https://m.example') } as never;
const { reading, scopes } = LOGINS.facebook;

function missing(opens: ActionId[], may: ActionId[], granted: readonly string[] | null) {
	const facts = { provider: 'facebook', granted: granted && JSON.stringify(granted) } as const;
	try {
		refuseUngranted({ settings }, { actions: opens }, { actions: may }, connectionRow(facts));
		return null;
	} catch (error) {
		return error;
	}
}

describe('a permission that is not granted', () => {
	test('is named, with the address where it can be allowed', () => {
		expect(missing(['insights.read'], ['insights.read'], reading)).toMatchObject({
			code: 'permission_missing',
			message: expect.stringContaining(scopes.insights[0] ?? '') as string,
			cure: expect.stringContaining('https://m.example/connections/a') as string
		});
		expect(missing(['media.read'], ['media.read'], reading.slice(0, 1))).toMatchObject({
			message: expect.stringContaining(reading[1] ?? '') as string
		});
	});

	test('is none where it is granted, not told, or where another of the row’s is enough', () => {
		const node: ActionId[] = ['media.read', 'comments.read', 'publish'];
		expect(missing(['comments.read'], ['comments.read'], scopes.comments)).toBeNull();
		expect(missing(['comments.read'], ['comments.read'], null)).toBeNull();
		expect(missing([], [], [])).toBeNull();
		expect(missing(node, node, reading)).toBeNull();
		expect(missing(node, ['publish'], reading)).toMatchObject({ code: 'permission_missing' });
	});
});

test.each([
	['disconnected', { disconnectedAt: 1, tokenSealed: null }],
	['needs_reconnect', { endedCause: 'password_changed', endedAt: 1 }],
	['locked', { unreadable: 1 }]
] as const)('a connection that is %s is refused with its sentence', (code, facts) => {
	const renewal = { clock: { now: () => 1 }, vault: { isLocked: false } } as never;
	expect(() => refuseUnwell({ renewal }, connectionRow({ expiresAt: null, ...facts }))).toThrow(
		expect.objectContaining({ code, message: expect.stringMatching(/\.$/) as string }) as Error
	);
	expect(() => refuseUnwell({ renewal }, connectionRow({ expiresAt: null }))).not.toThrow();
});
