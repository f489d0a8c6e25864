import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	ADA,
	FACEBOOK_BASIC,
	FACEBOOK_USER,
	type AttemptWorld,
	attemptWorld,
	linked,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { days, seconds } from '../clock.ts';
import { disconnect } from '../connections/disconnect.ts';
import type { SignedRequest } from '../meta/signed-request.ts';
import { currentToken } from '../renewal/current-token.ts';
import { renewNow } from '../renewal/renew-now.ts';
import { deauthorize } from './deauthorize.ts';

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

const signed = (userId: string, issuedAt = Date.now() + seconds(1)): SignedRequest => ({
	userId,
	issuedAt,
	signature: randomBytes(32)
});
const call = (request: SignedRequest) =>
	deauthorize({ ...world.deps, address: '203.0.113.9' }, request);
const allLines = () =>
	world.db.selectFrom('auditLog').selectAll().where('kind', '=', 'deauthorized').execute();
const lines = async () => (await allLines()).filter((line) => line.creatorId !== null);

const ENDED = { tokenSealed: null, endedCause: 'app_removed', nextAttemptAt: null };

describe('an app that was removed at Instagram', () => {
	it.each([
		['the professional account id', ADA.accountId],
		['the app-scoped id', ADA.appScopedId]
	])('ends the connection with %s, and erases its token', async (_name, userId) => {
		const { connectionId, creatorId } = await world.claim();
		const [before] = await world.connections();
		await call(signed(userId));
		const [row] = await world.connections();
		expect(row).toMatchObject({ ...ENDED, disconnectedAt: null, leaseOwner: null });
		expect(row?.tokenVersion).toBe((before?.tokenVersion ?? 0) + 1);
		expect(await lines()).toMatchObject([
			{
				creatorId,
				connectionId,
				detail: '{"username":"ada.draws"}',
				address: '203.0.113.9'
			}
		]);
		const sealed = before?.tokenSealed ?? 'none';
		for (const file of ['mooring.db', 'mooring.db-wal'])
			expect(readFileSync(join(world.folder, file)).includes(sealed)).toBe(false);
	});

	it('also erases an older token that was still kept', async () => {
		await world.claim();
		await world.db
			.updateTable('connections')
			.set({ previousTokenSealed: 'v1.1.older', previousIssuedAt: 1, previousExpiresAt: 2 })
			.execute();
		await call(signed(ADA.accountId));
		expect((await world.connections())[0]).toMatchObject({
			previousTokenSealed: null,
			previousIssuedAt: null,
			previousExpiresAt: null
		});
	});

	it('leaves other accounts alone, and what the same account gave by Facebook Login', async () => {
		const { signedIn } = await world.claim();
		world.meta.profile = PIER;
		await world.travel(signedIn);
		await world.travel({ ...signedIn, provider: 'facebook', scopes: FACEBOOK_BASIC });
		await call(signed(ADA.accountId));
		const rows = await world.connections();
		const ended = rows.filter((row) => row.endedCause !== null);
		expect(rows).toHaveLength(3);
		expect(ended).toMatchObject([{ provider: 'instagram', accountId: ADA.accountId }]);
	});

	it('leaves a disconnected one as it is', async () => {
		await world.claim();
		await world.db
			.updateTable('connections')
			.set({ disconnectedAt: 5, tokenSealed: null })
			.execute();
		const before = await world.connections();
		await call(signed(ADA.accountId));
		expect(await world.connections()).toEqual(before);
		expect(await lines()).toEqual([]);
	});

	it('changes nothing for somebody unknown', async () => {
		await world.claim();
		const before = await world.connections();
		await call(signed('17841499999999999'));
		expect(await world.connections()).toEqual(before);
		expect(await allLines()).toMatchObject([{ creatorId: null, detail: '{}' }]);
	});
});

it('an app that was removed at Facebook ends everything that this person connected', async () => {
	world.facebookMeta.pages = { accounts: [linked(ADA, 'EAAada')], pageCount: 1 };
	const { signedIn } = await world.claim();
	await world.travel({ ...signedIn, provider: 'facebook', scopes: FACEBOOK_BASIC });
	world.facebookMeta.pages = { accounts: [linked(PIER, 'EAApier')], pageCount: 1 };
	await world.travel({ ...signedIn, provider: 'facebook', scopes: FACEBOOK_BASIC });
	await call(signed(FACEBOOK_USER.userId));
	const ends = (await world.connections()).map((row) => [row.provider, row.endedCause]);
	expect(ends.sort()).toEqual([
		['facebook', 'app_removed'],
		['facebook', 'app_removed'],
		['instagram', null]
	]);
});

describe('by age', () => {
	it('one signed before the latest consent changes nothing, however old', async () => {
		await world.claim();
		const [before] = await world.connections();
		for (const age of [seconds(2), days(1), days(365)]) {
			await call(signed(ADA.accountId, (before?.connectedAt ?? 0) - age));
		}
		expect(await world.connections()).toEqual([before]);
	});

	it('one of the same second as the consent counts', async () => {
		await world.claim();
		const second = Math.floor(((await world.connections())[0]?.connectedAt ?? 0) / 1000) * 1000;
		await call(signed(ADA.accountId, second));
		expect((await world.connections())[0]).toMatchObject(ENDED);
	});

	it('the same one has one effect: a replay after a reconnect changes nothing', async () => {
		const { signedIn, connectionId } = await world.claim();
		const request = signed(ADA.accountId);
		await call(request);
		await world.travel({ ...signedIn, connectionId });
		const [before] = await world.connections();
		expect(before?.endedCause).toBeNull();
		await call(request);
		await Promise.all([call(request), call(request)]);
		expect(await world.connections()).toEqual([before]);
		expect(await lines()).toHaveLength(1);
	});
});

it('a sign-in brings a token back: nobody disconnected here', async () => {
	const { creatorId, connectionId } = await world.claim();
	await call(signed(ADA.accountId));
	world.meta.accessToken = 'IGAAanew';
	expect(await world.travel()).toMatchObject({ signIn: creatorId });
	expect(await world.tokenOf(connectionId)).toBe('IGAAanew');
	expect((await world.connections())[0]?.endedCause).toBeNull();
});

describe('after it', () => {
	const renewal = () => ({
		...world.deps,
		log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
		refreshAfterDays: 7
	});
	let connectionId: string;
	beforeEach(async () => {
		({ connectionId } = await world.claim());
		await call(signed(ADA.accountId));
		world.provider.readProfile.mockClear();
	});

	it('nothing is handed out, and the reason is told', async () => {
		expect(await currentToken(renewal(), connectionId)).toEqual({ reason: 'needs_reconnect' });
	});

	it('nothing is renewed by hand', async () => {
		await expect(renewNow(renewal(), connectionId)).rejects.toMatchObject({
			code: 'not_connected'
		});
	});

	it('a disconnect says why Meta was not asked', async () => {
		const [row] = await world.connections();
		if (!row) throw new Error('no connection');
		const said = await disconnect({ ...world.deps, provider: world.provider, address: null }, row);
		expect(said.outcome).toBe('not_tried');
		expect(said.message).toContain('removed in the account');
		expect(world.provider.revoke).not.toHaveBeenCalled();
	});

	it('another call of Meta for it has nothing left to do', async () => {
		const before = await world.connections();
		await call(signed(ADA.appScopedId));
		expect(await world.connections()).toEqual(before);
		expect(await lines()).toHaveLength(1);
	});
});
