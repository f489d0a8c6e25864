import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, type AuditEntry } from '../../src/lib/server/audit/audit-log.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type { Outcome, Trigger } from '../../src/lib/view.ts';
import { connectionRow } from './connection-row.ts';

export const NOW = Date.UTC(2027, 5, 1, 12);

/** A real database with ada (the owner) and bo; ada has two connections, bo has one. */
export async function activityWorld() {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-activity-'));
	const { db } = openDatabase(join(folder, 'mooring.db'));
	for (const id of ['ada', 'bo']) {
		await db.insertInto('creators').values({ id, createdAt: 1 }).execute();
	}
	await db.insertInto('claim').values({ id: 1, creatorId: 'ada', claimedAt: 1 }).execute();
	await db
		.insertInto('connections')
		.values([
			connectionRow({ id: 'c-ada', creatorId: 'ada', username: 'ada.draws' }),
			connectionRow({ id: 'c-pier', creatorId: 'ada', username: 'north.pier.radio' }),
			connectionRow({ id: 'c-bo', creatorId: 'bo', username: 'bo.bakes' })
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
					connectionId,
					at,
					trigger: said.trigger ?? 'schedule',
					outcome: said.outcome ?? 'renewed',
					code: said.code ?? null,
					expiresBefore: null,
					expiresAfter: at,
					nextDueAt: null
				})
				.execute(),
		lines: () => db.selectFrom('auditLog').selectAll().orderBy('id').execute(),
		close: async () => {
			await db.destroy();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

export type ActivityWorld = Awaited<ReturnType<typeof activityWorld>>;
