import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysWorld, type KeysWorld } from '../../../../tests/support/keys-world.ts';
import { AppError } from '../errors.ts';
import { days } from '../clock.ts';
import { keyViews } from './key-view.ts';
import { readExpiry } from './key-terms.ts';
import { listKeys, ownKey, renameKey, revokeKey, type WantedKey } from './store.ts';
import { readWantedKey } from './wanted-key.ts';

let world: KeysWorld;
beforeEach(async () => {
	world = await keysWorld();
});
afterEach(() => world.close());

const codeOf = (act: Promise<unknown>) =>
	act.then(
		() => 'done',
		(error: unknown) => (error instanceof AppError ? error.code : error)
	);

describe('making a key', () => {
	it.each([
		['without a name', { name: ' \t' }],
		['with a name of nothing that is seen', { name: '\u200b' }],
		['with 81 signs of a name', { name: 'x'.repeat(81) }],
		['with a line in the name', { name: 'a\nb' }],
		['with a turn of direction in the name', { name: 'a\u202eb' }],
		['with a key for a name', { name: `moor_00000000_${'0'.repeat(49)}` }],
		['without an account', { connections: [] }],
		['with an account twice', { connections: ['c-ada', 'c-ada'] }],
		['with another creator’s account', { connections: ['c-ada', 'c-bo'] }],
		['with an account that is not there', { connections: ['c-nobody'] }],
		['with an action that is not there', { actions: ['media.read', 'constructor'] }],
		['with an action twice', { actions: ['publish', 'publish'] }],
		['that has ended', { expiresAt: Date.UTC(2027, 5, 1, 12, 30, 15) }],
		['for longer than two years', { expiresAt: Date.UTC(2029, 5, 2) }],
		['until no time', { expiresAt: NaN }]
	] as [string, Partial<WantedKey>][])('%s is refused', async (_, wanted) => {
		expect(await codeOf(world.make(wanted))).toBe('invalid_request');
		expect(await world.db.selectFrom('apiKeys').selectAll().execute()).toEqual([]);
		expect(await world.lines()).toEqual([]);
	});

	it('trims the name, takes 80 signs of any script, and sorts the actions', async () => {
		const { key } = await world.make({ name: ` ${'🎈'.repeat(80)} `, actions: [] });
		expect(key).toMatchObject({ name: '🎈'.repeat(80), actions: [] });
		const both = await world.make({ actions: ['token.read', 'profile.read'] });
		expect(both.key.actions).toEqual(['profile.read', 'token.read']);
	});

	it('lets it last to the end of the day in two years', async () => {
		const { key } = await world.make({ expiresAt: readExpiry('2029-06-01') });
		expect(new Date(key.expiresAt ?? 0).toISOString()).toBe('2029-06-01T23:59:59.999Z');
	});

	it('stops at twenty that live, of each creator', async () => {
		for (let count = 0; count < 20; count += 1) await world.make();
		expect(await codeOf(world.make())).toBe('too_many_keys');
		expect(await codeOf(world.make({ creatorId: 'bo', connections: ['c-bo'] }))).toBe('done');
		const [first] = await listKeys(world.db, 'ada', world.clock.time);
		await revokeKey(world.db, 'ada', first?.id ?? '', world.doing());
		expect(await codeOf(world.make())).toBe('done');
		expect(await codeOf(world.make())).toBe('too_many_keys');
	});

	it('does not count what has expired', async () => {
		for (let count = 0; count < 20; count += 1) {
			await world.make({ expiresAt: world.clock.time + days(1) });
		}
		world.clock.time += days(1);
		expect(await codeOf(world.make())).toBe('done');
	});

	it('is written down with its name, never with its secret', async () => {
		const { key, secret } = await world.make();
		const [line] = await world.lines();
		expect(line).toMatchObject({ kind: 'key_made', creatorId: 'ada', address: '192.0.2.7' });
		expect(JSON.parse(line?.detail ?? '')).toEqual({ keyId: key.id, keyName: 'n8n' });
		expect(JSON.stringify(await world.lines())).not.toContain(secret.slice(14));
	});
});

