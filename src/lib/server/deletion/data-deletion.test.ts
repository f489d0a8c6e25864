import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	FACEBOOK_BASIC,
	FACEBOOK_USER,
	type AttemptWorld,
	attemptWorld,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { keepPost } from '../../../../tests/support/content-rows.ts';
import { filesIn } from '../../../../tests/support/leaks.ts';
import { audit } from '../audit/audit-log.ts';
import { days, seconds } from '../clock.ts';
import { pictureStore } from '../pictures/store.ts';
import type { SignedRequest } from '../meta/signed-request.ts';
import { deleteData } from './data-deletion.ts';
import { purgeDeleted } from './purge.ts';
import { deletionState } from './signed-requests.ts';

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
const signed = (userId: string, issuedAt = Date.now() + seconds(1)): SignedRequest => ({
	userId,
	issuedAt,
	signature: randomBytes(32)
});
const call = (request: SignedRequest) => deleteData({ ...world.deps, address: null }, request);
const finish = () => purgeDeleted({ ...world.deps, pictures }, Date.now());
const all = (table: 'identities' | 'creators' | 'sessions' | 'attempts' | 'renewals' | 'claim') =>
	world.db.selectFrom(table).selectAll().execute();
const lines = () => world.db.selectFrom('auditLog').selectAll().orderBy('id').execute();

/** Where any of these texts still stands below the data folder. */
const standsIn = (...texts: string[]) =>
	filesIn(world.folder)
		.filter(({ bytes }) => texts.some((text) => bytes.includes(text)))
		.map(({ name }) => name);

const ADAS = [ADA.accountId, ADA.appScopedId, ADA.username, ADA.name ?? 'none'];

describe('a deletion', () => {
	it.each([
		['the professional account id', ADA.accountId],
		['the app-scoped id', ADA.appScopedId]
	])('by %s leaves nothing of the person in any file', async (_name, userId) => {
		const { connectionId, creatorId } = await world.claim();
		await store().save(connectionId, Buffer.from('the face of ada'));
		const bytes = Buffer.from('a picture by ada');
		await keepPost(world.db, world.folder, { connectionId, caption: 'words by ada', bytes });
		await world.travel();
		expect(standsIn('words by ada', 'a picture by ada').length).toBeGreaterThan(4);
		expect(standsIn(...ADAS)).not.toEqual([]);
		const code = await call(signed(userId));
		await finish();
		expect(standsIn(...ADAS, 'the face of ada', 'words by ada', 'a picture by ada')).toEqual([]);
		expect(await deletionState(world.db, code)).toBe('done');
		expect([await world.connections(), await all('identities'), await all('renewals')]).toEqual([
			[],
			[],
			[]
		]);
		expect(await all('creators')).toMatchObject([{ id: creatorId }]);
		expect(await all('sessions')).toHaveLength(1);
		expect(await all('claim')).toMatchObject([{ creatorId }]);
	});

	it('finds an identity by the app-scoped id after its connection is gone', async () => {
		await world.claim();
		await world.db.deleteFrom('connections').execute();
		await call(signed(ADA.appScopedId));
		await finish();
		expect(standsIn(...ADAS)).toEqual([]);
	});

	it('takes a disconnected account too, and the names that it had before', async () => {
		const { connectionId, creatorId, signedIn } = await world.claim();
		world.meta.profile = { ...ADA, username: 'ada.paints' };
		await world.travel(signedIn);
		await world.travel();
		await world.db
			.updateTable('connections')
			.set({ disconnectedAt: Date.now(), tokenSealed: null })
			.execute();
		await audit(world.db, {
			kind: 'card_removed',
			at: 1,
			creatorId,
			connectionId: 'another-card-of-hers',
			detail: { username: 'ada.sketches', why: 'kept' }
		});
		await call(signed(ADA.appScopedId));
		await finish();
		expect(standsIn(...ADAS, 'ada.paints', 'ada.sketches')).toEqual([]);
		const kept = (await lines()).map(({ kind, detail }) => [kind, detail]);
		expect(kept).toEqual([
			['claimed', '{}'],
			['connected', '{}'],
			['reconnected', '{}'],
			['signed_in', '{}'],
			['reconnected', '{}'],
			['card_removed', '{"why":"kept"}'],
			['data_deletion', '{}']
		]);
		expect((await lines()).filter((line) => line.connectionId === connectionId)).toHaveLength(3);
	});

	it('leaves the other accounts of the creator as they are, names and all', async () => {
		const { signedIn } = await world.claim();
		world.meta.profile = PIER;
		await world.travel(signedIn);
		await call(signed(ADA.accountId));
		await finish();
		expect(standsIn(...ADAS)).toEqual([]);
		expect(await world.connections()).toMatchObject([{ username: PIER.username }]);
		expect((await lines()).map(({ detail }) => detail)).toContain(
			JSON.stringify({ username: PIER.username })
		);
	});

	it('leaves the name of who signs in, where another account goes', async () => {
		const { signedIn } = await world.claim();
		world.meta.profile = PIER;
		await world.travel(signedIn);
		await call(signed(PIER.accountId));
		const named = (await lines()).filter(({ detail }) => detail.includes(ADA.username));
		expect(named.map(({ kind }) => kind)).toEqual(['claimed', 'connected']);
	});

	it('takes what the same account gave by the other login', async () => {
		const { signedIn } = await world.claim();
		await world.travel({ ...signedIn, provider: 'facebook', scopes: FACEBOOK_BASIC });
		expect(await world.connections()).toHaveLength(2);
		await call(signed(ADA.appScopedId));
		await finish();
		expect(standsIn(...ADAS, FACEBOOK_USER.userId, FACEBOOK_USER.name)).toEqual([]);
	});

	it('of a Facebook user takes all that they connected, and their sign-in', async () => {
		await world.travel({ provider: 'facebook', scopes: FACEBOOK_BASIC, mayClaim: true });
		await call(signed(FACEBOOK_USER.userId));
		await finish();
		expect(standsIn(...ADAS, FACEBOOK_USER.userId, FACEBOOK_USER.name)).toEqual([]);
		expect(await all('creators')).toHaveLength(1);
	});

	it('keeps the sign-in of a Facebook user who connected more, of one account deleted', async () => {
		await world.travel({ provider: 'facebook', scopes: FACEBOOK_BASIC, mayClaim: true });
		const [one] = await world.connections();
		if (!one) throw new Error('no connection');
		const other = { ...one, id: 'another', accountId: PIER.accountId, username: PIER.username };
		await world.db.insertInto('connections').values(other).execute();
		await call(signed(ADA.accountId));
		expect(await world.connections()).toMatchObject([{ id: 'another' }]);
		expect(await all('identities')).toMatchObject([{ accountId: FACEBOOK_USER.userId }]);
	});

	it('drops journeys that name the account, and those that could still store it', async () => {
		const { creatorId } = await world.claim();
		const attempt = { ...(await all('attempts'))[0], connectionId: null } as never as {
			id: string;
		};
		await world.db.deleteFrom('attempts').execute();
		const attempts: [string, object][] = [
			['names it', { accountArrived: ADA.username }],
			['expects it', { accountExpected: ADA.username }],
			['under way', { creatorId }],
			['not begun', { creatorId, consumedAt: null }],
			['another', { accountArrived: PIER.username }]
		];
		for (const [id, facts] of attempts) {
			const row = { ...attempt, ...facts, id, stateHash: id } as never;
			await world.db.insertInto('attempts').values(row).execute();
		}
		await call(signed(ADA.accountId));
		expect((await all('attempts')).map((row) => 'id' in row && row.id)).toEqual([
			'not begun',
			'another'
		]);
	});

	it('works while locked', async () => {
		await world.claim();
		Object.assign(world.deps, { vault: { ...world.vault, isLocked: true } });
		await call(signed(ADA.accountId));
		await finish();
		expect(standsIn(...ADAS)).toEqual([]);
	});
});

