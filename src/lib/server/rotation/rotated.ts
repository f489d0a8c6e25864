import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import { eraseTraces } from '../database/erase.ts';
import type { Schema } from '../database/schema.ts';
import type { KeysInUse } from '../vault/follow-keys.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { countLeft, sealAnew } from './seal-anew.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** A key and its vault, where tokens open. */
export type Rotating = {
	db: Kysely<Schema>;
	vault: TokenVault;
	keys: KeysInUse;
	/** Real time to wait while the database is busy; the simulation passes its own. */
	sleep?: (ms: number) => Promise<unknown>;
};

/**
 * When a key had sealed everything anew, in milliseconds of real time: what was copied before that
 * needs an older key as well. Null: it has not, or this database never had an older one.
 */
export async function rotatedAt(db: Database, keyId: string): Promise<number | null> {
	const lines = await db
		.selectFrom('auditLog')
		.select(['at', 'detail'])
		.where('kind', '=', 'master_key_changed')
		.orderBy('id', 'desc')
		.execute();
	const line = lines.find(
		({ detail }) => (JSON.parse(detail) as { keyId?: string }).keyId === keyId
	);
	return line?.at ?? null;
}

/**
 * Seals everything with the newest key, leaves nothing in the files of what the older ones sealed, and
 * writes down that it is done. Can be broken off anywhere, and goes on then.
 * @throws the error of the database, where the disk is full
 */
export async function sealAllAnew(
	{ db, vault, keys, sleep }: Rotating,
	now: () => number,
	onSealed?: (count: number) => void
): Promise<void> {
	const currentId = () => keys.keyring.currentId;
	for (;;) {
		const count = await sealAnew({ db, vault, currentId, ...(sleep ? { sleep } : {}) }, onSealed);
		const keyId = currentId();
		if (count === 0 && (await rotatedAt(db, keyId)) !== null) return;
		if (!(await eraseTraces(db))) continue;
		const isDone = await db.transaction().execute(async (trx) => {
			if ((await countLeft(trx, vault, keyId)) > 0) return false;
			if ((await rotatedAt(trx, keyId)) !== null) return true;
			await audit(trx, { kind: 'master_key_changed', at: now(), detail: { keyId } });
			return true;
		});
		if (isDone) return;
	}
}
