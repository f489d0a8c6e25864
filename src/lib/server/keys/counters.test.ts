import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keysWorld, type KeysWorld } from '../../../../tests/support/keys-world.ts';
import { days, hours, minutes } from '../clock.ts';
import { dropOldCounts } from './write-counts.ts';

let world: KeysWorld;
let id: string;
beforeEach(async () => {
	world = await keysWorld();
	({ id } = (await world.make()).key);
});
afterEach(() => world.close());

const refusal = (sentence: string) => ({ code: 'not_found' as const, message: sentence });
const today = async () => (await world.keys.today([id]))(id);
const hoursWritten = () =>
	world.db.selectFrom('apiKeyHours').select(['hour', 'calls', 'refused']).orderBy('hour').execute();
const lastUsedAt = async () =>
	(
		await world.db
			.selectFrom('apiKeys')
			.select('lastUsedAt')
			.where('id', '=', id)
			.executeTakeFirst()
	)?.lastUsedAt;

describe('what a key was used for', () => {
	it('is written by the flush alone, by hour and to the minute', async () => {
		const write = vi.spyOn(world.db, 'transaction');
		for (let call = 0; call < 1000; call += 1) world.keys.count(id, null);
		world.keys.count(id, refusal('Nothing here.'));
		await today();
		await world.keys.refusalsOf(id);
		expect(write).not.toHaveBeenCalled();
		expect([await hoursWritten(), await lastUsedAt()]).toEqual([[], null]);
		await world.keys.flush();
		expect(write).toHaveBeenCalledOnce();
		const noon = Date.UTC(2027, 5, 1, 12);
		expect(await hoursWritten()).toEqual([{ hour: noon, calls: 1001, refused: 1 }]);
		expect(await lastUsedAt()).toBe(noon + minutes(30));
		await world.keys.flush();
		expect(write).toHaveBeenCalledOnce();
	});

	it('is told the same before, during and after a flush', async () => {
		world.keys.count(id, null);
		world.keys.count(id, refusal('a'));
		const whole = { calls: 2, refused: 1 };
		expect(await today()).toMatchObject(whole);
		const flushing = world.keys.flush();
		const [during] = await Promise.all([today(), flushing]);
		expect(during).toMatchObject(whole);
		expect(await today()).toMatchObject(whole);
		world.clock.time += hours(1);
		world.keys.count(id, null);
		await world.keys.flush();
		world.keys.count(id, null);
		expect(await today()).toMatchObject({ calls: 4, refused: 1 });
	});

	it('begins anew at midnight UTC, written or not', async () => {
		world.keys.count(id, null);
		await world.keys.flush();
		world.keys.count(id, refusal('a'));
		world.clock.time = Date.UTC(2027, 5, 1, 23, 59, 59, 999);
		expect(await today()).toMatchObject({ calls: 2, refused: 1 });
		world.clock.time += 1;
		expect(await today()).toMatchObject({ calls: 0, refused: 0 });
	});

	it('keeps the latest fifty refusals with their sentences', async () => {
		for (let count = 0; count < 30; count += 1) {
			world.clock.time += 1;
			world.keys.count(id, refusal(`early ${String(count)}`));
		}
		await world.keys.flush();
		for (let count = 0; count < 30; count += 1) {
			world.clock.time += 1;
			world.keys.count(id, refusal(`late ${String(count)}`));
		}
		const before = await world.keys.refusalsOf(id);
		await world.keys.flush();
		expect(await world.keys.refusalsOf(id)).toEqual(before);
		expect(before).toHaveLength(50);
		expect([before[0]?.sentence, before[49]?.sentence]).toEqual(['late 29', 'early 10']);
		expect(await world.db.selectFrom('apiKeyRefusals').select('id').execute()).toHaveLength(50);
	});

	it('is tried again where it could not be written, and added to what came since', async () => {
		world.keys.count(id, refusal('first'));
		vi.spyOn(world.db, 'transaction').mockImplementationOnce(() => {
			throw new Error('the disk is full');
		});
		const failing = world.keys.flush();
		world.keys.count(id, null);
		await expect(failing).rejects.toThrow('the disk is full');
		await world.keys.flush();
		expect(await hoursWritten()).toMatchObject([{ calls: 2, refused: 1 }]);
		expect(await world.keys.refusalsOf(id)).toMatchObject([{ sentence: 'first' }]);
	});

	it('is passed over where the key went meanwhile', async () => {
		const other = await world.make();
		world.keys.count(id, refusal('a'));
		world.keys.count(other.key.id, null);
		await world.db.deleteFrom('apiKeys').where('id', '=', id).execute();
		await world.keys.flush();
		expect(await hoursWritten()).toMatchObject([{ calls: 1 }]);
	});

	it('never makes the last use earlier', async () => {
		world.keys.count(id, null);
		await world.keys.flush();
		const before = await lastUsedAt();
		world.clock.time -= hours(3);
		world.keys.count(id, null);
		await world.keys.flush();
		expect(await lastUsedAt()).toBe(before);
	});

	it('goes after 400 days', async () => {
		world.keys.count(id, refusal('a'));
		await world.keys.flush();
		const hour = Date.UTC(2027, 5, 1, 12);
		await dropOldCounts(world.db, hour + days(400) - 1);
		expect(await hoursWritten()).toHaveLength(1);
		await dropOldCounts(world.db, world.clock.time + days(400));
		expect([await hoursWritten(), await world.keys.refusalsOf(id)]).toEqual([[], []]);
	});
});
