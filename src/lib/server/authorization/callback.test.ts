import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	BASIC,
	COMMENTS,
	type AttemptWorld,
	attemptWorld,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { notAskedOf, permissionsOf } from '../connections/health.ts';
import { CouldNotSend, MetaRefused } from '../meta/errors.ts';
import { locked } from '../errors.ts';
import { hashOf } from '../opaque-secret.ts';
import { lastSuccessOf } from './attempts.ts';

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

const refused = (code: number, words = 'words of Meta') =>
	new MetaRefused({ httpStatus: 400, code, subcode: null, type: null, isTransient: false, words });

const disconnectHere = (id: string) =>
	world.db
		.updateTable('connections')
		.set({ disconnectedAt: Date.now(), tokenSealed: null })
		.where('id', '=', id)
		.execute();

describe('a claim', () => {
	it('makes owner, identity, connection, ledger and audit at once', async () => {
		const before = Date.now();
		const { creatorId, connectionId } = await world.claim();
		const [row] = await world.connections();
		expect(row).toMatchObject({
			id: connectionId,
			creatorId,
			accountId: ADA.accountId,
			appScopedId: ADA.appScopedId,
			granted: `["${BASIC}"]`,
			tokenVersion: 1,
			leaseOwner: null
		});
		expect(row?.expiresAt).toBeGreaterThanOrEqual(before + 5_183_944_000);
		expect(row?.expiresAt).toBeLessThanOrEqual(Date.now() + 5_183_944_000);
		expect(await world.tokenOf(connectionId)).toBe('IGAAfirst');
		expect(JSON.stringify(row)).not.toContain('IGAAfirst');
		const ledger = await world.db.selectFrom('renewals').selectAll().execute();
		expect(ledger).toMatchObject([
			{ trigger: 'connect', outcome: 'connected', expiresBefore: null }
		]);
		const audit = await world.db.selectFrom('auditLog').select('kind').execute();
		expect(audit.map(({ kind }) => kind)).toEqual(['claimed', 'connected']);
	});

	it('is won once by a hundred that arrive together; the others are strangers', async () => {
		const ends = await Promise.allSettled(
			Array.from({ length: 100 }, () => world.travel({ mayClaim: true }))
		);
		const claimed = ends.filter((end) => end.status === 'fulfilled');
		// The same account again is the owner's own identity, and signs in.
		expect(claimed.filter((end) => end.value.path !== '/')).toHaveLength(1);
		expect(await world.db.selectFrom('creators').selectAll().execute()).toHaveLength(1);
	});

	it('is refused to another account once somebody has it, and stores nothing', async () => {
		await world.claim();
		world.meta.profile = PIER;
		await expect(world.travel({ mayClaim: true })).rejects.toMatchObject({ code: 'stranger' });
		expect(await world.connections()).toHaveLength(1);
		expect(await world.db.selectFrom('creators').selectAll().execute()).toHaveLength(1);
	});
});

