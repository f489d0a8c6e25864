import { audit } from '../audit/audit-log.ts';
import { creatorByUsername, ownerId, readCreator } from '../creators/creator.ts';
import { makeSignInLink } from '../creators/sign-in-link.ts';
import { openInstance } from '../database/open-instance.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { databaseFile } from '../database/open.ts';
import type { Settings } from '../settings/settings.ts';
import { NOT_STARTED } from './terminal.ts';

/**
 * `npm run mooring -- sign-in-link [username]`: prints, as its last line, a one-time link that signs
 * that creator in, the owner where none is named.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: (line: string) => void
): Promise<number> {
	const username = args[0]?.replace(/^@/, '');
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		print(NOT_STARTED);
		return 1;
	}
	const db = await openInstance(settings, Date.now());
	try {
		const creatorId = username
			? ((await readCreator(db, username))?.id ?? (await creatorByUsername(db, username)))
			: await ownerId(db);
		if (creatorId === null) {
			print(
				username
					? `Nobody signs in here as ${username}.`
					: 'Nobody has set this Mooring up yet: npm run mooring -- claim-link prints its first link.'
			);
			return 1;
		}
		const now = Date.now();
		const link = await makeSignInLink(db, creatorId, settings.origin, now);
		await audit(db, { kind: 'sign_in_link_made', at: now, creatorId });
		print('This link signs in once, within ten minutes:');
		print(link);
		return 0;
	} finally {
		await db.destroy();
	}
}
