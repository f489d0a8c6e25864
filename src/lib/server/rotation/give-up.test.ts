import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	openedIn,
	SEALED_AT,
	type SealedWorld,
	sealedWorld,
	stands
} from '../../../../tests/support/sealed-world.ts';
import { healthOf } from '../connections/health.ts';
import { findLost, giveUpLost, isStrange } from './give-up.ts';
import { changeKeyFile } from '../vault/key-file.ts';

const STRANGE = { id: '1', key: Buffer.alloc(32, 'strange') };

let world: SealedWorld;
const tell = vi.fn(() => Promise.resolve());
beforeEach(async () => {
	world = await sealedWorld();
	tell.mockClear();
});
afterEach(() => world.close());

const connections = () => world.db.selectFrom('connections').selectAll().orderBy('id').execute();
const giveUp = () => giveUpLost(world.db, [STRANGE], { tell, now: SEALED_AT });

describe('with a key that sealed nothing here', () => {
	it('all is found to be lost, and nothing is changed by looking', async () => {
		const before = await connections();
		expect(await isStrange(world.db, [STRANGE])).toBe(true);
		const lost = await findLost(world.db, [STRANGE]);
		expect(lost).toMatchObject({
			connections: ['c0000', 'c0001', 'c0002'],
			previous: ['c0000']
		});
		expect(lost.others).toHaveLength(3);
		expect(await connections()).toEqual(before);
	});

	it('every connection needs its creator, and who is told hears it in the same transaction', async () => {
		await giveUp();
		for (const row of await connections()) {
			expect(healthOf(row, { now: SEALED_AT, isLocked: false })).toMatchObject({
				status: 'needs_reconnect',
				problem: { code: 'key_lost', cure: 'reconnect' }
			});
			expect(tell).toHaveBeenCalledWith(expect.anything(), { what: 'connection', id: row.id });
		}
		const lines = await world.db.selectFrom('auditLog').select(['kind', 'detail']).execute();
		expect(lines.map(({ kind }) => kind)).toEqual([
			...Array<string>(3).fill('connection_ended'),
			'master_key_accepted'
		]);
		expect(lines.at(-1)?.detail).toBe('{"keyId":"1","lost":3}');
	});

	it('channels are off, credentials are asked again, and a consent waits no more', async () => {
		await giveUp();
		const channel = await world.db.selectFrom('alertChannels').selectAll().executeTakeFirst();
		expect(channel).toMatchObject({ state: 'off', sealed: null, lastOk: 0 });
		expect(await world.db.selectFrom('metaApps').selectAll().execute()).toEqual([]);
		const attempt = await world.db.selectFrom('attempts').select('waitingSealed').execute();
		expect(attempt).toEqual([{ waitingSealed: null }]);
	});

	it('the next start is open with it, and nothing that the lost key sealed is left', async () => {
		await giveUp();
		expect(stands(world.folder, 'v1.1.')).toBe(false);
		changeKeyFile(world.folder, [STRANGE]);
		expect(await openedIn(world.folder)).toMatchObject({ isLocked: false, texts: [], closed: 0 });
	});
});

it('with the key of a rotation beside it, what that one opens stays', async () => {
	const [own] = world.keys.masters();
	await world.db
		.updateTable('connections')
		.set({ tokenSealed: 'v1.9.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA' })
		.where('id', '=', 'c0001')
		.execute();
	const masters = [{ ...STRANGE, id: '2' }, own] as const;
	const lost = await giveUpLost(world.db, masters, { tell, now: SEALED_AT });
	expect(lost).toEqual({ connections: ['c0001'], previous: [], others: [] });
	expect((await connections()).map(({ endedCause }) => endedCause)).toEqual([
		null,
		'key_lost',
		null
	]);
});
