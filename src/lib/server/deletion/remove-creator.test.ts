import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	FACEBOOK_USER,
	attemptWorld,
	type AttemptWorld,
	linked,
	PIER
} from '../../../../tests/support/attempt-world.ts';
import { endAttempt } from '../authorization/record-failure.ts';
import { makeInvitation } from '../creators/invitations.ts';
import { addPasskey } from '../creators/passkeys.ts';
import { makeSignInLink } from '../creators/sign-in-link.ts';
import { makeKey } from '../keys/store.ts';
import { CouldNotSend } from '../meta/errors.ts';
import { hashOf } from '../opaque-secret.ts';
import { pictureStore } from '../pictures/store.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { purgeDeleted } from './purge.ts';
import { removalWords, removeCreator } from './remove-creator.ts';

const PASSKEY = {
	credentialId: 'of-pier',
	rpId: 'mooring.test',
	publicKey: 'key',
	counter: 0,
	transports: '[]',
	name: null
};
const ORIGIN = new URL('https://mooring.test');
let world: AttemptWorld;
let owner: string;
let pier: string;

beforeEach(async () => {
	world = attemptWorld();
	owner = (await world.claim()).creatorId;
	world.meta.profile = PIER;
	const { signIn } = await world.travel({ invitationHash: await invite() });
	pier = signIn ?? '';
});
afterEach(() => world.close());

async function invite() {
	const link = await makeInvitation(world.db, owner, ORIGIN, Date.now());
	return hashOf(link.split('/').at(-1) ?? '');
}

const KEY_NAME = 'the key of the pier';
const makeKeyOf = (creatorId: string, connectionId: string) =>
	makeKey(
		world.db,
		{ creatorId, name: KEY_NAME, connections: [connectionId], actions: [], expiresAt: null },
		{ now: Date.now(), at: Date.now(), address: '192.0.2.9', random: randomBytes }
	);

const pictures = () => pictureStore(world.folder);
const keeper = () => ({
	dropOrphans: () =>
		pictures().dropOthers(async () => new Set((await world.connections()).map(({ id }) => id)))
});
const remove = (
	id: string,
	ownerId: string | null = owner,
	more: Partial<Parameters<typeof removeCreator>[0]> = {}
) =>
	removeCreator(
		{ ...world.deps, pictures: keeper(), ...more },
		id,
		ownerId === null ? { by: 'self' } : { by: 'owner', ownerId, address: '192.0.2.7' }
	);

