import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { days, hours } from '../clock.ts';
import { addCreator } from '../creators/creator.ts';
import { openDatabase, type OpenDatabase } from '../database/open.ts';
import { hashOf } from '../opaque-secret.ts';
import { sessions, type Sessions } from './lucia.ts';
import { endSession, listSessions } from './session-list.ts';

let folder: string;
let database: OpenDatabase;
let own: Sessions;
let creatorId: string;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-01T00:00:00Z') });
	folder = mkdtempSync(join(tmpdir(), 'mooring-sessions-'));
	database = openDatabase(join(folder, 'mooring.db'));
	own = sessions(database.db);
	creatorId = await addCreator(database.db, Date.now());
});

afterEach(async () => {
	vi.useRealTimers();
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const rows = () => database.db.selectFrom('sessions').selectAll().execute();

describe('sessions', () => {
	it('store only the hash of the cookie', async () => {
		const cookie = await own.begin(creatorId);
		expect(Buffer.from(cookie.value, 'base64url')).toHaveLength(32);
		expect((await rows()).map((row) => row.idHash)).toEqual([hashOf(cookie.value)]);
		expect(JSON.stringify(await rows())).not.toContain(cookie.value);
	});

	it('do not take the stored hash for the cookie', async () => {
		const cookie = await own.begin(creatorId);
		expect(await own.read(hashOf(cookie.value))).toBeNull();
		expect(await own.read(cookie.value)).toMatchObject({ creatorId, renewed: null });
	});

	it('are renewed under the same cookie in their second half only', async () => {
		const cookie = await own.begin(creatorId);
		pass(days(14));
		expect((await own.read(cookie.value))?.renewed).toBeNull();
		pass(days(2));
		const renewed = (await own.read(cookie.value))?.renewed;
		expect(renewed?.value).toBe(cookie.value);
		expect(renewed?.expiresAt.getTime()).toBe(Date.now() + days(30));
	});

	it('end 30 days after the last use', async () => {
		const cookie = await own.begin(creatorId);
		pass(days(30) + 1);
		expect(await own.read(cookie.value)).toBeNull();
		expect(await rows()).toEqual([]);
	});

	it('end 90 days after they began, however often they are used', async () => {
		const cookie = await own.begin(creatorId);
		for (let day = 0; day < 89; day += 1) {
			pass(days(1));
			expect(await own.read(cookie.value)).not.toBeNull();
		}
		pass(days(1));
		expect(await own.read(cookie.value)).toBeNull();
	});

	it('write nothing more once the bound is reached', async () => {
		const cookie = await own.begin(creatorId);
		for (const step of [20, 20, 20, 20]) {
			pass(days(step));
			await own.read(cookie.value);
		}
		const { total_changes: before } = database.sqlite
			.prepare('select total_changes() as total_changes')
			.get() as { total_changes: number };
		await own.read(cookie.value);
		const { total_changes: after } = database.sqlite
			.prepare('select total_changes() as total_changes')
			.get() as { total_changes: number };
		expect(after).toBe(before);
	});

	it('are alive by hash until they end, for their own creator', async () => {
		const cookie = await own.begin(creatorId);
		const other = await addCreator(database.db, Date.now());
		expect(await own.isAlive(hashOf(cookie.value), creatorId)).toBe(true);
		expect(await own.isAlive(hashOf(cookie.value), other)).toBe(false);
		await own.end(cookie.value);
		expect(await own.isAlive(hashOf(cookie.value), creatorId)).toBe(false);
	});

	it('of one creator end together', async () => {
		const first = await own.begin(creatorId);
		const second = await own.begin(creatorId);
		expect(await rows()).toHaveLength(2);
		await own.endAll(creatorId);
		expect(await own.read(first.value)).toBeNull();
		expect(await own.read(second.value)).toBeNull();
	});

	it('of one creator are fifty, and the one used longest ago gives way to a new one', async () => {
		const other = await own.begin(await addCreator(database.db, 1));
		const first = await own.begin(creatorId);
		pass(1);
		const forgotten = await own.begin(creatorId);
		for (let more = 0; more < 48; more += 1) {
			pass(1);
			await own.begin(creatorId);
		}
		pass(hours(1));
		await own.read(first.value);
		const before = await rows();
		// A clock that went back makes the new one the oldest: it stays all the same.
		pass(-days(1));
		const latest = await own.begin(creatorId);
		const after = (await rows()).map((row) => row.idHash);
		expect([before.length, after.length]).toEqual([51, 51]);
		expect(after).not.toContain(hashOf(forgotten.value));
		expect(after).toEqual(
			expect.arrayContaining([latest, first, other].map(({ value }) => hashOf(value)))
		);
	});

	it('note their use at most once an hour', async () => {
		const cookie = await own.begin(creatorId);
		const noted = async () => (await rows())[0]?.lastUsedAt;
		const began = Date.now();
		pass(hours(1) - 1);
		await own.read(cookie.value);
		expect(await noted()).toBe(began);
		pass(1);
		await own.read(cookie.value);
		expect(await noted()).toBe(began + hours(1));
	});

	it('know when their creator last proved who it is', async () => {
		const plain = await own.begin(creatorId);
		expect(await own.read(plain.value)).toMatchObject({ reauthenticatedAt: null });
		const signedIn = await own.begin(creatorId, { proof: 'sign_in' });
		expect(await own.read(signedIn.value)).toMatchObject({
			reauthenticatedAt: Date.now(),
			provedBy: null
		});
		const proved = await own.begin(creatorId, { proof: 'login' });
		expect(await own.read(proved.value)).toMatchObject({ reauthenticatedAt: Date.now() });
	});
});

describe('the list of sessions', () => {
	it('names this one first, then those used last, by hash and device', async () => {
		const phone = { device: 'Firefox on Android', address: '192.0.2.7' };
		const old = await own.begin(creatorId, phone);
		pass(hours(2));
		const mine = await own.begin(creatorId, { device: 'Chrome on Linux' });
		pass(hours(2));
		const other = await own.begin(creatorId);
		await own.begin(await addCreator(database.db, Date.now()));
		const hash = hashOf(mine.value);
		const list = await listSessions(database.db, { creatorId, hash }, Date.now());
		expect(
			list.map(({ hash, device, address, isThis }) => [hash, device, address, isThis])
		).toEqual([
			[hashOf(mine.value), 'Chrome on Linux', null, true],
			[hashOf(other.value), null, null, false],
			[hashOf(old.value), 'Firefox on Android', '192.0.2.7', false]
		]);
		expect(list[2]).toMatchObject({
			beganAt: '2027-01-01T00:00:00.000Z',
			lastUsedAt: '2027-01-01T00:00:00.000Z'
		});
		expect(JSON.stringify(list)).not.toContain(mine.value);
		pass(days(30) - hours(2));
		expect(await listSessions(database.db, { creatorId, hash }, Date.now())).toHaveLength(1);
	});

	it('ends one of its own creator only', async () => {
		const cookie = await own.begin(creatorId);
		const kept = await own.begin(creatorId);
		const foreign = await addCreator(database.db, Date.now());
		expect(await endSession(database.db, foreign, hashOf(cookie.value))).toBe(false);
		expect(await own.read(cookie.value)).not.toBeNull();
		expect(await endSession(database.db, creatorId, hashOf(cookie.value))).toBe(true);
		expect(await own.read(cookie.value)).toBeNull();
		expect(await own.read(kept.value)).not.toBeNull();
		expect(await endSession(database.db, creatorId, hashOf(cookie.value))).toBe(false);
	});
});
