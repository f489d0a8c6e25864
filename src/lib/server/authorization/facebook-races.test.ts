import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	BASIC,
	FACEBOOK_BASIC,
	FACEBOOK_USER,
	attemptWorld,
	type AttemptWorld,
	linked,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { disconnect } from '../connections/disconnect.ts';
import { removeCard } from '../connections/store.ts';
import { creatorByUsername } from '../creators/creator.ts';
import { makeInvitation } from '../creators/invitations.ts';
import { deauthorize } from '../deletion/deauthorize.ts';
import { removeCreator } from '../deletion/remove-creator.ts';
import { MetaRefused } from '../meta/errors.ts';
import { hashOf } from '../opaque-secret.ts';
import { type NewAttempt, startAttempt } from './attempts.ts';
import { findWaiting, finishChoice } from './choose-accounts.ts';

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

const FB = { provider: 'facebook', scopes: FACEBOOK_BASIC } as const;
const BEN = { userId: '10999999999999999', name: 'Ben of the Pages' };
const deps = () => ({ ...world.deps, provider: world.facebook, address: null });
const waiting = () => findWaiting(world.deps, world.latest.half ? [world.latest.half] : []);
const nobody = { dropOrphans: () => Promise.resolve() };
const both = () => {
	world.facebookMeta.pages = {
		accounts: [linked(ADA, 'EAApageAda'), linked(PIER, 'EAApagePier')],
		pageCount: 2
	};
};
const signedIn = async (creatorId: string) => ({
	creatorId,
	sessionHash: hashOf((await world.sessions.begin(creatorId)).value)
});
const invited = async (owner: string) => {
	const link = await makeInvitation(world.db, owner, new URL('https://m.test'), Date.now());
	return { invitationHash: hashOf(link.split('/').at(-1) ?? '') };
};
const accountRow = async (accountId: string) => {
	const row = (await world.connections()).find((one) => one.accountId === accountId);
	if (!row) throw new Error('not connected');
	return row;
};
/** Ada claims with both accounts. */
async function claimBoth() {
	both();
	await world.travel({ ...FB, mayClaim: true });
	const accountIds = [ADA.accountId, PIER.accountId];
	const done = await finishChoice(deps(), await waiting(), { accountIds, sessionHash: null });
	return done?.signIn ?? '';
}

describe('a slow sign-in', () => {
	it('leaves alone what another creator connected meanwhile', async () => {
		world.facebookMeta.granted = [...FACEBOOK_BASIC, 'instagram_content_publish'];
		const ada = await claimBoth();
		world.facebookMeta.user = BEN;
		const own = { ...ADA, accountId: '17841400000000777', username: 'ben' };
		world.facebookMeta.pages = { accounts: [linked(own, 'EAApageBen')], pageCount: 1 };
		const ben = (await world.travel({ ...FB, ...(await invited(ada)) })).signIn ?? '';
		const benIn = await signedIn(ben);

		world.facebookMeta.user = FACEBOOK_USER;
		world.facebookMeta.granted = FACEBOOK_BASIC;
		both();
		const pier = await accountRow(PIER.accountId);
		const answer = world.facebook.readProfile.getMockImplementation();
		let asked = 0;
		world.facebook.readProfile.mockImplementation(async (token) => {
			asked += 1;
			// After two proofs and the look at ADA's stored token: the look at PIER's.
			if (asked !== 4) return answer?.(token) ?? ADA;
			await disconnect(deps(), pier);
			await removeCard(world.db, ada, pier.id);
			if (answer) world.facebook.readProfile.mockImplementation(answer);
			world.facebookMeta.user = BEN;
			world.facebookMeta.pages = { accounts: [linked(PIER, 'EAABensPier')], pageCount: 1 };
			await world.travel({ ...FB, ...benIn });
			throw new MetaRefused({
				httpStatus: 400,
				code: 190,
				subcode: null,
				type: null,
				isTransient: false,
				words: ''
			});
		});
		expect((await world.travel(FB)).signIn).toBe(ada);
		const row = await accountRow(PIER.accountId);
		expect(row.creatorId).toBe(ben);
		expect(await world.tokenOf(row.id)).toBe('EAABensPier');
	});

	it('does not give away permissions that are unknown', async () => {
		world.meta.permissions = null;
		const { connectionId } = await world.claim();
		world.meta.permissions = [BASIC];
		world.meta.accessToken = 'IGAAbasicOnly';
		await world.travel();
		expect(await world.tokenOf(connectionId)).toBe('IGAAfirst');
	});
});

describe('two clicks on one choice', () => {
	it('connect once, and the second is told that Meta is asked already', async () => {
		const { signedIn: session } = await world.claim();
		both();
		await world.travel({ ...FB, ...session });
		const consent = await waiting();
		const chosen = { accountIds: [PIER.accountId], sessionHash: session.sessionHash };
		const ends = await Promise.allSettled([
			finishChoice(deps(), consent, chosen),
			finishChoice(deps(), consent, chosen)
		]);
		const codes = ends.map((end) =>
			end.status === 'fulfilled' ? 'connected' : (end.reason as { code: string }).code
		);
		expect(codes.sort()).toEqual(['connected', 'rate_limited']);
		expect((await accountRow(PIER.accountId)).tokenSealed).not.toBeNull();
	});
});

