import type { Kysely } from 'kysely';
import { mediaFiles } from '../../src/lib/server/content/media-files.ts';
import { filesOf } from '../../src/lib/server/content/picture-names.ts';
import { addSync } from '../../src/lib/server/content/queue.ts';
import type { KeptPicture } from '../../src/lib/server/content/post.ts';
import type {
	ContentPictureTable,
	PostTable
} from '../../src/lib/server/database/content-tables.ts';
import type { Connection, Schema } from '../../src/lib/server/database/schema.ts';
import { connectionRow } from './connection-row.ts';

/** Ada with one connection whose content was synced once. */
export async function seedContent(db: Kysely<Schema>, facts: Partial<Connection> = {}) {
	const connection = connectionRow(facts);
	await db
		.insertInto('creators')
		.values({ id: connection.creatorId, createdAt: 1 })
		.onConflict((creator) => creator.doNothing())
		.execute();
	await db.insertInto('connections').values(connection).execute();
	await db
		.insertInto('contentSyncs')
		.values({
			id: connection.id,
			nameKey: '00'.repeat(32),
			version: 1,
			username: connection.username,
			name: connection.name,
			pictureVersion: null,
			syncedAt: 5,
			failing: null,
			failingSince: null,
			staleToldAt: null,
			doubtedAt: null,
			doubted: null,
			unwantedSince: null,
			nextAttemptAt: 6,
			leaseOwner: null,
			leaseUntil: null
		})
		.execute();
	return connection.id;
}

/** Kept content of a connection: a post with this caption, and its picture in this folder. */
export async function keepPost(
	db: Kysely<Schema>,
	folder: string,
	{ connectionId, caption, bytes }: { connectionId: string; caption: string; bytes: Uint8Array }
) {
	await addSync(db, connectionId, 1);
	const picture = keptPicture('c');
	await mediaFiles(folder).write(
		connectionId,
		filesOf(picture).map((name) => ({ name, bytes }))
	);
	await db.insertInto('posts').values(postRow({ connectionId, caption })).execute();
	await db
		.insertInto('contentPictures')
		.values(pictureRow('1', { connectionId, files: JSON.stringify(picture), bytes: 4 }))
		.execute();
}

/** A post as the database keeps it: a picture of Ada's, there at Meta. */
export const postRow = (facts: Partial<PostTable> = {}): PostTable => ({
	connectionId: 'a',
	mediaId: '1',
	kind: 'image',
	caption: 'ink',
	permalink: 'https://www.instagram.com/p/one/',
	publishedAt: 1,
	isSharedToFeed: null,
	likes: null,
	comments: null,
	alt: null,
	leftAt: null,
	...facts
});

/** A picture that is here, in files whose names begin with this digit. */
export const keptPicture = (digit: string): KeptPicture => {
	const file = (width: number, kind: string) => ({
		file: `${digit.repeat(32)}-${String(width)}.${kind}`,
		width,
		height: width,
		bytes: 10 * width
	});
	return {
		small: file(320, 'webp'),
		medium: file(640, 'webp'),
		large: file(1080, 'webp'),
		full: file(1440, 'jpg')
	};
};

export const pictureRow = (
	subject: string,
	facts: Partial<ContentPictureTable> = {}
): ContentPictureTable => ({
	connectionId: 'a',
	subject,
	files: null,
	bytes: 0,
	tries: 0,
	triedAt: null,
	...facts
});
