import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
import type { ProviderId } from '../../logins.ts';
import { days, seconds } from '../clock.ts';
import { disconnect } from '../connections/disconnect.ts';
import { CouldNotSend, MetaRefused } from '../meta/errors.ts';
import { hashOf } from '../opaque-secret.ts';
import { dropOldAttempts, startAttempt, stateOf } from './attempts.ts';
import { finishAttempt } from './callback.ts';
import { findWaiting, finishChoice } from './choose-accounts.ts';
import { prepareAttempt } from './start.ts';

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

const BY_FACEBOOK = { provider: 'facebook', scopes: FACEBOOK_BASIC } as const;
const both = () => {
	world.facebookMeta.pages = {
		accounts: [linked(ADA, 'EAApageAda'), linked(PIER, 'EAApagePier')],
		pageCount: 2
	};
};
const claimByFacebook = async () => {
	const { signIn } = await world.travel({ ...BY_FACEBOOK, mayClaim: true, scopes: FACEBOOK_BASIC });
	const session = await world.sessions.begin(signIn ?? '');
	return { creatorId: signIn ?? '', sessionHash: hashOf(session.value) };
};
const halves = () => (world.latest.half ? [world.latest.half] : []);
const deps = () => ({ ...world.deps, provider: world.facebook, address: null });
const choose = async (accountIds: string[], sessionHash: string | null) =>
	finishChoice(deps(), await findWaiting(world.deps, halves()), { accountIds, sessionHash });
const identities = () => world.db.selectFrom('identities').selectAll().execute();

const permissionRefused = () =>
	new MetaRefused({
		httpStatus: 403,
		code: 10,
		subcode: null,
		type: 'OAuthException',
		isTransient: false,
		words: '(#10) Requires pages_read_engagement'
	});

describe('Facebook Login with one linked account', () => {
	it('claims, connects with the Page token, and makes the Facebook user the identity', async () => {
		world.facebookMeta.ends = { expiresAt: 111, dataAccessExpiresAt: 222 };
		const done = await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const [row] = await world.connections();
		expect(done).toMatchObject({ path: `/connections/${row?.id ?? ''}`, isWaiting: false });
		expect(row).toMatchObject({
			provider: 'facebook',
			accountId: ADA.accountId,
			appScopedId: FACEBOOK_USER.userId,
			accountType: null,
			expiresAt: null,
			userTokenExpiresAt: 111,
			dataAccessExpiresAt: 222,
			pageId: `page-${ADA.accountId}`,
			pageName: 'Ada Draws on Facebook',
			granted: JSON.stringify(FACEBOOK_BASIC)
		});
		expect(await world.tokenOf(row?.id ?? '')).toBe('EAApageAda');
		expect(await identities()).toMatchObject([
			{ provider: 'facebook', accountId: FACEBOOK_USER.userId, username: FACEBOOK_USER.name }
		]);
	});

	it('is connected although Meta tells neither permissions nor dates', async () => {
		world.facebook.readPermissions.mockRejectedValueOnce(new CouldNotSend('timeout'));
		world.facebook.inspect.mockRejectedValueOnce(new CouldNotSend('timeout'));
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const [row] = await world.connections();
		expect(row).toMatchObject({ granted: null, dataAccessExpiresAt: null });
		expect(row?.userTokenExpiresAt).toBeGreaterThan(Date.now() + days(59));
	});

	it('is connected although a declined permission hides the account itself', async () => {
		world.facebookMeta.granted = ['instagram_basic', 'pages_show_list'];
		world.facebook.readProfile.mockRejectedValueOnce(permissionRefused());
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		expect((await world.connections())[0]).toMatchObject({ username: ADA.username });
		expect(world.facebook.ping).toHaveBeenCalledOnce();
	});

	it('is not connected when Meta refuses the app although all was granted', async () => {
		world.facebook.readProfile.mockRejectedValueOnce(permissionRefused());
		await expect(world.travel({ ...BY_FACEBOOK, mayClaim: true })).rejects.toMatchObject({
			code: 'meta_refused'
		});
		expect(world.facebook.ping).not.toHaveBeenCalled();
	});

	it('stores nothing when the Page token does not work', async () => {
		world.facebook.readProfile.mockRejectedValueOnce(new CouldNotSend('timeout'));
		await expect(world.travel({ ...BY_FACEBOOK, mayClaim: true })).rejects.toMatchObject({
			code: 'meta_unreachable'
		});
		expect(await world.connections()).toEqual([]);
		expect(await identities()).toEqual([]);
	});

	it('stores nothing when the Page token answers for another account', async () => {
		world.facebook.readProfile.mockResolvedValueOnce(PIER);
		await expect(world.travel({ ...BY_FACEBOOK, mayClaim: true })).rejects.toMatchObject({
			code: 'meta_unexpected'
		});
		expect(await world.connections()).toEqual([]);
	});
});