describe('a connect', () => {
	it('adds a further account, which is no identity', async () => {
		const { signedIn } = await world.claim();
		world.meta.profile = PIER;
		const { path, signIn } = await world.travel(signedIn);
		expect(path).toMatch(/^\/connections\//);
		expect(signIn).toBeNull();
		await expect(world.travel()).rejects.toMatchObject({ code: 'not_an_identity' });
	});

	it('settles what was started before it, by its session', async () => {
		const { signedIn } = await world.claim();
		const begun = Date.now();
		const before = (await lastSuccessOf(world.db, signedIn.sessionHash)) ?? 0;
		expect(before).toBeLessThanOrEqual(begun);
		world.provider.exchangeCode.mockRejectedValueOnce(new CouldNotSend('timeout'));
		await new Promise((resolve) => setTimeout(resolve, 2));
		await expect(world.travel(signedIn)).rejects.toMatchObject({ code: 'meta_unreachable' });
		expect(await lastSuccessOf(world.db, signedIn.sessionHash)).toBe(before);
		world.meta.profile = PIER;
		await world.travel(signedIn);
		expect(await lastSuccessOf(world.db, signedIn.sessionHash)).toBeGreaterThan(before);
	});

	it('needs the session that started it, also when it ends while Meta answers', async () => {
		const { signedIn, session } = await world.claim();
		world.meta.profile = PIER;
		world.provider.exchangeForLongLived.mockImplementationOnce(async () => {
			await world.sessions.end(session.value);
			return { accessToken: 'late', expiresIn: 5_000_000 };
		});
		await expect(world.travel(signedIn)).rejects.toMatchObject({ code: 'session_ended' });
		world.provider.exchangeCode.mockClear();
		await expect(world.travel(signedIn)).rejects.toMatchObject({ code: 'session_ended' });
		expect(world.provider.exchangeCode).not.toHaveBeenCalled();
		expect(await world.connections()).toHaveLength(1);
	});

	it('refuses an account of another creator, whose token is untouched', async () => {
		const { connectionId } = await world.claim();
		const other = await world.db
			.insertInto('creators')
			.values({ id: 'other', createdAt: 1 })
			.returning('id')
			.executeTakeFirstOrThrow();
		const session = await world.sessions.begin(other.id);
		const found = await world.sessions.read(session.value);
		world.meta.accessToken = 'IGAAstolen';
		await expect(
			world.travel({ sessionHash: found?.hash ?? '', creatorId: 'other' })
		).rejects.toMatchObject({ code: 'account_taken' });
		expect(await world.tokenOf(connectionId)).toBe('IGAAfirst');
	});

	it('refuses another account on a reconnect and names both', async () => {
		const { signedIn, connectionId } = await world.claim();
		world.meta.profile = PIER;
		await expect(world.travel({ ...signedIn, connectionId })).rejects.toMatchObject({
			code: 'other_account',
			accounts: { expected: 'ada.draws', arrived: 'north.pier.radio' }
		});
		expect(await world.connections()).toHaveLength(1);
	});

	it('keeps id, jitter and everything once asked on a reconnect, and what was lost', async () => {
		const { signedIn, connectionId } = await world.claim();
		world.meta.permissions = [BASIC, COMMENTS];
		await world.travel({ ...signedIn, connectionId, scopes: [BASIC, COMMENTS] });
		world.meta.permissions = [BASIC];
		world.meta.accessToken = 'IGAAthird';
		await world.travel({ ...signedIn, connectionId });
		const [row] = await world.connections();
		expect(row).toMatchObject({
			id: connectionId,
			jitterMs: 5,
			tokenVersion: 3,
			asked: JSON.stringify([BASIC, COMMENTS]),
			granted: JSON.stringify([BASIC])
		});
		expect(await world.tokenOf(connectionId)).toBe('IGAAthird');
	});

	it.each([
		['alive: the stored one stays', null, 'IGAAfirst', [BASIC, COMMENTS]],
		['silent: the stored one stays', new CouldNotSend('timeout'), 'IGAAfirst', [BASIC, COMMENTS]],
		['dead: the new one is kept', refused(190), 'IGAAsecond', [BASIC]]
	])(
		'of a connected account loses no permission that it did not ask for; %s',
		async (_name, answer, token, granted) => {
			world.meta.permissions = [BASIC, COMMENTS];
			const { signIn } = await world.travel({ mayClaim: true, scopes: [BASIC, COMMENTS] });
			const session = await world.sessions.begin(signIn ?? '');
			const [row] = await world.connections();
			world.meta.permissions = [BASIC];
			world.meta.accessToken = 'IGAAsecond';
			world.provider.readProfile.mockImplementation((asked) =>
				asked === 'IGAAfirst' && answer ? Promise.reject(answer) : Promise.resolve(ADA)
			);
			const { path } = await world.travel({
				sessionHash: hashOf(session.value),
				creatorId: signIn
			});
			expect(path).toBe(`/connections/${row?.id ?? ''}`);
			expect(await world.tokenOf(row?.id ?? '')).toBe(token);
			const [now] = await world.connections();
			expect(now?.granted).toBe(JSON.stringify(granted));
			// What was never asked for is not called declined.
			const missing = granted.includes(COMMENTS) ? [] : [COMMENTS];
			if (!now) throw new Error('gone');
			expect(permissionsOf(now).missing).toEqual(missing);
			expect(notAskedOf(now)).toEqual(missing);
		}
	);

	it('of a connected account with at least the same permissions keeps the new token', async () => {
		const { signedIn, connectionId } = await world.claim();
		world.meta.permissions = [BASIC, COMMENTS];
		world.meta.accessToken = 'IGAAsecond';
		await world.travel({ ...signedIn, scopes: [BASIC, COMMENTS] });
		expect(await world.tokenOf(connectionId)).toBe('IGAAsecond');
	});

	it('that asks for one permission keeps the token with another, and remembers to ask', async () => {
		world.meta.permissions = [BASIC, COMMENTS];
		const { signedIn, connectionId } = await world.claim();
		const insights = 'instagram_business_manage_insights';
		world.meta.permissions = [BASIC, insights];
		world.meta.accessToken = 'IGAAsecond';
		await world.travel({ ...signedIn, scopes: [BASIC, insights] });
		expect(await world.tokenOf(connectionId)).toBe('IGAAfirst');
		const [row] = await world.connections();
		if (!row) throw new Error('gone');
		expect(permissionsOf(row)).toEqual({ granted: [BASIC, COMMENTS], missing: [insights] });
		expect(notAskedOf(row)).toEqual([insights]);
	});

	it('brings a disconnected account back only by its own button', async () => {
		const { signedIn, connectionId } = await world.claim();
		await disconnectHere(connectionId);
		await expect(world.travel(signedIn)).rejects.toMatchObject({
			code: 'was_disconnected',
			connectionId
		});
		expect(await world.tokenOf(connectionId)).toBeNull();
		const { path } = await world.travel({ ...signedIn, connectionId });
		expect(path).toBe(`/connections/${connectionId}`);
		expect((await world.connections())[0]?.disconnectedAt).toBeNull();
	});

	it('by a pasted address needs the same session', async () => {
		const { signedIn } = await world.claim();
		world.meta.profile = PIER;
		for (const sessionHash of [null, 'another']) {
			await expect(world.travel(signedIn, { sessionHash })).rejects.toMatchObject({
				code: 'paste_cannot_sign_in'
			});
		}
		expect(await world.connections()).toHaveLength(1);
		await world.travel(signedIn, { sessionHash: signedIn.sessionHash });
		expect(await world.connections()).toHaveLength(2);
	});
});

describe('a sign-in', () => {
	it('never happens by a pasted address', async () => {
		await world.claim();
		await expect(world.travel({}, { sessionHash: null })).rejects.toMatchObject({
			code: 'paste_cannot_sign_in'
		});
	});

	it('keeps a token with at least the same permissions', async () => {
		const { connectionId, creatorId } = await world.claim();
		world.meta.accessToken = 'IGAAbetter';
		expect(await world.travel()).toMatchObject({ path: '/', signIn: creatorId });
		expect(await world.tokenOf(connectionId)).toBe('IGAAbetter');
	});

	it.each([
		['alive: the stored one stays', null, 'IGAAfirst'],
		['dead: the new one is kept', refused(190), 'IGAAsecond'],
		['silent: the stored one stays', new CouldNotSend('timeout'), 'IGAAfirst']
	])('with fewer permissions asks Meta about the stored token; %s', async (_name, answer, kept) => {
		world.meta.permissions = [BASIC, COMMENTS];
		const { connectionId } = await world.claim();
		world.meta.permissions = [BASIC];
		world.meta.accessToken = 'IGAAsecond';
		world.provider.readProfile.mockImplementation((token) =>
			token === 'IGAAfirst' && answer ? Promise.reject(answer) : Promise.resolve(ADA)
		);
		await world.travel();
		expect(await world.tokenOf(connectionId)).toBe(kept);
	});

	it('keeps a token in the place of one that is known dead', async () => {
		world.meta.permissions = [BASIC, COMMENTS];
		const { connectionId } = await world.claim();
		await world.db.updateTable('connections').set({ endedCause: 'expired', endedAt: 1 }).execute();
		world.meta.permissions = null;
		world.meta.accessToken = 'IGAAsecond';
		await world.travel();
		expect(await world.tokenOf(connectionId)).toBe('IGAAsecond');
		expect((await world.connections())[0]?.endedCause).toBeNull();
	});

	it('never undoes a disconnect, also when the card is gone', async () => {
		const { connectionId, creatorId } = await world.claim();
		await disconnectHere(connectionId);
		expect(await world.travel()).toMatchObject({ path: '/', signIn: creatorId });
		expect((await world.connections())[0]).toMatchObject({ tokenSealed: null });
		await world.db.deleteFrom('connections').execute();
		expect(await world.travel()).toMatchObject({ signIn: creatorId });
		expect(await world.connections()).toEqual([]);
	});

	it('turns strangers away and keeps nothing of them', async () => {
		await world.claim();
		world.meta.profile = PIER;
		await expect(world.travel()).rejects.toMatchObject({ code: 'stranger' });
		const everything = await world.db.selectFrom('connections').selectAll().execute();
		expect(JSON.stringify(everything)).not.toContain(PIER.accountId);
	});
});

describe('a failure before the saving transaction', () => {
	const unsupported = refused(100, 'Unsupported request - method type: get');
	it.each([
		['exchangeCode', new CouldNotSend('timeout'), 'meta_unreachable'],
		['exchangeCode', unsupported, 'meta_refused'],
		['exchangeCode', refused(400, 'Insufficient developer role'), 'not_a_tester'],
		['exchangeCode', refused(4), 'meta_busy'],
		['exchangeCode', refused(400, '(#4) Application request limit reached'), 'meta_busy'],
		['exchangeCode', refused(1, 'Error validating client secret.'), 'meta_refused'],
		['exchangeCode', refused(2), 'meta_unreachable'],
		['readProfile', refused(200, 'API access blocked.'), 'meta_refused'],
		['exchangeForLongLived', unsupported, 'not_a_tester'],
		['readProfile', unsupported, 'not_a_tester'],
		['exchangeForLongLived', refused(190), 'meta_refused'],
		['readProfile', new CouldNotSend('network'), 'meta_unreachable'],
		['readProfile', new Error('odd'), 'meta_unexpected']
	] as const)('at %s (%s) leaves nothing and says %s', async (step, error, code) => {
		world.provider[step].mockRejectedValueOnce(error);
		await expect(world.travel({ mayClaim: true })).rejects.toMatchObject({ code });
		for (const table of ['creators', 'identities', 'connections', 'renewals', 'claim'] as const) {
			expect(await world.db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
		const attempt = await world.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
		expect(attempt.problem).toBe(code);
		expect(attempt.metaSaid).toBe(error instanceof MetaRefused ? error.words : null);
	});

	it('keeps the step and the cause for its page, for the activity and in the log', async () => {
		const { signedIn } = await world.claim();
		world.provider.readProfile.mockRejectedValueOnce(new CouldNotSend('network', 'ENOTFOUND'));
		await expect(world.travel(signedIn)).rejects.toMatchObject({ code: 'meta_unreachable' });
		const attempts = await world.db.selectFrom('attempts').selectAll().execute();
		expect(JSON.parse(attempts.at(-1)?.found ?? '')).toMatchObject({
			step: 'profile',
			cause: 'unreachable',
			detail: 'ENOTFOUND'
		});
		expect(world.deps.log.warn).toHaveBeenCalledWith(
			{ login: 'instagram', step: 'profile', cause: 'unreachable', systemCode: 'ENOTFOUND' },
			'a consent failed'
		);
		const audit = await world.db.selectFrom('auditLog').selectAll().execute();
		expect(JSON.parse(audit.at(-1)?.detail ?? '')).toMatchObject({ cause: 'unreachable' });
	});

	it('of an account whose basic permission was declined is not the tester role', async () => {
		world.meta.permissions = [];
		world.provider.readProfile.mockRejectedValueOnce(unsupported);
		await expect(world.travel({ mayClaim: true })).rejects.toMatchObject({ code: 'meta_refused' });
	});

	it('while locked asks Meta nothing', async () => {
		Object.assign(world.deps, { vault: { ...world.vault, isLocked: true } });
		await expect(world.travel({ mayClaim: true })).rejects.toMatchObject({ code: locked().code });
		expect(world.provider.exchangeCode).not.toHaveBeenCalled();
	});
});
