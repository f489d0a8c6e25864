import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from './open.ts';
import type { NewConnection } from './schema.ts';

let folder: string;
let ours: OpenDatabase;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-schema-'));
	ours = openDatabase(join(folder, 'mooring.db'));
	const { db } = ours;
	await db.insertInto('creators').values({ id: 'ada', created_at: 1 }).execute();
	await db.insertInto('connections').values(CONNECTION).execute();
	await db.insertInto('renewals').values(RENEWAL).execute();
	await db
		.insertInto('sessions')
		.values({ id_hash: 'h', creator_id: 'ada', created_at: 1, expires_at: 2 })
		.execute();
	await db
		.insertInto('audit_log')
		.values({
			at: 1,
			kind: 'connected',
			creator_id: 'ada',
			connection_id: 'c1',
			detail: '{}',
			address: null
		})
		.execute();
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const CONNECTION: NewConnection = {
	id: 'c1',
	creator_id: 'ada',
	provider: 'instagram',
	account_id: '17841400000000001',
	app_scoped_id: '9001',
	username: 'ada.draws',
	name: null,
	account_type: 'creator',
	picture_type: null,
	picture_version: null,
	granted: '["instagram_business_basic"]',
	asked: '["instagram_business_basic"]',
	connected_at: 1,
	issued_at: 1,
	expires_at: 2,
	token_sealed: 'v1.1.a.b.c',
	token_version: 1,
	previous_token_sealed: null,
	previous_issued_at: null,
	previous_expires_at: null,
	jitter_ms: 0,
	next_attempt_at: 2,
	lease_owner: null,
	lease_until: null,
	last_refresh_at: null,
	failures: 0,
	failing_since: null,
	failing_cause: null,
	ended_cause: null,
	ended_at: null,
	unreadable: 0,
	disconnected_at: null,
	revocation_outcome: null,
	revocation_message: null
};
const RENEWAL = {
	connection_id: 'c1',
	at: 1,
	trigger: 'connect',
	outcome: 'connected',
	code: null,
	expires_before: null,
	expires_after: 2,
	next_due_at: 2
} as const;

const count = async (table: 'connections' | 'renewals' | 'sessions' | 'audit_log') =>
	(await ours.db.selectFrom(table).selectAll().execute()).length;

test('an account is connected once', async () => {
	await expect(
		ours.db
			.insertInto('connections')
			.values({ ...CONNECTION, id: 'c2' })
			.execute()
	).rejects.toThrow('UNIQUE');
});

test('what belongs to a creator goes with it; the audit log stays', async () => {
	await ours.db.deleteFrom('creators').execute();
	const left = [await count('connections'), await count('renewals'), await count('sessions')];
	expect([left, await count('audit_log')]).toEqual([[0, 0, 0], 1]);
});

test('the owner cannot be deleted: the instance would belong to nobody', async () => {
	await ours.db.insertInto('claim').values({ id: 1, creator_id: 'ada', claimed_at: 1 }).execute();
	await expect(ours.db.deleteFrom('creators').execute()).rejects.toThrow('FOREIGN KEY');
	expect(await count('connections')).toBe(1);
});

test('the look for what is due uses its index', () => {
	const plan = ours.sqlite
		.prepare('EXPLAIN QUERY PLAN SELECT id FROM connections WHERE next_attempt_at <= 5')
		.all();
	expect(JSON.stringify(plan)).toContain('connections_due');
});