describe('Facebook Login without a linked account', () => {
	it.each([
		['no Page', { accounts: [], pageCount: 0 }],
		['a Page without an account', { accounts: [], pageCount: 1 }],
		['a Page without a token', { accounts: [linked(ADA, null)], pageCount: 1 }]
	])('claims nothing and signs nobody in: %s', async (_name, pages) => {
		world.facebookMeta.pages = pages;
		await expect(world.travel({ ...BY_FACEBOOK, mayClaim: true })).rejects.toMatchObject({
			code: 'nothing_linked',
			status: 409
		});
		expect(await world.connections()).toEqual([]);
		expect(await identities()).toEqual([]);
		expect(await world.db.selectFrom('claim').selectAll().execute()).toEqual([]);
		const [attempt] = await world.db.selectFrom('attempts').selectAll().execute();
		expect(JSON.parse(attempt?.found ?? 'null')).toMatchObject({ pageCount: pages.pageCount });
		expect(attempt?.waitingSealed).toBeNull();
	});
});

describe('Facebook Login with several linked accounts', () => {
	beforeEach(both);

	it('waits sealed for a choice, and stores none of them', async () => {
		const done = await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		expect(done).toMatchObject({ path: '/connect/choose', isWaiting: true, signIn: null });
		expect(await world.connections()).toEqual([]);
		const [attempt] = await world.db.selectFrom('attempts').selectAll().execute();
		expect(attempt?.waitingSealed).toMatch(/^v1\./);
		expect(JSON.stringify(attempt)).not.toContain('EAAuser');
	});

	it('connects each chosen one with its own token, and nothing of the others', async () => {
		world.facebookMeta.pages.accounts.push(
			linked({ ...ADA, accountId: '17841400008460777', username: 'third' }, 'EAApageThird')
		);
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const done = await choose([ADA.accountId, PIER.accountId], null);
		expect(done).toMatchObject({ path: '/', isWaiting: false });
		const rows = await world.connections();
		expect(rows.map(({ username }) => username).sort()).toEqual([ADA.username, PIER.username]);
		const tokens = await Promise.all(rows.map(({ id }) => world.tokenOf(id)));
		expect(tokens.sort()).toEqual(['EAApageAda', 'EAApagePier']);
		expect((await identities()).length).toBe(1);
	});

	it('goes to the connection when one was chosen', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const done = await choose([PIER.accountId], null);
		const [row] = await world.connections();
		expect(row?.username).toBe(PIER.username);
		expect(done?.path).toBe(`/connections/${row?.id ?? ''}`);
	});

	it('asks Meta for the accounts once, however often they are looked at', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		for (let look = 0; look < 3; look += 1) {
			const { choices } = await findWaiting(world.deps, halves());
			expect(choices.map(({ profile }) => profile.username)).toEqual([ADA.username, PIER.username]);
		}
		expect(await choose([], null)).toBeNull();
		await choose([PIER.accountId], null);
		expect(world.facebook.listAccounts).toHaveBeenCalledOnce();
	});

	it('counts the choice once', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const waiting = await findWaiting(world.deps, halves());
		const chosen = { accountIds: [ADA.accountId], sessionHash: null };
		const ends = await Promise.allSettled([
			finishChoice(deps(), waiting, chosen),
			finishChoice(deps(), waiting, chosen)
		]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await world.connections()).toHaveLength(1);
	});

	it('waits on when nothing, or nothing that was offered, is chosen', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		expect(await choose([], null)).toBeNull();
		expect(await choose(['17841400000000000'], null)).toBeNull();
		expect(await choose([ADA.accountId], null)).not.toBeNull();
	});

	it('waits on when Meta does not answer, and asks again after a minute only', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		world.facebook.readProfile.mockRejectedValueOnce(new CouldNotSend('timeout'));
		await expect(choose([ADA.accountId], null)).rejects.toMatchObject({ code: 'meta_unreachable' });
		for (let press = 0; press < 3; press += 1) {
			await expect(choose([ADA.accountId, PIER.accountId], null)).rejects.toMatchObject({
				code: 'rate_limited',
				retryAfter: expect.toSatisfy((left: number) => left > 50 && left <= 60) as number
			});
		}
		expect(world.facebook.readProfile).toHaveBeenCalledOnce();
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds(60) });
		expect(await choose([ADA.accountId], null)).not.toBeNull();
		vi.useRealTimers();
	});

	it('asks Meta once for fifty presses at the same time', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const presses = Array.from({ length: 50 }, () => choose([ADA.accountId], null));
		const ends = await Promise.allSettled(presses);
		expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(world.facebook.readProfile).toHaveBeenCalledOnce();
	});

	it('is over after ten minutes, and its user token is erased', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		await world.db
			.updateTable('attempts')
			.set({ expiresAt: Date.now() - 1 })
			.execute();
		await expect(findWaiting(world.deps, halves())).rejects.toMatchObject({
			code: 'state_expired'
		});
		await dropOldAttempts(world.db, Date.now());
		const [attempt] = await world.db.selectFrom('attempts').selectAll().execute();
		expect(attempt).toMatchObject({ waitingSealed: null });
	});

	it('is not shown to another browser', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const [half] = halves();
		if (!half) throw new Error('nothing begun');
		await expect(findWaiting(world.deps, [{ ...half, secret: 'another' }])).rejects.toMatchObject({
			code: 'state_expired'
		});
	});

	it('belongs to the session that began it', async () => {
		const { creatorId, signedIn } = await world.claim();
		await world.travel({ ...BY_FACEBOOK, ...signedIn });
		await expect(choose([PIER.accountId], 'another')).rejects.toMatchObject({
			code: 'session_ended'
		});
		await expect(choose([PIER.accountId], null)).rejects.toMatchObject({ code: 'session_ended' });
		expect(world.facebook.listAccounts).toHaveBeenCalledOnce();
		expect(await choose([PIER.accountId], signedIn.sessionHash)).not.toBeNull();
		expect((await world.connections()).every((row) => row.creatorId === creatorId)).toBe(true);
	});

	it('stores none of them when one belongs to another creator', async () => {
		const { signedIn } = await world.claim();
		await world.db.insertInto('creators').values({ id: 'other', createdAt: 1 }).execute();
		await world.db.updateTable('connections').set({ creatorId: 'other' }).execute();
		await world.db.deleteFrom('identities').execute();
		await world.travel({ ...BY_FACEBOOK, ...signedIn });
		await expect(
			choose([PIER.accountId, ADA.accountId], signedIn.sessionHash)
		).rejects.toMatchObject({ code: 'account_taken' });
		expect(await world.connections()).toHaveLength(1);
	});

	it('loses the claim to who was faster', async () => {
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const waiting = await findWaiting(world.deps, halves());
		world.meta.profile = { ...PIER, accountId: '17841400000000001' };
		await world.claim();
		await expect(
			finishChoice(deps(), waiting, { accountIds: [ADA.accountId], sessionHash: null })
		).rejects.toMatchObject({ code: 'stranger' });
	});
});

