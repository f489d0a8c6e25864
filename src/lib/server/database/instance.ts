import type { Kysely } from 'kysely';
import { StartError } from '../errors.ts';
import type { InstanceTable } from './instance-tables.ts';
import type { Schema } from './schema.ts';

/**
 * Writes into a fresh database whether it is for practice or real, and refuses the other kind ever
 * after: pretend accounts must not mix with real ones.
 * @throws StartError
 */
export async function stampInstance(db: Kysely<Schema>, mode: InstanceTable['mode'], now: number) {
	await db
		.insertInto('instance')
		.values({ id: 1, mode, createdAt: now })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
	const stamped = await db.selectFrom('instance').select('mode').executeTakeFirstOrThrow();
	if (stamped.mode === mode) return;
	throw ofOtherKind(mode);
}

/** @param mode the kind that was asked for */
export const ofOtherKind = (mode: InstanceTable['mode']) =>
	new StartError(
		mode === 'live'
			? 'This data folder was made by practice mode; set DATA_DIR to another folder, or start with PRACTICE=1.'
			: 'This data folder holds a real instance, which practice mode never touches; set DATA_DIR to another folder.'
	);
