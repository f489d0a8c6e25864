import type { Kysely } from 'kysely';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { Schema } from '../../src/lib/server/database/schema.ts';
import { COLUMNS_THAT_STAY, LEAVES } from '../../src/lib/server/own-data/tables.ts';

export type Mark = { column: string; seen: string };
/** What stands in one creator's rows, as an export would show it. */
export type Marks = {
	creatorId: string;
	connectionId: string;
	leaving: Mark[];
	staying: Mark[];
};

const CREATOR = 'creator-of-marks';
const CONNECTION = '3f2b8a54-9d11-4c77-8a0e-0c9d5be2f001';
/** What has to be as it is: ids that lead to each other, and words of a closed list. */
const FIXED: Record<string, string | number> = {
	'creators.id': CREATOR,
	creator_id: CREATOR,
	made_by: CREATOR,
	'connections.id': CONNECTION,
	'content_syncs.id': CONNECTION,
	connection_id: CONNECTION,
	'api_keys.id': 'key-mark',
	'api_key_connections.key_id': 'key-mark',
	'api_key_hours.key_id': 'key-mark',
	'api_key_refusals.key_id': 'key-mark',
	'alert_channels.id': 'channel-mark',
	'alerts.channel_id': 'channel-mark',
	'posts.media_id': 'post-mark',
	parent_id: 'post-mark',
	subject: 'post-mark',
	'feeds.id': 'feed-mark',
	feed_id: 'feed-mark',
	provider: 'instagram',
	account_type: 'creator',
	trigger: 'manual',
	outcome: 'renewed',
	failing_cause: 'unexpected',
	ended_cause: 'expired',
	revocation_outcome: 'revoked',
	proved_by: 'link',
	jitter_ms: 1,
	unreadable: 0,
	last_ok: 1,
	is_shared_to_feed: 1,
	enabled: 1,
	'publishes.state': 'published'
};
const LISTS = /^(granted|asked|asked_latest|dismissed|actions|types|transports|known_media)$/;
const OBJECTS = /^(rules|data)$/;
const MOMENT = /(^|_)(at|hour|until|since)$|^expires_(before|after)$/;
/** Not of an export, but beside one of its tables. */
const BESIDE = ['content_pictures'];

const snake = (name: string) => name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);

/** A creator who has one row in every table of an export, with something of its own in every column. */
export function markedCreator({ folder }: { folder: string }): Promise<Marks> {
	const sqlite = new Database(join(folder, 'mooring.db'));
	const marks: Marks = { creatorId: CREATOR, connectionId: CONNECTION, leaving: [], staying: [] };
	let days = 0;
	for (const table of [...Object.keys(LEAVES).map(snake), ...BESIDE]) {
		const columns = sqlite.prepare(`SELECT name, type FROM pragma_table_info(?)`).all(table);
		const row: Record<string, string | number> = {};
		for (const { name, type } of columns as { name: string; type: string }[]) {
			const fixed = FIXED[`${table}.${name}`] ?? FIXED[name];
			const isMoment = type === 'INTEGER' && MOMENT.test(name);
			const at = Date.UTC(2031, 0, 1) + (days += 1) * 86_400_000;
			const text = `mark of ${table} ${name}`;
			const value =
				fixed ??
				(isMoment
					? at
					: type === 'INTEGER'
						? 999
						: LISTS.test(name)
							? JSON.stringify([text])
							: OBJECTS.test(name) || `${table}.${name}` === 'audit_log.detail'
								? JSON.stringify({ sentence: text })
								: text);
			row[name] =
				table === 'content_pictures' && name === 'files' ? '{"full":{"file":"x"}}' : value;
			if (fixed !== undefined || (type === 'INTEGER' && !isMoment)) continue;
			const mark = {
				column: `${table}.${name}`,
				seen: isMoment ? new Date(at).toISOString() : text
			};
			const leaves = Object.entries(LEAVES).find(([of]) => snake(of) === table)?.[1] ?? [];
			if (leaves.map(snake).includes(name)) marks.leaving.push(mark);
			else if (isSecretOrInner(table, name)) marks.staying.push(mark);
		}
		const names = Object.keys(row);
		sqlite
			.prepare(
				`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
			)
			.run(Object.values(row));
	}
	sqlite.close();
	return Promise.resolve(marks);
}

/** All that stays, but for what is told in other words. */
const isSecretOrInner = (table: string, name: string) =>
	`${table}.${name}` !== 'alerts.data' &&
	Object.entries(COLUMNS_THAT_STAY).some(
		([of, columns]) => snake(of) === table && Object.keys(columns).map(snake).includes(name)
	);

export const creatorCount = async (db: Kysely<Schema>) =>
	(await db.selectFrom('creators').select('id').execute()).length;
