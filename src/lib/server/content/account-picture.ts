import type { ContentSync } from '../database/content-tables.ts';
import { holdsLease } from '../database/lease.ts';
import type { Connection } from '../database/schema.ts';
import { make, type KeepDeps } from './keep-pictures.ts';
import { filesOf } from './picture-names.ts';
import { grow } from './save-walk.ts';
import { ACCOUNT } from './store.ts';
import { removeUnnamed } from './sweep-files.ts';

/**
 * Makes the pictures of feeds of the account's own, which pictures/ keeps, whenever that is another
 * one. Nothing is asked of Meta for it.
 */
export async function keepAccountPicture(
	deps: KeepDeps,
	sync: ContentSync,
	{ id, pictureVersion }: Pick<Connection, 'id' | 'pictureVersion'>
): Promise<void> {
	if (pictureVersion === sync.pictureVersion) return;
	const source = pictureVersion === null ? null : await deps.readAccountPicture(id);
	const made = source && (await make(deps, sync.nameKey, source));
	await deps.exclusively(async () => {
		if (made) await deps.files.write(id, made.files);
		const isKept = await deps.db.transaction().execute(async (trx) => {
			const held = await trx
				.updateTable('contentSyncs')
				.set({ pictureVersion })
				.where(holdsLease(sync))
				.executeTakeFirst();
			if (held.numUpdatedRows !== 1n) return false;
			const row = {
				files: made ? JSON.stringify(made.picture) : null,
				bytes: made ? made.bytes : 0,
				triedAt: deps.renewal.clock.now()
			};
			await trx
				.insertInto('contentPictures')
				.values({ connectionId: id, subject: ACCOUNT, tries: 0, ...row })
				.onConflict((known) => known.columns(['connectionId', 'subject']).doUpdateSet(row))
				.execute();
			await grow(trx, id);
			return true;
		});
		if (!isKept && made) await removeUnnamed(deps, id, filesOf(made.picture));
	});
}
