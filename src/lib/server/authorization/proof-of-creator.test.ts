import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type AttemptWorld,
	attemptWorld,
	linked,
	ADA,
	BASIC,
	COMMENTS,
	FACEBOOK_USER,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { addCreator, addIdentity } from '../creators/creator.ts';

let world: AttemptWorld;
let me: Awaited<ReturnType<AttemptWorld['claim']>>;

beforeEach(async () => {
	world = attemptWorld();
	me = await world.claim();
});
afterEach(() => world.close());

const prove = (more: { provider?: 'facebook' } = {}) =>
	world.travel({ ...me.signedIn, confirms: '/settings/delete', ...more });
const kinds = async () =>
	(await world.db.selectFrom('auditLog').select('kind').orderBy('id').execute()).map(
		({ kind }) => kind
	);

describe('a proof of who it is', () => {
	it('begins a session in the place of the one that asked, and goes on to its page', async () => {
		expect(await prove()).toMatchObject({
			signIn: me.creatorId,
			replaces: me.signedIn.sessionHash,
			proof: 'login',
			path: '/settings/delete'
		});
		expect((await kinds()).slice(2)).toEqual(['reauthenticated', 'reconnected']);
	});

	it('treats the token as a sign-in does', async () => {
		world.meta.permissions = [BASIC, COMMENTS];
		await world.travel({ ...me.signedIn, connectionId: me.connectionId });
		world.meta.permissions = [BASIC];
		world.meta.accessToken = 'IGAAsecond';
		await prove();
		expect(await world.tokenOf(me.connectionId)).toBe('IGAAfirst');
	});

	it('never connects an account', async () => {
		world.meta.profile = PIER;
		await expect(prove()).rejects.toMatchObject({ code: 'not_confirmed', status: 403 });
		expect(await world.connections()).toHaveLength(1);
		expect((await kinds()).at(-1)).toBe('sign_in_refused');
	});

	it('is refused for an account that is connected and no identity', async () => {
		world.meta.profile = PIER;
		await world.travel(me.signedIn);
		await expect(prove()).rejects.toMatchObject({ code: 'not_confirmed' });
	});

	it("is refused for another creator's identity, whose token stays untouched", async () => {
		const other = await addCreator(world.db, Date.now());
		const account = { provider: 'instagram', ...PIER } as const;
		await addIdentity(world.db, other, account, Date.now());
		world.meta.profile = PIER;
		await expect(prove()).rejects.toMatchObject({ code: 'not_confirmed' });
		expect(await kinds()).not.toContain('reauthenticated');
	});

	it('is refused to who has signed out since', async () => {
		await world.sessions.end(me.session.value);
		await expect(prove()).rejects.toMatchObject({ code: 'session_ended' });
	});

	it('is refused to who signs out while Meta is asked', async () => {
		world.provider.readProfile.mockImplementationOnce(async () => {
			await world.sessions.end(me.session.value);
			return ADA;
		});
		await expect(prove()).rejects.toMatchObject({ code: 'session_ended' });
		expect(await kinds()).not.toContain('reauthenticated');
	});

	it('is not given by a connect, and by a plain sign-in only in part', async () => {
		expect(await world.travel(me.signedIn)).toMatchObject({ proof: null });
		expect(await world.travel()).toMatchObject({ signIn: me.creatorId, proof: 'sign_in' });
	});

	it('comes with a sign-in that asks Meta anew who it is', async () => {
		expect(await world.travel({ confirms: '/settings' })).toMatchObject({
			signIn: me.creatorId,
			proof: 'login',
			replaces: null
		});
	});

	it('never comes by a pasted address, also of the same session, and Meta is not asked', async () => {
		const { signedIn } = me;
		world.provider.exchangeCode.mockClear();
		for (const [attempt, sessionHash] of [
			[signedIn, signedIn.sessionHash],
			[signedIn, 'other'],
			[{}, null]
		] as const) {
			await expect(
				world.travel({ ...attempt, confirms: '/settings' }, { sessionHash })
			).rejects.toMatchObject({ code: 'paste_cannot_sign_in' });
		}
		expect(world.provider.exchangeCode).not.toHaveBeenCalled();
	});
});

describe('a proof by Facebook Login', () => {
	beforeEach(() => {
		world.facebookMeta.pages = {
			accounts: [linked(ADA, 'EAApageAda'), linked(PIER, 'EAApagePier')],
			pageCount: 2
		};
	});

	it('counts for the Facebook user who signs this creator in; nothing waits for a choice', async () => {
		const user = { accountId: FACEBOOK_USER.userId, username: FACEBOOK_USER.name };
		const account = { provider: 'facebook', ...user } as const;
		await addIdentity(world.db, me.creatorId, account, Date.now());
		expect(await prove({ provider: 'facebook' })).toMatchObject({
			proof: 'login',
			isWaiting: false,
			path: '/settings/delete'
		});
		expect(await world.connections()).toHaveLength(1);
	});

	it('is refused for a Facebook user who is no identity', async () => {
		await expect(prove({ provider: 'facebook' })).rejects.toMatchObject({ code: 'not_confirmed' });
		expect(await world.connections()).toHaveLength(1);
	});
});
