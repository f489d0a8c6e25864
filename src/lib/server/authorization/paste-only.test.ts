import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	FACEBOOK_BASIC,
	FACEBOOK_USER,
	attemptWorld,
	type AttemptWorld,
	linked,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { addIdentity } from '../creators/creator.ts';
import type { Callback } from '../meta/callback.ts';
import { stateOf } from './attempts.ts';
import { finishAttempt } from './callback.ts';
import { findWaiting, finishChoice } from './choose-accounts.ts';

const OFF_ORIGIN = {
	clientId: '990602627938098',
	clientSecret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
	redirectUri: 'https://localhost/auth/instagram/callback',
	redirectIsOnOrigin: false
};

let world: AttemptWorld;
let me: Awaited<ReturnType<AttemptWorld['claim']>>;
beforeEach(async () => {
	world = attemptWorld();
	me = await world.claim();
	world.provider.exchangeCode.mockClear();
});
afterEach(() => world.close());

describe('a login whose redirect address is off ORIGIN', () => {
	beforeEach(() => {
		world.deps.settings = { ...world.deps.settings, instagram: OFF_ORIGIN };
	});

	it('finishes nothing at the callback: the attempt stays open and Meta is not asked', async () => {
		await expect(world.travel()).rejects.toMatchObject({ code: 'state_unknown' });
		expect(world.provider.exchangeCode).not.toHaveBeenCalled();
		const { half } = world.latest;
		const attempt = await world.db
			.selectFrom('attempts')
			.selectAll()
			.where('id', '=', half?.id ?? '')
			.executeTakeFirst();
		expect(attempt).toMatchObject({ consumedAt: null, problem: null });
	});

	it.each([
		['a connect of who is signed in', () => me.signedIn],
		['a claim', () => ({ mayClaim: true })],
		['an invitation', () => ({ invitationHash: 'x' })],
		['a proof', () => ({ ...me.signedIn, confirms: '/settings' })]
	])('finishes %s there neither', async (_name, attempt) => {
		await expect(world.travel(attempt())).rejects.toMatchObject({ code: 'state_unknown' });
	});

	it.each<[string, (state: string) => Callback]>([
		['a denial', (state) => ({ kind: 'error', error: 'access_denied', words: '', state })],
		['one without a state', () => ({ kind: 'error', error: 'x', words: '', state: null })]
	])('takes %s there for unknown too', async (_name, answer) => {
		await expect(world.travel()).rejects.toThrow();
		const { half } = world.latest;
		await expect(
			finishAttempt(world.deps, {
				provider: 'instagram',
				answer: answer(stateOf(half?.secret ?? '')),
				secretFor: () => half?.secret ?? null,
				pastedBy: null,
				address: null
			})
		).rejects.toMatchObject({ code: 'state_unknown' });
	});

	it('connects by the paste of who started it', async () => {
		world.meta.profile = PIER;
		const { sessionHash } = me.signedIn;
		expect(await world.travel(me.signedIn, { sessionHash })).toMatchObject({ signIn: null });
		expect(await world.connections()).toHaveLength(2);
	});

	it('leaves the other login as it is', async () => {
		const done = await world.travel({
			...me.signedIn,
			provider: 'facebook',
			scopes: FACEBOOK_BASIC
		});
		expect(done.path).toMatch(/^\/connections\//);
	});
});

describe('a pasted consent that waits for a choice', () => {
	it('signs nobody in by the choice, also where they became a creator meanwhile', async () => {
		world.facebookMeta.pages = {
			accounts: [linked(ADA, 'EAApageAda'), linked(PIER, 'EAApagePier')],
			pageCount: 2
		};
		const invited = { provider: 'facebook', invitationHash: 'i', scopes: FACEBOOK_BASIC } as const;
		const choose = async (pasted: boolean) => {
			const { isWaiting } = await world.travel(
				invited,
				pasted ? { sessionHash: null, invitationHash: 'i' } : undefined
			);
			expect(isWaiting).toBe(true);
			const waiting = await findWaiting(world.deps, world.latest.half ? [world.latest.half] : []);
			const user = { accountId: FACEBOOK_USER.userId, username: FACEBOOK_USER.name };
			await world.db.deleteFrom('identities').where('provider', '=', 'facebook').execute();
			await addIdentity(world.db, me.creatorId, { provider: 'facebook', ...user }, Date.now());
			const chosen = { accountIds: [PIER.accountId], sessionHash: null };
			const end = finishChoice(
				{ ...world.deps, provider: world.facebook, address: null },
				waiting,
				chosen
			);
			return end.finally(() =>
				world.db.deleteFrom('identities').where('provider', '=', 'facebook').execute()
			);
		};
		await expect(choose(true)).rejects.toMatchObject({ code: 'paste_cannot_sign_in' });
		expect(await choose(false)).toMatchObject({ signIn: me.creatorId });
	});
});
