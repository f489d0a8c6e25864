import type { Kysely, Selectable, Transaction } from 'kysely';
import { leftAt } from '../connections/left.ts';
import type { PostChildTable, PostTable } from '../database/content-tables.ts';
import type { Schema } from '../database/schema.ts';
import type {
	ContentState,
	KeptPicture,
	KeptPost,
	PostChild,
	PostKind,
	StaleReason
} from './post.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** The subject under which the picture of the account itself is kept. */
export const ACCOUNT = 'account';

/** How the content of a connection is; undefined: there is no such connection. */
export async function readState(
	db: Database,
	connectionId: string
): Promise<ContentState | undefined> {
	const connection = await db
		.selectFrom('connections')
		.select(['username', 'name', 'disconnectedAt', 'endedAt', 'endedCause', 'tokenSealed'])
		.where('id', '=', connectionId)
		.executeTakeFirst();
	if (!connection) return undefined;
	const sync = await db
		.selectFrom('contentSyncs')
		.selectAll()
		.where('id', '=', connectionId)
		.executeTakeFirst();
	const picture = await db
		.selectFrom('contentPictures')
		.select('files')
		.where('connectionId', '=', connectionId)
		.where('subject', '=', ACCOUNT)
		.executeTakeFirst();
	return {
		syncedAt: sync?.syncedAt ?? null,
		failing: (sync?.failing ?? null) as StaleReason | null,
		version: sync?.version ?? 0,
		account: {
			username: sync?.username ?? connection.username,
			name: sync?.username ? sync.name : connection.name,
			picture: pictureIn(picture)
		},
		isLeft: leftAt(connection) !== null
	};
}

/** Whether anything of this connection's posts is kept here. */
export async function keepsContent(db: Database, connectionId: string): Promise<boolean> {
	const row = await db
		.selectFrom('contentSyncs')
		.select('id')
		.where('id', '=', connectionId)
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * The posts of a connection, newest first, without those that left Meta's list. A new one is among
 * them once each of its pictures is here, or failed.
 */
export async function readPosts(db: Database, connectionId: string): Promise<KeptPost[]> {
	const rows = await db
		.selectFrom('posts')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.where('leftAt', 'is', null)
		.orderBy('publishedAt', 'desc')
		.orderBy('mediaId', 'desc')
		.execute();
	const children = await readChildren(db, connectionId);
	const pictures = new Map(
		(
			await db
				.selectFrom('contentPictures')
				.select(['subject', 'files', 'triedAt'])
				.where('connectionId', '=', connectionId)
				.execute()
		).map((row) => [row.subject, row])
	);
	const isAwaited = (subject: string) => {
		const row = pictures.get(subject);
		return row?.files === null && row.triedAt === null;
	};
	return rows
		.map((row) => ({ row, kids: children.get(row.mediaId) ?? [] }))
		.filter(({ row, kids }) => ![row, ...kids].some(({ mediaId }) => isAwaited(mediaId)))
		.map(({ row, kids }) => postOf(row, kids, (subject) => pictureIn(pictures.get(subject))));
}

async function readChildren(db: Database, connectionId: string) {
	const rows = await db
		.selectFrom('postChildren')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.orderBy('parentId')
		.orderBy('position')
		.execute();
	return Map.groupBy(rows, ({ parentId }) => parentId);
}

function postOf(
	row: Selectable<PostTable>,
	rows: Selectable<PostChildTable>[],
	pictureOf: (subject: string) => KeptPicture | null
): KeptPost {
	const children = rows.map(({ mediaId, kind, alt }): PostChild => ({
		mediaId,
		kind: kind as PostChild['kind'],
		alt,
		picture: pictureOf(mediaId)
	}));
	return {
		mediaId: row.mediaId,
		kind: row.kind as PostKind,
		caption: row.caption,
		permalink: row.permalink,
		publishedAt: row.publishedAt,
		isSharedToFeed: row.isSharedToFeed === null ? null : row.isSharedToFeed === 1,
		likes: row.likes,
		comments: row.comments,
		alt: row.alt,
		picture: pictureOf(row.mediaId) ?? children[0]?.picture ?? null,
		children
	};
}

const pictureIn = (row: { files: string | null } | undefined): KeptPicture | null =>
	row?.files ? (JSON.parse(row.files) as KeptPicture) : null;
