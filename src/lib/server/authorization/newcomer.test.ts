import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	FACEBOOK_USER,
	attemptWorld,
	type AttemptWorld,
	linked,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { days } from '../clock.ts';
import { makeInvitation } from '../creators/invitations.ts';
import { hashOf } from '../opaque-secret.ts';
import { findWaiting, finishChoice } from './choose-accounts.ts';

let world: AttemptWorld;
let owner: string;
let ownerSession: { sessionHash: string; creatorId: string };
let invitationHash: string;

beforeEach(async () => {
	world = attemptWorld();
	({ creatorId: owner, signedIn: ownerSession } = await world.claim());
	invitationHash = await invite();
});
afterEach(() => world.close());

async function invite(now = Date.now()) {
	const link = await makeInvitation(world.db, owner, new URL('https://mooring.test'), now);
	return hashOf(link.split('/').at(-1) ?? '');
}

const creators = () => world.db.selectFrom('creators').selectAll().execute();
const open = async () =>
	(await world.db.selectFrom('invitations').select('codeHash').execute()).map(
		({ codeHash: hash }) => hash
	);
const kinds = async () =>
	(await world.db.selectFrom('auditLog').select('kind').orderBy('id').execute()).map(
		({ kind }) => kind
	);

describe('an invitation', () => {
	it('makes creator, identity and connection at once, and is spent', async () => {
		world.meta.profile = PIER;
		const { signIn, path, proof } = await world.travel({ invitationHash });
		expect(signIn).not.toBe(owner);
		expect(proof).toBeNull();
		const row = (await world.connections()).find(({ creatorId: id }) => id === signIn);
		expect(path).toBe(`/connections/${row?.id ?? ''}`);
		expect(row?.accountId).toBe(PIER.accountId);
		const identities = await world.db.selectFrom('identities').selectAll().execute();
		expect(identities.filter(({ creatorId: id }) => id === signIn)).toMatchObject([
			{ provider: 'instagram', accountId: PIER.accountId, username: PIER.username }
		]);
		expect(await open()).toEqual([]);
		expect((await kinds()).slice(-2)).toEqual(['invitation_accepted', 'connected']);
	});

	it('lets one in, of twenty that come with it at the same time', async () => {
		let count = 0;
		world.provider.readProfile.mockImplementation(() => {
			count += 1;
			return Promise.resolve({
				...PIER,
				accountId: `${PIER.accountId}${String(count)}`,
				appScopedId: `${PIER.appScopedId}${String(count)}`
			});
		});
		const ends = await Promise.allSettled(
			Array.from({ length: 20 }, () => world.travel({ invitationHash }))
		);
		const refused = ends.filter((end) => end.status === 'rejected');
		expect(refused).toHaveLength(19);
		for (const { reason } of refused) {
			expect(reason).toMatchObject({ code: 'invitation_ended', status: 403 });
		}
		expect(await creators()).toHaveLength(2);
		expect(await world.connections()).toHaveLength(2);
	});

	it('that was taken back or is too old lets nobody in, and nothing is stored', async () => {
		world.meta.profile = PIER;
		for (const hash of [hashOf('never made'), await invite(Date.now() - days(7))]) {
			await expect(world.travel({ invitationHash: hash })).rejects.toMatchObject({
				code: 'invitation_ended'
			});
		}
		expect(await creators()).toHaveLength(1);
		expect(await world.connections()).toHaveLength(1);
		expect(await open()).toHaveLength(2);
	});

	it('is not spent by an account that signs its creator in already', async () => {
		expect(await world.travel({ invitationHash })).toMatchObject({ signIn: owner, path: '/' });
		expect(await open()).toEqual([invitationHash]);
		expect(await creators()).toHaveLength(1);
	});

	it('is not spent by an account that another creator has connected', async () => {
		world.meta.profile = PIER;
		await world.travel(ownerSession);
		await expect(world.travel({ invitationHash })).rejects.toMatchObject({
			code: 'account_taken',
			status: 409
		});
		expect(await open()).toEqual([invitationHash]);
		expect(await creators()).toHaveLength(1);
	});

	it('is accepted by a pasted address in the browser that opened it, and in no other', async () => {
		world.meta.profile = PIER;
		for (const other of [null, hashOf('another invitation')]) {
			await expect(
				world.travel({ invitationHash }, { sessionHash: null, invitationHash: other })
			).rejects.toMatchObject({ code: 'paste_cannot_sign_in' });
		}
		const { signIn } = await world.travel(
			{ invitationHash },
			{ sessionHash: null, invitationHash }
		);
		expect(signIn).not.toBeNull();
	});
});

