import type { Generated } from 'kysely';
import type { Time } from './column-types.ts';

/** What became of the backups: one row, once one was tried. Real time. */
export type BackupTable = {
	id: 1;
	triedAt: Time;
	/** The latest that ended well, wherever it went. */
	goodAt: Time | null;
	/** The latest of those in the folder of backups. */
	keptAt: Time | null;
	/** Why the latest try failed; null: it did not, or it is under way. */
	problem: string | null;
	/** How much of the present trouble the owner was told; see backup/told.ts. */
	told: Generated<number>;
};
