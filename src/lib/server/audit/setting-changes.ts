import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { audit } from './audit-log.ts';
import type { NamedSettings } from './setting-names.ts';

/** Makes marks: a text's mark tells nothing of it to who has not the key. */
export type Marker = {
	/** The key that new marks are made with. */
	currentId: string;
	/** Null for a key that is no longer in use. */
	mark(keyId: string, text: string): string | null;
};

/**
 * Compares the settings with those of the start before and writes down the names that changed. What
 * is stored are marks under the key, because a short secret could be guessed from a plain hash. A
 * name that is seen for the first time is no change; neither is anything after a key that is gone.
 */
export function noteSettings(
	db: Kysely<Schema>,
	settings: NamedSettings,
	marker: Marker,
	now: number
): Promise<void> {
	return db.transaction().execute(async (trx) => {
		const before = await trx.selectFrom('settingMarks').selectAll().execute();
		const texts = textsOf(settings);
		const changed = texts.filter(([name, text]) => {
			const known = before.find((row) => row.name === name);
			const mark = known && marker.mark(known.keyId, text);
			return known && mark !== null && mark !== known.mark;
		});
		const keyChanged = before.some(({ keyId: id }) => id !== marker.currentId);
		const names = [...changed.map(([name]) => name), ...(keyChanged ? ['SECRET_KEY'] : [])];
		if (names.length > 0) {
			await audit(trx, { kind: 'settings_changed', at: now, detail: { names: names.join(', ') } });
		}
		const isNew = texts.some(([name]) => !before.some((row) => row.name === name));
		if (names.length === 0 && !isNew) return;
		await writeMarks(trx, texts, marker);
	});
}

/** Marks the same settings anew where the key has changed since: that is no change of a setting. */
export function markAnew(
	db: Kysely<Schema>,
	settings: NamedSettings,
	marker: Marker
): Promise<void> {
	return db.transaction().execute((trx) => writeMarks(trx, textsOf(settings), marker));
}

type Text = readonly [name: string, text: string];

const textsOf = (settings: NamedSettings): Text[] =>
	Object.entries(settings).map(([name, value]) => [name, `${name}\n${JSON.stringify(value)}`]);

async function writeMarks(trx: Transaction<Schema>, texts: Text[], marker: Marker) {
	const { currentId } = marker;
	await trx.deleteFrom('settingMarks').execute();
	await trx
		.insertInto('settingMarks')
		.values(
			texts.map(([name, text]) => ({
				name,
				keyId: currentId,
				mark: marker.mark(currentId, text) ?? ''
			}))
		)
		.execute();
}
