import type { Kysely } from 'kysely';
import { setPicture } from '../connections/store.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import { fetchPicture } from './fetch-picture.ts';
import { pictureStore } from './store.ts';

/**
 * Keeps our own copy of each account's picture, since Meta's links die within days. Fetching happens
 * after the answer; a picture that cannot be had is no error: the card shows initials.
 */
export function pictureKeeper(deps: {
	db: Kysely<Schema>;
	dataDir: string;
	/** The addresses that stand for Meta's. */
	hosts: readonly string[];
	log: Log;
}) {
	const store = pictureStore(deps.dataDir);
	const underWay = new Set<Promise<void>>();

	async function keep(connectionId: string, url: string) {
		const picture = await fetchPicture(url, { hosts: deps.hosts });
		if (!picture) return;
		await store.save(connectionId, picture.bytes);
		// Deleted meanwhile: the picture goes as well.
		if (!(await setPicture(deps.db, connectionId, picture))) await store.remove(connectionId);
	}

	return {
		/** Starts fetching and returns at once. */
		fetchLater(connectionId: string, url: string | null) {
			if (url === null) return;
			const work: Promise<void> = keep(connectionId, url)
				.catch((error: unknown) => {
					const reason = error instanceof Error ? error.message : 'unknown';
					deps.log.warn({ connectionId, reason }, 'a picture could not be kept');
				})
				.finally(() => underWay.delete(work));
			underWay.add(work);
		},
		read: (connectionId: string) => store.read(connectionId),
		remove: (connectionId: string) => store.remove(connectionId),
		/** Removes the pictures of connections that are gone. */
		dropOrphans: () =>
			store.dropOthers(async () => {
				const rows = await deps.db.selectFrom('connections').select('id').execute();
				return new Set(rows.map(({ id }) => id));
			}),
		stop: async () => {
			await Promise.all(underWay);
		}
	};
}
