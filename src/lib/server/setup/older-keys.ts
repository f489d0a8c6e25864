import type { Kysely } from 'kysely';
import { longDate } from '../../format.ts';
import type { Schema } from '../database/schema.ts';
import { keptUntil } from '../rotation/kept-backups.ts';
import { rotatedAt } from '../rotation/rotated.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { type Check, fine, warning } from './check.ts';

/** The older keys at hand, and who needs them. */
export type OlderKeyFacts = {
	ids: string[];
	/** Whether the newest key has sealed everything anew. */
	isDone: boolean;
	/** Until when a backup may need them, at the latest, in milliseconds; null: none does. */
	until: number | null;
};

/** @returns null where no older key is at hand */
export async function readOlderKeys(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null,
	backups: string
): Promise<OlderKeyFacts | null> {
	const [current, ...older] = masters ?? [];
	if (!current || older.length === 0) return null;
	const done = await rotatedAt(db, current.id);
	return {
		ids: older.map(({ id }) => id),
		isDone: done !== null,
		until: done === null ? null : keptUntil(backups, done)
	};
}

/** What becomes of the older keys, and when. */
export function olderKeyChecks(facts: OlderKeyFacts | null, isFromSetting: boolean): Check[] {
	if (facts === null) return [];
	const id = 'older-key';
	const { ids, isDone, until } = facts;
	const keys = `${ids.length > 1 ? 'keys' : 'key'} ${ids.join(', ')}`;
	const where = isFromSetting ? 'SECRET_KEY' : 'secret.key';
	if (!isDone) {
		return [
			warning(id, {
				title: 'A new key does not seal everything yet',
				sentence: `What ${keys} sealed is still to be sealed anew.`,
				cure: isFromSetting
					? 'Mooring does that by itself while it runs.'
					: 'Mooring does that by itself while it runs; npm run mooring -- rotate-key does it at once.'
			})
		];
	}
	if (until !== null) {
		const day = longDate(new Date(until).toISOString(), 'UTC');
		const stays = isFromSetting
			? `Leave ${keys} in ${where}`
			: `${capital(keys)} stays in ${where}`;
		return [
			fine(id, {
				title: 'Older backups can be opened',
				sentence: `${stays} until ${day} at the latest: backups from before need it.`
			})
		];
	}
	if (!isFromSetting) {
		const sentence = `Nothing needs ${keys} any more; it goes out of ${where} within minutes while Mooring runs.`;
		return [fine(id, { title: 'An older key is about to go', sentence })];
	}
	return [
		warning(id, {
			title: 'An older key is still set',
			sentence: `Nothing needs ${keys} any more.`,
			cure: 'Take it out of SECRET_KEY and restart.'
		})
	];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
