import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	type AttemptWorld,
	attemptWorld,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { disconnect } from '../connections/disconnect.ts';
import { removeCard } from '../connections/store.ts';

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

/** Does something while Meta is asked for the code's token. */
const meanwhile = (act: () => Promise<unknown>) =>
	world.provider.exchangeForLongLived.mockImplementationOnce(async () => {
		await act();
		return { accessToken: 'IGAAlate', expiresIn: 5_183_944 };
	});

async function disconnectIt() {
	const [row] = await world.connections();
	if (row) await disconnect({ ...world.deps, provider: world.provider, address: null }, row);
}

describe('while Meta is asked', () => {
	it('a disconnect wins over a reconnect that began before it', async () => {
		const { signedIn, connectionId } = await world.claim();
		meanwhile(disconnectIt);
		await expect(world.travel({ ...signedIn, connectionId })).rejects.toMatchObject({
			code: 'was_disconnected'
		});
		expect((await world.connections())[0]).toMatchObject({ tokenSealed: null });
	});

	it('a disconnect does not stand in the way of "Connect again" after it', async () => {
		const { signedIn, connectionId } = await world.claim();
		await disconnectIt();
		await world.travel({ ...signedIn, connectionId });
		expect(await world.tokenOf(connectionId)).toBe('IGAAfirst');
	});

	it('a removed card does not come back', async () => {
		const { signedIn, connectionId, creatorId } = await world.claim();
		meanwhile(async () => {
			await disconnectIt();
			await removeCard(world.db, creatorId, connectionId);
		});
		await expect(world.travel({ ...signedIn, connectionId })).rejects.toMatchObject({
			code: 'state_unknown'
		});
		expect(await world.connections()).toEqual([]);
	});

	it('a pasted claim that another one wins signs nobody in, also not its own identity', async () => {
		meanwhile(() => world.claim());
		await expect(
			world.travel({ mayClaim: true }, { sessionHash: null, mayClaim: true })
		).rejects.toMatchObject({ code: 'paste_cannot_sign_in' });
		expect((await world.connections()).map(({ username }) => username)).toEqual([ADA.username]);
	});

	it('a claim of another account that is too late finds a private instance', async () => {
		meanwhile(async () => {
			await world.claim();
			world.meta.profile = PIER;
		});
		await expect(world.travel({ mayClaim: true })).rejects.toMatchObject({ code: 'stranger' });
	});
});