describe('after the app was removed at Meta', () => {
	it('disconnecting the one that was connected again revokes', async () => {
		const session = await signedIn(await claimBoth());
		await deauthorize(
			{ ...world.deps, address: null },
			{
				userId: FACEBOOK_USER.userId,
				issuedAt: Date.now() + 1000,
				signature: randomBytes(32)
			}
		);
		const { id } = await accountRow(ADA.accountId);
		// The consent covers this one only: the other stays without a token.
		world.facebookMeta.pages = { accounts: [linked(ADA, 'EAApageAda')], pageCount: 1 };
		await world.travel({ ...FB, ...session, connectionId: id });
		expect((await disconnect(deps(), await accountRow(ADA.accountId))).outcome).toBe('revoked');
	});
});

describe('a Facebook user whose Page is gone', () => {
	it('still signs in and confirms, being the identity', async () => {
		const { signIn } = await world.travel({ ...FB, mayClaim: true });
		world.facebookMeta.pages = { accounts: [], pageCount: 0 };
		expect((await world.travel(FB)).signIn).toBe(signIn);
		const session = await signedIn(signIn ?? '');
		const done = await world.travel({ ...FB, ...session, confirms: '/settings' });
		expect(done).toMatchObject({ path: '/settings', proof: 'login' });
	});

	it('who is no identity is told what is missing', async () => {
		await world.travel({ ...FB, mayClaim: true });
		world.facebookMeta.user = BEN;
		world.facebookMeta.pages = { accounts: [], pageCount: 0 };
		await expect(world.travel(FB)).rejects.toMatchObject({ code: 'nothing_linked' });
	});
});

it('the name of two creators is nobody’s, and capitals of every alphabet are one', async () => {
	const { creatorId: ada } = await world.claim();
	world.facebookMeta.user = { userId: '1077', name: 'Élodie' };
	world.facebookMeta.pages = { accounts: [linked(PIER, 'EAApagePier')], pageCount: 1 };
	const { signIn } = await world.travel({ ...FB, ...(await invited(ada)) });
	expect(await creatorByUsername(world.db, 'ÉLODIE')).toBe(signIn);
	await world.db.updateTable('identities').set({ username: 'Ada.Draws' }).execute();
	expect(await creatorByUsername(world.db, 'ada.draws')).toBeNull();
});

it(
	'a flood of strangers leaves the attempts of who is signed in',
	{ timeout: 30_000 },
	async () => {
		const { signedIn: session } = await world.claim();
		const base: NewAttempt = {
			provider: 'instagram',
			sessionHash: null,
			creatorId: null,
			mayClaim: false,
			connectionId: null,
			scopes: [BASIC],
			askAgain: null,
			invitationHash: null,
			confirms: null,
			network: null
		};
		const mine = await startAttempt(world.db, { ...base, ...session }, Date.now() - 1000);
		for (let count = 0; count <= 1000; count += 1) await startAttempt(world.db, base, Date.now());
		const ids = await world.db.selectFrom('attempts').select('id').execute();
		expect(ids.map(({ id }) => id)).toContain(mine.id);
		expect(ids.length).toBeLessThan(1005);
	}
);

it('a creator who is removed while Meta is asked gets no line any more', async () => {
	const { creatorId: ada } = await world.claim();
	world.meta.profile = PIER;
	const pier = (await world.travel(await invited(ada))).signIn ?? '';
	const session = await signedIn(pier);
	world.provider.exchangeForLongLived.mockImplementationOnce(async () => {
		await removeCreator({ ...world.deps, pictures: nobody }, pier, { by: 'self' });
		return { accessToken: 'IGAAlate', expiresIn: 5_183_944 };
	});
	await expect(world.travel(session)).rejects.toMatchObject({ code: 'session_ended' });
	const lines = await world.db.selectFrom('auditLog').select(['kind', 'creatorId']).execute();
	expect(lines.filter(({ kind }) => kind === 'connect_refused')).toEqual([]);
});

it('a removed card takes its names along', async () => {
	const { creatorId, signedIn: session } = await world.claim();
	world.meta.profile = PIER;
	await world.travel(session);
	const row = await accountRow(PIER.accountId);
	await disconnect({ ...world.deps, provider: world.provider, address: null }, row);
	expect(await removeCard(world.db, creatorId, row.id)).toBe(true);
	const lines = await world.db.selectFrom('auditLog').select('detail').execute();
	expect(JSON.stringify(lines)).not.toContain(PIER.username);
	expect(JSON.stringify(lines)).toContain(ADA.username);
});
