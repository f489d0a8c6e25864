import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, type AuditEntry } from '../../src/lib/server/audit/audit-log.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type { NewConnection } from '../../src/lib/server/database/schema.ts';
import type { Outcome, Trigger } from '../../src/lib/view.ts';

export const NOW = Date.UTC(2027, 5, 1, 12);

/** A real database with ada (the owner) and bo; ada has two connections, bo has one. */
export async function activityWorld() {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-activity-'));
	const { db } = openDatabase(join(folder, 'mooring.db'));
	for (const id of ['ada', 'bo']) {
		await db.insertInto('creators').values({ id, created_at: 1 }).execute();
	}
	await db.insertInto('claim').values({ id: 1, creator_id: 'ada', claimed_at: 1 }).execute();
	await db
		.insertInto('connections')
		.values([
			connection('c-ada', 'ada', 'ada.draws'),
			connection('c-pier', 'ada', 'north.pier.radio'),
			connection('c-bo', 'bo', 'bo.bakes')
		])
		.execute();
	return {
		db,
		note: (entry: Partial<AuditEntry> & Pick<AuditEntry, 'kind'>) =>
			audit(db, { at: NOW, ...entry }),
		renewal: (
			connectionId: string,
			at: number,
			said: { trigger?: Trigger; outcome?: Outcome; code?: string | null } = {}
		) =>
			db
				.insertInto('renewals')
				.values({
					connection_id: connectionId,
					at,
					trigger: said.trigger ?? 'schedule',
					outcome: said.outcome ?? 'renewed',
					code: said.code ?? null,
					expires_before: null,
					expires_after: at,
					next_due_at: null
				})
				.execute(),
		lines: () => db.selectFrom('audit_log').selectAll().orderBy('id').execute(),
		close: async () => {
			await db.destroy();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

export type ActivityWorld = Awaited<ReturnType<typeof activityWorld>>;

const connection = (id: string, creatorId: string, username: string): NewConnection => ({
	id,
	creator_id: creatorId,
	provider: 'instagram',
	account_id: `account of ${id}`,
	app_scoped_id: `person of ${id}`,
	username,
	name: null,
	account_type: 'creator',
	picture_type: null,
	picture_version: null,
	granted: '[]',
	asked: '[]',
	connected_at: 1,
	issued_at: 1,
	expires_at: 2,
	user_token_expires_at: null,
	data_access_expires_at: null,
	token_sealed: 'sealed',
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
});
