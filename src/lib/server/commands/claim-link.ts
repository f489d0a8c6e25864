import { claimLink, isClaimed, readClaimCode } from '../creators/claim.ts';
import { prepareFolder } from '../database/file-rights.ts';
import { openInstance } from '../database/open-instance.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { databaseFile } from '../database/open.ts';
import type { Settings } from '../settings/settings.ts';

/** `npm run mooring -- claim-link`: prints, as its last line, the link that claims the instance. */
export async function run(
	settings: Settings,
	_args: string[],
	print: (line: string) => void
): Promise<number> {
	if (settings.practice) {
		print(
			'Practice mode asks for no claim link; a real instance has one as soon as its login is set.'
		);
		return 1;
	}
	// The first start makes the database and its key together; the code may come before both.
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		prepareFolder(settings.dataDir);
		print(claimLink(settings.origin, readClaimCode(settings.dataDir, settings.claimCode)));
		return 0;
	}
	const db = await openInstance(settings, Date.now());
	try {
		if (await isClaimed(db)) {
			print('This instance has its owner already. To sign in: npm run mooring -- sign-in-link');
			return 1;
		}
		print(claimLink(settings.origin, readClaimCode(settings.dataDir, settings.claimCode)));
		return 0;
	} finally {
		await db.destroy();
	}
}