describe('a creator’s keys', () => {
	it('stand with those first that open something, the newest first', async () => {
		const names = ['oldest', 'revoked', 'expired', 'newest'];
		const made = [];
		for (const name of names) {
			world.clock.time += 1000;
			const expiresAt = name === 'expired' ? world.clock.time + 5000 : null;
			made.push(await world.make({ name, expiresAt }));
		}
		await revokeKey(world.db, 'ada', made[1]?.key.id ?? '', world.doing());
		world.clock.time += 5000;
		const listed = await listKeys(world.db, 'ada', world.clock.time);
		expect(listed.map(({ name }) => name)).toEqual(['newest', 'oldest', 'expired', 'revoked']);
		expect(await listKeys(world.db, 'bo', world.clock.time)).toEqual([]);
		expect(JSON.stringify(listed)).not.toMatch(/[\da-f]{64}/);
	});

	it('are as unknown as none to another creator', async () => {
		const { key } = await world.make();
		const { db } = world;
		const attempts = [
			ownKey(db, 'bo', key.id),
			renameKey(db, 'bo', key.id, 'mine'),
			revokeKey(db, 'bo', key.id, world.doing()),
			revokeKey(db, 'ada', 'nothing!', world.doing())
		];
		expect(await Promise.all(attempts.map(codeOf))).toEqual(Array(4).fill('not_found'));
		expect(await ownKey(db, 'ada', key.id)).toEqual(key);
	});

	it('are renamed under the rules of a first name', async () => {
		const { key } = await world.make();
		expect(await renameKey(world.db, 'ada', key.id, ' Zapier ')).toMatchObject({ name: 'Zapier' });
		expect(await codeOf(renameKey(world.db, 'ada', key.id, ''))).toBe('invalid_request');
		expect((await ownKey(world.db, 'ada', key.id)).name).toBe('Zapier');
	});

	it('are revoked once, however often', async () => {
		const { key } = await world.make();
		const first = await revokeKey(world.db, 'ada', key.id, world.doing());
		world.clock.time += 1000;
		expect(await revokeKey(world.db, 'ada', key.id, world.doing())).toEqual(first);
		expect((await world.lines()).map(({ kind }) => kind)).toEqual(['key_made', 'key_revoked']);
	});

	it('are shown with what was counted, and without the creator', async () => {
		const { key } = await world.make({ expiresAt: readExpiry('2027-12-31') });
		world.keys.count(key.id, null);
		expect(await keyViews(world.keys, [key])).toEqual([
			{
				id: key.id,
				name: 'n8n',
				connections: ['c-ada'],
				actions: ['media.read'],
				createdAt: '2027-06-01T12:30:15.000Z',
				expiresAt: '2027-12-31T23:59:59.999Z',
				lastUsedAt: '2027-06-01T12:30:00.000Z',
				revokedAt: null,
				callsToday: 1,
				refusedToday: 0
			}
		]);
	});
});

describe('what a script asks for', () => {
	const whole = { name: 'n8n', connections: ['c-ada'], actions: [] };

	it('is read', () => {
		expect(readWantedKey(whole)).toEqual({ ...whole, expiresAt: null });
		expect(readWantedKey({ ...whole, expiresAt: null, creatorId: 'bo' })).not.toHaveProperty(
			'creatorId'
		);
		const until = { ...whole, expiresAt: '2027-12-31T10:00:00+02:00' };
		expect(readWantedKey(until).expiresAt).toBe(Date.UTC(2027, 11, 31, 8));
	});

	it.each([
		null,
		[],
		'x',
		{},
		{ ...whole, name: 7 },
		{ ...whole, connections: 'c-ada' },
		{ ...whole, actions: [1] },
		{ ...whole, expiresAt: 1_800_000_000_000 },
		{ ...whole, expiresAt: '' },
		{ ...whole, expiresAt: '2027-02-31' },
		{ ...whole, expiresAt: '2027-12-31T10:00:00' },
		{ ...whole, expiresAt: '+275761-01-01' }
	])('is refused: %j', (given) => {
		expect(() => readWantedKey(given)).toThrow(AppError);
	});
});