describe('an invitation by Facebook Login', () => {
	const facebook = () => world.travel({ provider: 'facebook', invitationHash });

	it('makes the Facebook user the identity', async () => {
		world.facebookMeta.pages = { accounts: [linked(PIER, 'EAApagePier')], pageCount: 1 };
		const { signIn } = await facebook();
		const identities = await world.db.selectFrom('identities').selectAll().execute();
		expect(identities.find(({ creatorId: id }) => id === signIn)).toMatchObject({
			provider: 'facebook',
			accountId: FACEBOOK_USER.userId
		});
		expect(await open()).toEqual([]);
		// From now on the same person signs in, by whatever link, and chooses nothing.
		invitationHash = await invite();
		world.facebookMeta.pages.accounts.push(linked(ADA, 'EAApageAda'));
		expect(await facebook()).toMatchObject({ signIn, path: '/' });
		expect(await open()).toEqual([invitationHash]);
	});

	it('is spent only once the accounts are chosen', async () => {
		const third = { ...PIER, accountId: '17841400008460077', username: 'salt.and.spar' };
		world.facebookMeta.pages = {
			accounts: [linked(PIER, 'EAApagePier'), linked(third, 'EAApageSalt')],
			pageCount: 2
		};
		expect(await facebook()).toMatchObject({ isWaiting: true, signIn: null });
		expect(await open()).toEqual([invitationHash]);
		expect(await creators()).toHaveLength(1);
		const { half } = world.latest;
		const waiting = await findWaiting(world.deps, half ? [half] : []);
		const finished = await finishChoice(
			{ ...world.deps, provider: world.facebook, address: null },
			waiting,
			{ accountIds: [PIER.accountId, third.accountId], sessionHash: null }
		);
		expect(finished?.signIn).not.toBe(owner);
		expect(await world.connections()).toHaveLength(3);
		expect(await open()).toEqual([]);
	});
});

describe('the claim of an instance', () => {
	it('is won by one of a hundred accounts at once; the others are strangers and leave no trace', async () => {
		const fresh = attemptWorld();
		let count = 0;
		fresh.provider.readProfile.mockImplementation(() => {
			count += 1;
			const number = String(count).padStart(3, '0');
			return Promise.resolve({
				...ADA,
				accountId: `17841400000000${number}`,
				appScopedId: `2764087539227${number}`,
				username: `account.${number}`
			});
		});
		const ends = await Promise.allSettled(
			Array.from({ length: 100 }, () => fresh.travel({ mayClaim: true }))
		);
		const refused = ends.filter((end) => end.status === 'rejected');
		expect(refused).toHaveLength(99);
		for (const { reason } of refused) {
			expect(reason).toMatchObject({ code: 'stranger', status: 403 });
		}
		const winner = ends.find((end) => end.status === 'fulfilled');
		const count_ = async (
			table: 'claim' | 'creators' | 'identities' | 'connections' | 'renewals'
		) => (await fresh.db.selectFrom(table).selectAll().execute()).length;
		const stored = ['claim', 'creators', 'identities', 'connections', 'renewals'] as const;
		expect(await Promise.all(stored.map(count_))).toEqual([1, 1, 1, 1, 1]);
		const claim = await fresh.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
		expect(claim.creatorId).toBe(winner?.value.signIn);
		await fresh.close();
	});
});
