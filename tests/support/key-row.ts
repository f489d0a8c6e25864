import type { Key } from '../../src/lib/server/keys/key.ts';

/** A key as the database has it: Ada's for the connection `a`, living, with no action. */
export const keyRow = (facts: Partial<Key> = {}): Key => ({
	id: 'Aa0Bb1Cc',
	creatorId: 'ada',
	name: 'Website',
	actions: [],
	connectionIds: ['a'],
	createdAt: 1,
	expiresAt: null,
	lastUsedAt: null,
	revokedAt: null,
	...facts
});
