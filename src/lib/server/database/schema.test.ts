import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { openDatabase, type OpenDatabase } from './open.ts';

let folder: string;
let ours: OpenDatabase;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-schema-'));
	ours = openDatabase(join(folder, 'mooring.db'));
	const { db } = ours;
	await db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	await db.insertInto('connections').values(connectionRow()).execute();
	await db.insertInto('renewals').values(RENEWAL).execute();
	await db
		.insertInto('sessions')
		.values({ idHash: 'h', creatorId: 'ada', createdAt: 1, expiresAt: 2 })
		.execute();
	await db
		.insertInto('auditLog')
		.values({
			at: 1,
			kind: 'connected',
			creatorId: 'ada',
			connectionId: 'a',
			detail: '{}',
			address: null
		})
		.execute();
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const RENEWAL = {
	connectionId: 'a',
	at: 1,
	trigger: 'connect',
	outcome: 'connected',
	code: null,
	expiresBefore: null,
	expiresAfter: 2,
	nextDueAt: 2
} as const;

const count = async (table: 'connections' | 'renewals' | 'sessions' | 'auditLog') =>
	(await ours.db.selectFrom(table).selectAll().execute()).length;

test('an account is connected once', async () => {
	await expect(
		ours.db
			.insertInto('connections')
			.values(connectionRow({ id: 'b', accountId: 'a' }))
			.execute()
	).rejects.toThrow('UNIQUE');
});

test('what belongs to a creator goes with it; the audit log stays', async () => {
	await ours.db.deleteFrom('creators').execute();
	const left = [await count('connections'), await count('renewals'), await count('sessions')];
	expect([left, await count('auditLog')]).toEqual([[0, 0, 0], 1]);
});

test('the owner cannot be deleted: the instance would belong to nobody', async () => {
	await ours.db.insertInto('claim').values({ id: 1, creatorId: 'ada', claimedAt: 1 }).execute();
	await expect(ours.db.deleteFrom('creators').execute()).rejects.toThrow('FOREIGN KEY');
	expect(await count('connections')).toBe(1);
});

test('the look for what is due uses its index', () => {
	const plan = ours.sqlite
		.prepare('EXPLAIN QUERY PLAN SELECT id FROM connections WHERE next_attempt_at <= 5')
		.all();
	expect(JSON.stringify(plan)).toContain('connections_due');
});

test('each table and column has a name in code that leads back to it', () => {
	const inCode = (name: string) =>
		name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
	const { db, sqlite } = ours;
	const columns = sqlite
		.prepare(
			`SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables,
			 pragma_table_info(tables.name) AS columns
			 WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'`
		)
		.pluck()
		.all() as string[];
	expect(columns.length).toBeGreaterThan(90);
	const { dynamic } = db;
	const asked = columns.map((name) => {
		const { sql } = db
			.selectFrom('creators')
			.select(dynamic.ref(inCode(name)))
			.compile();
		return /^select "(\w+)"\."(\w+)" from/.exec(sql)?.slice(1).join('.');
	});
	expect(asked).toEqual(columns);
});

test('what a column holds keeps its own names', async () => {
	const detail = '{"made_by":{"next_due_at":1}}';
	await ours.db.updateTable('auditLog').set({ detail }).execute();
	const rows = await ours.db.selectFrom('auditLog').select(['detail', 'creatorId']).execute();
	expect(rows).toEqual([{ detail, creatorId: 'ada' }]);
});