describe('signing in with Facebook', () => {
	it('needs no choice, and extends the dates of all that this person connected', async () => {
		both();
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		await choose([ADA.accountId, PIER.accountId], null);
		world.facebookMeta.ends = { expiresAt: 333, dataAccessExpiresAt: 444 };
		const done = await world.travel(BY_FACEBOOK);
		expect(done).toMatchObject({ path: '/', isWaiting: false });
		expect(done.signIn).not.toBeNull();
		for (const row of await world.connections()) {
			expect(row).toMatchObject({ userTokenExpiresAt: 333, dataAccessExpiresAt: 444 });
		}
	});

	it('extends the dates where the stored token stays, too', async () => {
		await claimByFacebook();
		world.facebook.readPermissions.mockRejectedValueOnce(new CouldNotSend('timeout'));
		world.facebookMeta.ends = { expiresAt: 555, dataAccessExpiresAt: 666 };
		const before = (await world.connections())[0]?.tokenVersion;
		await world.travel(BY_FACEBOOK);
		expect((await world.connections())[0]).toMatchObject({
			tokenVersion: before,
			userTokenExpiresAt: 555,
			dataAccessExpiresAt: 666
		});
	});

	it('is refused to strangers', async () => {
		await claimByFacebook();
		world.facebookMeta.user = { userId: '999', name: 'Somebody' };
		world.facebookMeta.pages = { accounts: [linked(PIER, 'EAApagePier')], pageCount: 1 };
		await expect(world.travel(BY_FACEBOOK)).rejects.toMatchObject({ code: 'stranger' });
	});

	it('does not undo a disconnect', async () => {
		await claimByFacebook();
		await world.db
			.updateTable('connections')
			.set({ disconnectedAt: 1, tokenSealed: null })
			.execute();
		expect((await world.travel(BY_FACEBOOK)).signIn).not.toBeNull();
		expect((await world.connections())[0]).toMatchObject({
			disconnectedAt: 1,
			tokenSealed: null
		});
	});

	it('goes well although a Page token does not work', async () => {
		await claimByFacebook();
		world.facebook.readProfile.mockRejectedValue(new CouldNotSend('timeout'));
		expect((await world.travel(BY_FACEBOOK)).signIn).not.toBeNull();
	});
});