describe('by age', () => {
	it('one signed before the latest consent deletes nothing', async () => {
		await world.claim();
		const connectedAt = (await world.connections())[0]?.connectedAt ?? 0;
		for (const age of [seconds(2), days(365)]) {
			const code = await call(signed(ADA.accountId, connectedAt - age));
			await finish();
			expect(await deletionState(world.db, code)).toBe('done');
		}
		expect(await world.connections()).toHaveLength(1);
		expect(await all('identities')).toHaveLength(1);
	});

	it('one signed between the claim and a new consent deletes neither', async () => {
		const { connectionId } = await world.claim();
		await world.db
			.updateTable('identities')
			.set({ createdAt: Date.now() - days(9) })
			.execute();
		await call(signed(ADA.accountId, Date.now() - days(5)));
		expect(await world.connections()).toMatchObject([{ id: connectionId }]);
		expect(await all('identities')).toHaveLength(1);
	});

	it('one signed before the sign-in was made leaves it, though its card is removed', async () => {
		await world.claim();
		await world.db.deleteFrom('connections').execute();
		await call(signed(ADA.accountId, Date.now() - days(1)));
		expect(await all('identities')).toHaveLength(1);
	});

	it('the same one again has the same code and no second effect', async () => {
		await world.claim();
		const request = signed(ADA.accountId);
		const code = await call(request);
		await finish();
		const count = (await lines()).length;
		expect(await Promise.all([call(request), call(request)])).toEqual([code, code]);
		await finish();
		expect((await lines()).length).toBe(count);
	});
});

describe('somebody unknown', () => {
	it('has a code of the same kind, and a line of nobody', async () => {
		const { creatorId } = await world.claim();
		const code = await call(signed('17841499999999999'));
		await finish();
		expect(code).toMatch(/^[0-9a-f]{32}$/);
		expect(await call(signed(ADA.accountId))).toMatch(/^[0-9a-f]{32}$/);
		expect(await deletionState(world.db, code)).toBe('done');
		const deletions = (await lines()).filter(({ kind }) => kind === 'data_deletion');
		expect(deletions.map((line) => line.creatorId)).toEqual([null, creatorId]);
	});
});
