import { setTimeout as sleep } from 'node:timers/promises';
import { counted, longDate } from '../../format.ts';
import { isInstanceLocked } from '../database/instance-lock.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import type { OlderKeys } from '../rotation/older-keys.ts';
import { rotate, type Rotated } from '../rotation/rotate.ts';
import type { Settings } from '../settings/settings.ts';
import { type Print, toStandardError } from './terminal.ts';

/** How many texts are sealed between two lines on how far it is. */
const TOLD_EVERY = 100;

/**
 * `npm run mooring -- rotate-key`: makes the next master key in `secret.key` and seals everything anew
 * with it, beside a running server or without one. Broken off, it goes on with the next run.
 */
export async function run(
	settings: Settings,
	_args: string[],
	print: Print,
	tell: Print = toStandardError
): Promise<number> {
	if (settings.secretKeys) {
		print(
			'SECRET_KEY is set, and only whoever set it can change it: put a new key in front, SECRET_KEY=2:…,1:…, and restart; Mooring seals everything anew by itself.'
		);
		return 1;
	}
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		print('There is nothing to seal yet: start Mooring once first (npm start).');
		return 1;
	}
	const { dataDir } = settings;
	const db = await openInstance(settings, Date.now());
	try {
		const rotated = await rotate(
			{
				db,
				dataDir,
				backups: settings.backup.folder,
				isServerRunning: () => isInstanceLocked(dataDir),
				now: Date.now,
				sleep
			},
			(count) => {
				if (count % TOLD_EVERY === 0) tell(`${counted(count, 'text')} sealed anew so far.`);
			}
		);
		print(sentenceOf(rotated));
		return 0;
	} finally {
		await db.destroy();
	}
}

function sentenceOf({ keyId, open, closed, older }: Rotated): string {
	const what = `Key ${keyId} seals everything now: ${counted(open, 'sealed text')} ${open === 1 ? 'opens' : 'open'} with it`;
	const left = closed === 0 ? '' : `, ${String(closed)} opened with no key and stayed as they were`;
	return `${what}${left}, and ${fateOf(older)}.`;
}

function fateOf(older: OlderKeys): string {
	const keys = `${older.ids.length > 1 ? 'keys' : 'key'} ${older.ids.join(', ')}`;
	const stay = older.ids.length > 1 ? 'stay' : 'stays';
	if (older.state === 'kept') {
		return `${keys} ${stay} in secret.key until ${longDate(new Date(older.until).toISOString(), 'UTC')} at the latest, for the backups from before`;
	}
	return older.ids.length === 0
		? 'the older key is gone'
		: `${keys} ${older.ids.length > 1 ? 'are' : 'is'} gone`;
}
