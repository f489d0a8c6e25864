import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADA, type AttemptWorld, attemptWorld } from '../../../../tests/support/attempt-world.ts';
import { refusal } from '../../../../tests/support/renewal-world.ts';
import { addCreator } from '../creators/creator.ts';
import { hashOf } from '../opaque-secret.ts';
import { prepareAttempt } from './start.ts';

// Guards whose removal no other test noticed.

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

test('an account that signs another creator in is taken, also where it is connected no more', async () => {
	await world.claim();
	await world.db.deleteFrom('connections').execute();
	const ben = await addCreator(world.db, 1);
	const { value } = await world.sessions.begin(ben);
	const mine = { sessionHash: hashOf(value), creatorId: ben };
	await expect(world.travel(mine)).rejects.toMatchObject({ code: 'account_taken' });
	expect(await world.connections()).toEqual([]);
});

test('a sign-in does not lay its token over one that was renewed while Meta was asked', async () => {
	const { connectionId } = await world.claim();
	await world.db
		.updateTable('connections')
		.set({ granted: '["instagram_business_basic","instagram_business_manage_insights"]' })
		.execute();
	world.provider.readProfile.mockImplementation(async (token) => {
		if (token !== 'IGAAfirst') return ADA;
		// The stored token is dead by now, because a renewal has just brought a newer one.
		await world.db.updateTable('connections').set({ tokenVersion: 2 }).execute();
		throw refusal(190);
	});
	world.meta.accessToken = 'IGAAsecond';
	await world.travel();
	expect(await world.tokenOf(connectionId)).toBe('IGAAfirst');
});

test('a connection is not started anew by the other login', async () => {
	const { connectionId, signedIn } = await world.claim();
	const asked = prepareAttempt(world.deps, {
		provider: 'facebook',
		scopes: null,
		declinedBefore: [],
		connectionId,
		session: { creatorId: signedIn.creatorId, hash: signedIn.sessionHash },
		claimCode: null,
		invitationCode: null,
		confirms: null,
		network: '192.0.2.1'
	});
	await expect(asked).rejects.toMatchObject({ code: 'not_found' });
});
