import type { Kysely } from 'kysely';
import { createTarPacker, type TarPackController } from 'modern-tar';
import { readPicture } from '../content/media-folder.ts';
import type { Schema } from '../database/schema.ts';
import { pictureStore } from '../pictures/store.ts';
import { documentPieces } from './document.ts';
import { picturesOf } from './pictures.ts';

type Deps = { db: Kysely<Schema>; dataDir: string; origin: URL };

/**
 * Everything that is stored of a creator as a tar: `pictures/` and `export.json`, without tokens, keys,
 * codes or hashes. It is read as fast as it is taken.
 * @param now milliseconds on the clock of connections
 */
export function ownDataArchive(
	deps: Deps,
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
	{ db, dataDir, origin }: Deps,
	creatorId: string,
	now: number
) {
	const add = (name: string, pieces: Uint8Array[]) =>
		addFile(controller, { name, mtime: new Date(now), mode: 0o600 }, pieces);
	const readers = {
		read: (id: string) => pictureStore(dataDir).read(id),
		readMedia: (id: string, file: string) => readPicture(dataDir, id, file)
	};
	const pictures = new Map<string, string>();
	for await (const { key, name, bytes } of picturesOf(db, creatorId, readers)) {
		await add(name, [bytes]);
		pictures.set(key, name);
	}
	// Its size stands before it in the tar, so the text is whole before it leaves: outside of the heap.
	const text: Uint8Array[] = [];
	for await (const piece of documentPieces(db, { creatorId, now, origin, pictures })) {
		text.push(Buffer.from(piece));
	}
	await add('export.json', text);
}

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
