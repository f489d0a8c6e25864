import type { Kysely } from 'kysely';
import type { KeptPicture } from '../content/post.ts';
import type { Schema } from '../database/schema.ts';

/** The picture of an account, or of one of its posts. */
export const pictureKey = (connectionId: string, mediaId = '') => `${connectionId} ${mediaId}`;

/** Where pictures are kept; null: there is none of that name. */
export type PictureReaders = {
	/** Of an account. */
	read: (connectionId: string) => Promise<Uint8Array | null>;
	/** Of a post. */
	readMedia: (connectionId: string, file: string) => Promise<Uint8Array | null>;
};

const ENDINGS: Readonly<Record<string, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp'
};

/**
 * Every picture of a creator's accounts and of their kept posts, those in the largest size that is
 * kept, one at a time: `name` is its file in the export.
 */
export async function* picturesOf(
	db: Kysely<Schema>,
	creatorId: string,
	{ read, readMedia }: PictureReaders
) {
	const accounts = await db
		.selectFrom('connections')
		.select(['id', 'pictureType'])
		.where('creatorId', '=', creatorId)
		.orderBy('connectedAt')
		.orderBy('id')
		.execute();
	for (const { id, pictureType } of accounts) {
		const bytes = pictureType === null ? null : await read(id);
		if (bytes !== null) {
			const name = `pictures/${id}.${ENDINGS[pictureType ?? ''] ?? 'bin'}`;
			yield { key: pictureKey(id), name, bytes };
		}
		for (const { mediaId, file } of await filesOf(db, id)) {
			const media = await readMedia(id, file);
			if (media === null) continue;
			yield { key: pictureKey(id, mediaId), name: `pictures/${id}/${file}`, bytes: media };
		}
	}
}

async function filesOf(db: Kysely<Schema>, connectionId: string) {
	const rows = await db
		.selectFrom('contentPictures')
		.select(['subject', 'files'])
		.where('connectionId', '=', connectionId)
		.where('files', 'is not', null)
		.orderBy('subject')
		.execute();
	return rows.map(({ subject, files }) => ({
		mediaId: subject,
		file: (JSON.parse(files ?? '') as KeptPicture).full.file
	}));
}
