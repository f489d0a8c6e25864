import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysWorld, type KeysWorld } from '../../../../tests/support/keys-world.ts';
import { days } from '../clock.ts';
import { removeCard } from '../connections/store.ts';
import { makeKeyText } from './format.ts';
import { revokeKey } from './store.ts';
import { ToolRefusal } from './tool-refusal.ts';

let world: KeysWorld;
beforeEach(async () => {
	world = await keysWorld();
});
afterEach(() => world.close());

const told = (text: string | null) =>
	world.keys.verify(text).then(
		() => 'opens',
		(error: unknown) => (error instanceof ToolRefusal ? error.code : error)
	);
/** Another ending with the right sum for other words, as a thief of the id would make. */
const withId = (id: string) => {
	const bytes = randomBytes(4096);
	let at = 0;
	const text = makeKeyText((size) => bytes.subarray((at += size) - size, at));
	return { other: text, sameId: forge(id) };
};
/** A well-formed key with this id and another secret. */
function forge(id: string) {
	const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
	let calls = 0;
	return makeKeyText((size) => {
		calls += 1;
		return calls === 1 ? Uint8Array.from(id, (sign) => digits.indexOf(sign)) : randomBytes(size);
	});
}

describe('a key', () => {
	it('opens what it was made for', async () => {
		const { key, secret } = await world.make({ connections: ['c-pier', 'c-ada'] });
		expect(await world.keys.verify(secret)).toEqual(key);
		expect(key).toMatchObject({
			creatorId: 'ada',
			actions: ['media.read'],
			connectionIds: ['c-ada', 'c-pier']
		});
	});

	it('is unknown with another secret, and so is one that was never made', async () => {
		const { key } = await world.make();
		const { other, sameId } = withId(key.id);
		expect(sameId.slice(5, 13)).toBe(key.id);
		expect([await told(sameId), await told(other)]).toEqual(['key_unknown', 'key_unknown']);
	});

	it.each(['moor_', 'moor_abc', 'Bearer', '\0', 'ｍoor_00000000', 'x'.repeat(1_000_000)])(
		'is malformed: %.20s',
		async (text) => {
			expect(await told(text)).toBe('key_malformed');
		}
	);

	it('is missing where there is none', async () => {
		expect([await told(null), await told('')]).toEqual(['key_missing', 'key_missing']);
	});

	it('is no token of Meta, which is told', async () => {
		await expect(world.keys.verify('IGAAada-0')).rejects.toThrow(
			'That is an Instagram token; use a Mooring key.'
		);
	});

	it('is told to be revoked or expired only to who has the secret', async () => {
		const revoked = await world.make();
		await revokeKey(world.db, 'ada', revoked.key.id, world.doing());
		const expired = await world.make({ expiresAt: world.clock.time + days(1) });
		expect(await told(expired.secret)).toBe('opens');
		world.clock.time += days(1);
		expect(await told(revoked.secret)).toBe('key_revoked');
		expect(await told(expired.secret)).toBe('key_expired');
		for (const { key } of [revoked, expired]) {
			expect(await told(withId(key.id).sameId)).toBe('key_unknown');
		}
	});

	it('opens nothing by what the database holds of it', async () => {
		const { key, secret } = await world.make();
		const rows = await world.db.selectFrom('apiKeys').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(secret.slice(14));
		const { secretHash } = rows[0] ?? { secretHash: '' };
		const stolen = [secretHash, key.id, `moor_${key.id}_${secretHash}`.slice(0, 63)];
		for (const text of [...stolen, `moor_${key.id}_${secretHash.slice(0, 49)}`]) {
			expect(await told(text)).toBe('key_malformed');
		}
	});

	it('is gone with its creator', async () => {
		const { key, secret } = await world.make({ creatorId: 'bo', connections: ['c-bo'] });
		await world.db.deleteFrom('creators').where('id', '=', 'bo').execute();
		expect(await told(secret)).toBe('key_unknown');
		expect(await world.keys.isLiving(key.id)).toBe(false);
		for (const table of ['apiKeys', 'apiKeyConnections'] as const) {
			expect(await world.db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
	});

	it('loses an account with its card, and opens nothing without any', async () => {
		const both = await world.make({ connections: ['c-ada', 'c-pier'] });
		const one = await world.make();
		await world.db.updateTable('connections').set({ disconnectedAt: 1 }).execute();
		expect(await told(one.secret)).toBe('opens');
		await removeCard(world.db, 'ada', 'c-ada');
		expect(await world.keys.verify(both.secret)).toMatchObject({ connectionIds: ['c-pier'] });
		await expect(world.keys.verify(one.secret)).rejects.toThrow('was removed from Mooring');
		expect(await world.keys.isLiving(one.key.id)).toBe(false);
	});

	it('covers no connection that is another creator’s by now', async () => {
		const { secret } = await world.make({ connections: ['c-ada', 'c-pier'] });
		await world.db
			.updateTable('connections')
			.set({ creatorId: 'bo' })
			.where('id', '=', 'c-ada')
			.execute();
		expect(await world.keys.verify(secret)).toMatchObject({ connectionIds: ['c-pier'] });
	});

	it('may nothing that this version does not know', async () => {
		const { secret } = await world.make();
		await world.db.updateTable('apiKeys').set({ actions: '["media.read","moon.land"]' }).execute();
		expect(await world.keys.verify(secret)).toMatchObject({ actions: ['media.read'] });
	});
});

describe('a call of a key', () => {
	const refused = async (act: () => Promise<unknown>, secret: string) =>
		world.keys.during(secret, act).then(
			() => 'delivered',
			(error: unknown) => (error instanceof Error ? error.message : error)
		);

	it('is counted, refused or not, and gives its place back', async () => {
		const { key, secret } = await world.make();
		for (let call = 0; call < 12; call += 1) {
			expect(await refused(() => Promise.resolve(call), secret)).toBe('delivered');
		}
		const no = new ToolRefusal('not_found', 'Nothing here.', 'Look elsewhere.');
		expect(await refused(() => Promise.reject(no), secret)).toBe('Nothing here.');
		expect(await refused(() => Promise.reject(new Error('odd')), secret)).toBe('odd');
		const today = await world.keys.today([key.id]);
		expect(today(key.id)).toMatchObject({ calls: 14, refused: 1 });
	});

	it('delivers nothing once the key is revoked', async () => {
		const { key, secret } = await world.make();
		const answer = refused(async () => {
			await revokeKey(world.db, 'ada', key.id, world.doing());
			return 'secret things';
		}, secret);
		expect(await answer).toBe('This key was revoked.');
	});
});