describe('removing a creator', () => {
	it('takes all that is theirs, and nothing of anybody else', async () => {
		const [row] = (await world.connections()).filter(({ creatorId: id }) => id === pier);
		await pictures().save(row?.id ?? '', Buffer.from('picture'));
		await world.sessions.begin(pier);
		await makeSignInLink(world.db, pier, ORIGIN, Date.now());
		await addPasskey(world.db, pier, PASSKEY, Date.now());
		await makeInvitation(world.db, pier, ORIGIN, Date.now());
		await makeKeyOf(pier, row?.id ?? '');
		const before = await world.db.selectFrom('connections').selectAll().execute();
		expect(await remove(pier)).toEqual({ connections: 1, asked: 1, revoked: 1, isPurged: true });
		const left = async (table: 'sessions' | 'identities' | 'connections' | 'attempts') =>
			(await world.db.selectFrom(table).select('creatorId').execute()).filter(
				({ creatorId: id }) => id === pier
			).length;
		expect(
			await Promise.all((['sessions', 'identities', 'connections', 'attempts'] as const).map(left))
		).toEqual([0, 0, 0, 0]);
		for (const table of ['signInLinks', 'invitations', 'passkeys', 'apiKeys'] as const) {
			expect(await world.db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
		expect(await world.connections()).toEqual(before.filter(({ creatorId: id }) => id === owner));
		expect(await pictures().read(row?.id ?? '')).toBeNull();
	});

	it('takes the pictures of their posts', async () => {
		const [theirs, ours] = [
			(await world.connections()).find(({ creatorId: id }) => id === pier)?.id ?? '',
			(await world.connections()).find(({ creatorId: id }) => id === owner)?.id ?? ''
		];
		for (const id of [theirs, ours]) {
			mkdirSync(join(world.folder, 'media', id), { recursive: true });
			writeFileSync(join(world.folder, 'media', id, 'post.jpg'), 'a post');
		}
		await remove(pier);
		expect(readdirSync(join(world.folder, 'media'))).toEqual([ours]);
	});

	it('asks Meta to revoke with the token that was erased', async () => {
		world.provider.revoke.mockImplementationOnce(async () => {
			expect(await world.connections()).toHaveLength(1);
		});
		await remove(pier);
		expect(world.provider.revoke).toHaveBeenCalledWith(
			'IGAAfirst',
			expect.anything(),
			PIER.appScopedId
		);
	});

	it('goes through where Meta does not answer, and says so', async () => {
		world.provider.revoke.mockRejectedValue(new CouldNotSend('timeout'));
		expect(await remove(pier)).toEqual({ connections: 1, asked: 1, revoked: 0, isPurged: true });
		expect(await world.connections()).toHaveLength(1);
	});

	it('goes through while locked; Meta is not asked', async () => {
		expect(await remove(pier, owner, { vault: tokenVault(null) })).toEqual({
			connections: 1,
			asked: 0,
			revoked: 0,
			isPurged: true
		});
		expect(world.provider.revoke).not.toHaveBeenCalled();
	});

	it('goes through where the file cannot be written anew, and asks Meta all the same', async () => {
		const db = world.db.withPlugin({
			transformQuery({ node }) {
				if (JSON.stringify(node).includes('VACUUM')) throw new Error('disk is full');
				return node;
			},
			transformResult: ({ result }) => Promise.resolve(result)
		});
		const removal = { connections: 1, asked: 1, revoked: 1 };
		expect(await remove(pier, owner, { db })).toEqual({ ...removal, isPurged: false });
		// The row that was written before it says so until it is done.
		const owed = () =>
			world.db.selectFrom('signedRequests').select('doneAt').where('doneAt', 'is', null).execute();
		expect(await owed()).toHaveLength(1);
		expect(await purgeDeleted({ ...world.deps, pictures: keeper() }, Date.now())).toBe(true);
		expect(await owed()).toEqual([]);
	});

	it('goes through for a creator who has nothing any more', async () => {
		await world.db.deleteFrom('connections').where('creatorId', '=', pier).execute();
		await world.db.deleteFrom('identities').where('creatorId', '=', pier).execute();
		expect(await remove(pier)).toEqual({ connections: 0, asked: 0, revoked: 0, isPurged: true });
		expect(await remove(pier)).toBeNull();
	});

	it('asks once for all accounts of one Facebook user', async () => {
		const third = { ...PIER, accountId: '17841400008460077', username: 'salt.and.spar' };
		world.facebookMeta.pages = { accounts: [linked(PIER, 'EAApagePier')], pageCount: 1 };
		const session = await world.sessions.begin(pier);
		const signedIn = { sessionHash: hashOf(session.value), creatorId: pier };
		await world.travel({ provider: 'facebook', ...signedIn });
		world.facebookMeta.pages = { accounts: [linked(third, 'EAApageSalt')], pageCount: 1 };
		await world.travel({ provider: 'facebook', ...signedIn });
		expect(await remove(pier)).toEqual({ connections: 3, asked: 2, revoked: 2, isPurged: true });
		expect(world.facebook.revoke).toHaveBeenCalledTimes(1);
		expect(world.facebook.revoke).toHaveBeenCalledWith(
			expect.any(String),
			expect.anything(),
			FACEBOOK_USER.userId
		);
	});

	it('leaves no name, id or token of them on the disk; the lines of the log stay', async () => {
		// An attempt that began signed out keeps the name that it met for its page of cause.
		await endAttempt(world.db, world.latest.half?.id ?? '', {
			problem: 'state_used',
			accountArrived: PIER.username
		});
		const [row] = (await world.connections()).filter(({ creatorId: id }) => id === pier);
		await makeKeyOf(pier, row?.id ?? '');
		await world.db.updateTable('auditLog').set({ address: '192.0.2.9' }).execute();
		const lines = (await world.db.selectFrom('auditLog').select('id').execute()).length;
		const files = () =>
			['mooring.db', 'mooring.db-wal']
				.map((name) => readFileSync(join(world.folder, name), 'latin1'))
				.join('');
		const marks = [PIER.username, PIER.accountId, PIER.appScopedId, PIER.name ?? '', KEY_NAME];
		expect(marks.filter((mark) => files().includes(mark))).toEqual(marks);
		await remove(pier);
		expect(marks.filter((mark) => files().includes(mark))).toEqual([]);
		const after = await world.db.selectFrom('auditLog').selectAll().orderBy('id').execute();
		expect(after).toHaveLength(lines + 1);
		expect(after.filter(({ address }) => address === '192.0.2.9')).toHaveLength(lines - 3);
		expect(after.filter(({ creatorId: id }) => id === pier)).toMatchObject([
			{ kind: 'invitation_accepted', detail: '{}', address: null },
			{ kind: 'connected', detail: '{}', address: null },
			{ kind: 'key_made', detail: '{}', connectionId: null, address: null }
		]);
	});

	it('writes who removed, and nothing of whom', async () => {
		await remove(pier);
		const line = await world.db
			.selectFrom('auditLog')
			.selectAll()
			.orderBy('id', 'desc')
			.executeTakeFirstOrThrow();
		expect(line).toMatchObject({
			kind: 'creator_removed',
			creatorId: owner,
			address: '192.0.2.7'
		});
		expect(JSON.parse(line.detail)).toEqual({ by: 'owner', connections: 1, revocation: '1 of 1' });
	});

	it('by themselves is a line of nobody', async () => {
		await remove(pier, null);
		const line = await world.db
			.selectFrom('auditLog')
			.selectAll()
			.orderBy('id', 'desc')
			.executeTakeFirstOrThrow();
		expect(line).toMatchObject({ kind: 'creator_removed', creatorId: null, address: null });
	});

	it('is null for an unknown one, and impossible for the owner', async () => {
		expect(await remove('nobody')).toBeNull();
		await expect(remove(owner, null)).rejects.toThrow('FOREIGN KEY');
		expect(await world.connections()).toHaveLength(2);
	});

	it('wins over a sign-in under way, which leaves no trace', async () => {
		// Fewer permissions than stored: Meta is asked once more, after the creator was found.
		await world.db.updateTable('connections').set({ granted: '["a","b"]' }).execute();
		world.provider.readProfile.mockResolvedValueOnce(PIER).mockImplementationOnce(async () => {
			await remove(pier);
			return PIER;
		});
		await expect(world.travel()).rejects.toMatchObject({ code: 'stranger' });
		const after = await world.db.selectFrom('auditLog').select(['kind', 'detail']).execute();
		expect(JSON.stringify(after)).not.toContain(PIER.username);
	});

	it('lets them come in again by a new invitation only', async () => {
		await remove(pier);
		await expect(world.travel()).rejects.toMatchObject({ code: 'stranger' });
		expect((await world.travel({ invitationHash: await invite() })).signIn).not.toBeNull();
	});
});

describe('what is said of a removal', () => {
	it.each([
		[{ connections: 0, asked: 0, revoked: 0 }, 'There was no connection.'],
		[
			{ connections: 1, asked: 0, revoked: 0 },
			'One connection was erased. Meta was not asked to revoke a token.'
		],
		[
			{ connections: 3, asked: 2, revoked: 2 },
			'3 connections were erased. Meta confirmed that the access is revoked.'
		],
		[
			{ connections: 3, asked: 3, revoked: 1 },
			'3 connections were erased. Meta confirmed 1 of 3 revocations; the rest can be removed at Instagram under Website permissions.'
		],
		[
			{ connections: 1, asked: 1, revoked: 0 },
			'One connection was erased. Meta did not confirm that the access is revoked: it can be removed at Instagram under Website permissions.'
		]
	])('%o', (removal, words) => {
		expect(removalWords({ ...removal, isPurged: true })).toBe(words);
	});

	it('what is still on the disk', () => {
		expect(removalWords({ connections: 0, asked: 0, revoked: 0, isPurged: false })).toBe(
			'There was no connection. The disk could not be wiped clean of it at once: a running Mooring tries again every minute.'
		);
	});
});
