import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADA, type AttemptWorld, attemptWorld } from '../../../../tests/support/attempt-world.ts';
import { filesIn } from '../../../../tests/support/leaks.ts';
import { days, seconds } from '../clock.ts';
import { pictureStore } from '../pictures/store.ts';
import { deauthorize } from './deauthorize.ts';
import { deleteData } from './data-deletion.ts';
import { purgeDeleted } from './purge.ts';
import { codeOf, deletionState, dropOldSignedRequests } from './signed-requests.ts';

const FACE = Buffer.from('the face of ada');

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

const store = () => pictureStore(world.folder);
const pictures = {
	dropOrphans: () =>
		store().dropOthers(async () => new Set((await world.connections()).map(({ id }) => id)))
};
const signed = (userId: string) => ({
	userId,
	issuedAt: Date.now() + seconds(1),
	signature: randomBytes(32)
});
const call = (request: ReturnType<typeof signed>) =>
	deleteData({ ...world.deps, address: null }, request);
const finish = () => purgeDeleted({ ...world.deps, pictures }, Date.now());
const standsIn = (...parts: (string | Buffer)[]) =>
	filesIn(world.folder)
		.filter(({ bytes }) => parts.some((part) => bytes.includes(part)))
		.map(({ name }) => name);

describe('until all of it is gone', () => {
	it('a deletion is pending, and is finished by a later try', async () => {
		const { connectionId } = await world.claim();
		await store().save(connectionId, FACE);
		const code = await call(signed(ADA.accountId));
		const failing = { dropOrphans: () => Promise.reject(new Error('disk')) };
		await expect(purgeDeleted({ ...world.deps, pictures: failing }, 1)).rejects.toThrow('disk');
		expect(await deletionState(world.db, code)).toBe('pending');
		await dropOldSignedRequests(world.db, Date.now() + days(500));
		await finish();
		expect(await deletionState(world.db, code)).toBe('done');
		expect(standsIn(FACE, ADA.accountId, ADA.username)).toEqual([]);
	});

	it('there is a page for the code of a deletion alone', async () => {
		const request = signed(ADA.accountId);
		await deauthorize({ ...world.deps, address: null }, request);
		for (const code of ['', 'x', codeOf(request, 'deauthorize'), codeOf(request, 'data_deletion')])
			expect(await deletionState(world.db, code)).toBeNull();
	});

	it('the same bytes at the other address are another call', async () => {
		const { connectionId } = await world.claim();
		const request = signed(ADA.accountId);
		await deauthorize({ ...world.deps, address: null }, request);
		expect(await world.connections()).toMatchObject([{ id: connectionId }]);
		await call(request);
		expect(await world.connections()).toEqual([]);
	});

	it('its state is kept for 400 days', async () => {
		const code = await call(signed('17841499999999999'));
		await finish();
		await dropOldSignedRequests(world.db, Date.now() + days(399));
		expect(await deletionState(world.db, code)).toBe('done');
		await dropOldSignedRequests(world.db, Date.now() + days(401));
		expect(await deletionState(world.db, code)).toBeNull();
	});
});
