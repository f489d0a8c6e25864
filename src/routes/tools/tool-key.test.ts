import { expect, it } from 'vitest';
import { isLiving, lackingOf, stateOf, type ToolKey, usedWords } from './tool-key.ts';

const NOW = '2027-06-01T12:00:00.000Z';
const KEY: ToolKey = {
	id: 'abcd1234',
	name: 'n8n',
	may: [],
	accounts: [],
	createdAt: '2027-05-01T12:00:00.000Z',
	expiresAt: null,
	lastUsedAt: null,
	revokedAt: null,
	callsToday: 0,
	refusedToday: 0
};

it.each([
	[{}, 'Does not expire', 'good', true],
	[{ expiresAt: '2027-07-01T12:00:00.000Z' }, 'Expires in 30 days', 'good', true],
	[{ expiresAt: '2027-06-15T12:00:00.000Z' }, 'Expires in 14 days', 'warn', true],
	[{ expiresAt: '2027-06-01T13:00:00.000Z' }, 'Expires in 1 hour', 'warn', true],
	[{ expiresAt: NOW }, 'Expired', 'off', false],
	[{ revokedAt: NOW, expiresAt: '2027-07-01T12:00:00.000Z' }, 'Revoked', 'off', false]
] as const)('tells how a key stands: %j', (change, word, tone, living) => {
	const key = { ...KEY, ...change };
	expect(stateOf(key, NOW)).toEqual({ word, tone });
	expect(isLiving(key, NOW)).toBe(living);
});

it('tells the last use to the minute', () => {
	const used = (lastUsedAt: string | null) => usedWords({ ...KEY, lastUsedAt }, NOW);
	expect(used(null)).toBe('not yet');
	expect(used('2027-06-01T11:59:00.000Z')).toBe('just now');
	expect(used('2027-06-01T11:58:00.000Z')).toBe('2 minutes ago');
	expect(used('2027-05-29T11:58:00.000Z')).toBe('3 days ago');
});

it('finds the accounts for which Meta does not allow something', () => {
	const account = {
		id: 'c',
		accountId: '1784',
		username: 'ada.draws',
		name: 'Ada Draws',
		pictureUrl: null,
		login: '',
		standsFor: '',
		trouble: null,
		lacks: { publish: '/auth' }
	};
	expect(lackingOf('publish', [account])).toEqual([account]);
	expect(lackingOf('media.read', [account])).toEqual([]);
});