describe('a reconnect by Facebook', () => {
	it('takes exactly its account, without a choice', async () => {
		const { sessionHash, creatorId } = await claimByFacebook();
		const [row] = await world.connections();
		world.facebookMeta.pages = {
			accounts: [linked(PIER, 'EAApagePier'), linked(ADA, 'EAAagain')],
			pageCount: 2
		};
		const connectionId = row?.id ?? '';
		const done = await world.travel({ ...BY_FACEBOOK, sessionHash, creatorId, connectionId });
		expect(done.path).toBe(`/connections/${connectionId}`);
		expect(await world.tokenOf(connectionId)).toBe('EAAagain');
		expect(await world.connections()).toHaveLength(1);
	});

	const twoConnected = async () => {
		both();
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		const done = await choose([ADA.accountId, PIER.accountId], null);
		const session = await world.sessions.begin(done?.signIn ?? '');
		const rows = await world.connections();
		const ada = rows.find(({ username }) => username === ADA.username);
		const pier = rows.find(({ username }) => username === PIER.username);
		if (!ada || !pier) throw new Error('not connected');
		await world.db
			.updateTable('connections')
			.set({ endedCause: 'password_changed', endedAt: 1, nextAttemptAt: null })
			.execute();
		world.facebookMeta.pages = {
			accounts: [linked(ADA, 'EAAagainAda'), linked(PIER, 'EAAagainPier')],
			pageCount: 2
		};
		world.facebookMeta.ends = { expiresAt: 333, dataAccessExpiresAt: 444 };
		const right = { sessionHash: hashOf(session.value), creatorId: done?.signIn ?? '' };
		return { ada, pier, right };
	};

	it('mends the cards of all accounts that the consent covers', async () => {
		const { ada, pier, right } = await twoConnected();
		const done = await world.travel({ ...BY_FACEBOOK, ...right, connectionId: ada.id });
		expect(done.path).toBe(`/connections/${ada.id}`);
		expect(await world.tokenOf(ada.id)).toBe('EAAagainAda');
		expect(await world.tokenOf(pier.id)).toBe('EAAagainPier');
		for (const row of await world.connections()) {
			expect(row).toMatchObject({ endedCause: null, dataAccessExpiresAt: 444 });
		}
	});

	it('leaves another card as it was where its Page token does not work', async () => {
		const { ada, pier, right } = await twoConnected();
		world.facebook.readProfile.mockImplementation((token) =>
			token === 'EAAagainPier' ? Promise.reject(permissionRefused()) : Promise.resolve(ADA)
		);
		await world.travel({ ...BY_FACEBOOK, ...right, connectionId: ada.id });
		expect(await world.tokenOf(ada.id)).toBe('EAAagainAda');
		expect(await world.tokenOf(pier.id)).toBe('EAApagePier');
		const rows = await world.connections();
		expect(rows.find(({ id }) => id === pier.id)?.endedCause).toBe('password_changed');
	});

	it('undoes no disconnect of another account', async () => {
		const { ada, pier, right } = await twoConnected();
		await disconnect(deps(), pier);
		await world.travel({ ...BY_FACEBOOK, ...right, connectionId: ada.id });
		expect(await world.tokenOf(pier.id)).toBeNull();
	});

	it('also where one of them is chosen anew, the others are mended', async () => {
		const { pier, right } = await twoConnected();
		await world.travel({ ...BY_FACEBOOK, ...right });
		const done = await choose([ADA.accountId], right.sessionHash);
		expect(done?.path).toMatch(/^\/connections\//);
		expect(await world.tokenOf(pier.id)).toBe('EAAagainPier');
	});

	it('asks for what any of the accounts of this person was granted', async () => {
		const { ada, pier, right } = await twoConnected();
		await world.db
			.updateTable('connections')
			.set({ granted: JSON.stringify([...FACEBOOK_BASIC, 'instagram_manage_comments']) })
			.where('id', '=', pier.id)
			.execute();
		const attempt = await prepareAttempt(world.deps, {
			provider: 'facebook',
			scopes: null,
			connectionId: ada.id,
			session: { creatorId: right.creatorId, hash: right.sessionHash },
			claimCode: null,
			invitationCode: null,
			declinedBefore: [],
			confirms: null,
			network: ''
		});
		expect(attempt.scopes).toContain('instagram_manage_comments');
	});

	it('refuses other accounts, and leaves the old token', async () => {
		const { sessionHash, creatorId } = await claimByFacebook();
		const connectionId = (await world.connections())[0]?.id ?? '';
		world.facebookMeta.pages = { accounts: [linked(PIER, 'EAApagePier')], pageCount: 1 };
		await expect(
			world.travel({ ...BY_FACEBOOK, sessionHash, creatorId, connectionId })
		).rejects.toMatchObject({
			code: 'other_account',
			accounts: { expected: ADA.username, arrived: PIER.username }
		});
		expect(await world.tokenOf(connectionId)).toBe('EAApageAda');
	});
});

describe('the same account by both logins', () => {
	it('is two connections', async () => {
		const { signedIn } = await world.claim();
		await world.travel({ ...BY_FACEBOOK, ...signedIn });
		const rows = await world.connections();
		expect(rows.map(({ provider }) => provider).sort()).toEqual(['facebook', 'instagram']);
		expect(new Set(rows.map(({ accountId: id }) => id)).size).toBe(1);
	});

	it('is one creator only, whichever login comes second', async () => {
		await world.claim();
		await world.db.insertInto('creators').values({ id: 'other', createdAt: 1 }).execute();
		const session = await world.sessions.begin('other');
		const other = { sessionHash: hashOf(session.value), creatorId: 'other' };
		await expect(world.travel({ ...BY_FACEBOOK, ...other })).rejects.toMatchObject({
			code: 'account_taken'
		});
	});
});

describe('disconnecting what one Facebook user connected', () => {
	it('revokes with the last one only, and says why', async () => {
		both();
		await world.travel({ ...BY_FACEBOOK, mayClaim: true });
		await choose([ADA.accountId, PIER.accountId], null);
		const [first, last] = await world.connections();
		if (!first || !last) throw new Error('not connected');
		const disconnectIt = (row: typeof first) => disconnect({ ...deps() }, row);
		const one = await disconnectIt(first);
		expect(one.outcome).toBe('not_tried');
		expect(one.message).toMatch(/last of them revokes/);
		expect(world.facebook.revoke).not.toHaveBeenCalled();
		expect((await world.connections())[0]?.tokenSealed).toBeNull();
		expect((await disconnectIt(last)).outcome).toBe('revoked');
		expect(world.facebook.revoke).toHaveBeenCalledExactlyOnceWith(
			expect.stringMatching(/^EAApage/),
			{ timeoutMs: 5000 },
			FACEBOOK_USER.userId
		);
	});

	it('takes an Instagram Login of the same account for no other one', async () => {
		const { signedIn } = await world.claim();
		await world.travel({ ...BY_FACEBOOK, ...signedIn });
		const rows = await world.connections();
		const row = rows.find(({ provider }) => provider === 'facebook');
		if (!row) throw new Error('not connected');
		expect((await disconnect(deps(), row)).outcome).toBe('revoked');
	});
});

describe('a mix-up of the two logins', () => {
	it.each([
		['instagram', 'facebook'],
		['facebook', 'instagram']
	] as const)('an answer to %s at the address of %s is refused and spent', async (from, to) => {
		const half = await startAttempt(
			world.db,
			{
				provider: from,
				sessionHash: null,
				creatorId: null,
				mayClaim: true,
				connectionId: null,
				scopes: [BASIC],
				askAgain: null,
				invitationHash: null,
				confirms: null,
				network: null
			},
			Date.now()
		);
		const arrive = (provider: ProviderId) =>
			finishAttempt(world.deps, {
				provider,
				answer: { kind: 'code', code: 'AQcode', state: stateOf(half.secret) },
				secretFor: () => half.secret,
				pastedBy: null,
				address: null
			});
		await expect(arrive(to)).rejects.toMatchObject({ code: 'state_unknown', status: 400 });
		await expect(arrive(from)).rejects.toMatchObject({ code: 'state_used' });
		expect(world.provider.exchangeCode).not.toHaveBeenCalled();
		expect(world.facebook.exchangeCode).not.toHaveBeenCalled();
		expect(await world.connections()).toEqual([]);
	});
});
