import type { Kysely } from 'kysely';
import { createTarPacker, type TarPackController } from 'modern-tar';
import type { Schema } from '../database/schema.ts';
import type { PictureStore } from '../pictures/store.ts';
import { documentPieces } from './document.ts';

export type ArchiveDeps = {
	db: Kysely<Schema>;
	pictures: Pick<PictureStore, 'read'>;
	origin: URL;
};

/**
 * Everything that is stored of a creator as a tar: `pictures/` and `export.json`, without tokens, keys,
 * codes or hashes. It is read as fast as it is taken.
 * @param now milliseconds on the clock of connections
 */
export function ownDataArchive(
	deps: ArchiveDeps,
	creatorId: string,
	now: number
): ReadableStream<Uint8Array<ArrayBuffer>> {
	const { readable, controller } = createTarPacker();
	pack(controller, deps, creatorId, now).then(
		() => controller.finalize(),
		// Who takes it sees it break off.
		(error: unknown) => controller.error(error)
	);
	return readable;
}

async function pack(
	controller: TarPackController,
	{ db, pictures, origin }: ArchiveDeps,
	creatorId: string,
	now: number
) {
	const add = (name: string, pieces: Uint8Array[]) =>
		addFile(controller, { name, mtime: new Date(now), mode: 0o600 }, pieces);
	const names = new Map<string, string>();
	for (const { id, pictureType } of await picturesOf(db, creatorId)) {
		const bytes = await pictures.read(id);
		if (bytes === null) continue;
		const name = `pictures/${id}.${ENDINGS[pictureType ?? ''] ?? 'bin'}`;
		await add(name, [bytes]);
		names.set(id, name);
	}
	// Its size stands before it in the tar, so the text is whole before it leaves: outside of the heap.
	const text: Uint8Array[] = [];
	for await (const piece of documentPieces(db, { creatorId, now, origin, pictures: names })) {
		text.push(Buffer.from(piece));
	}
	await add('export.json', text);
}

const ENDINGS: Readonly<Record<string, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp'
};

const picturesOf = (db: Kysely<Schema>, creatorId: string) =>
	db
		.selectFrom('connections')
		.select(['id', 'pictureType'])
		.where('creatorId', '=', creatorId)
		.where('pictureType', 'is not', null)
		.orderBy('connectedAt')
		.orderBy('id')
		.execute();

async function addFile(
	controller: TarPackController,
	header: { name: string; mtime: Date; mode: number },
	pieces: Uint8Array[]
) {
	const size = pieces.reduce((sum, { length }) => sum + length, 0);
	const writer = controller.add({ ...header, size, type: 'file' }).getWriter();
	for (const piece of pieces) await writer.write(piece);
	await writer.close();
}
