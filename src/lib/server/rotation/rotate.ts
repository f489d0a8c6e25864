import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { seconds } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { StartError } from '../errors.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { changeKeyFile, keyFile, readKeyFile } from '../vault/key-file.ts';
import { openVault } from '../vault/open-vault.ts';
import { keysFit } from '../vault/unlock.ts';
import { keptUntil } from './kept-backups.ts';
import { dropOlderKeys, forgetGoneKeys, type Kept, type OlderKeys } from './older-keys.ts';
import { rotatedAt, sealAllAnew } from './rotated.ts';
import { countTexts } from './seal-anew.ts';

/** So long nothing is locked here before a key goes: who waits to store what it sealed has his turn. */
const QUIET = seconds(2);

export type RotationDeps = Kept & {
	db: Kysely<Schema>;
	/** Whether anybody else may be about to store something that is sealed already. */
	isServerRunning: () => boolean;
	now: () => number;
	sleep: (ms: number) => Promise<unknown>;
	/** 32 random bytes. */
	newKey?: () => Buffer;
};

export type Rotated = { keyId: string; open: number; closed: number; older: OlderKeys };

/**
 * Makes the next master key in the key file and seals everything anew with it, beside a running server
 * or without one; where a rotation was broken off, that one is brought to its end instead.
 * @param onSealed hears the number of texts sealed so far
 * @throws StartError: locked, or the key file cannot be written
 */
export async function rotate(
	deps: RotationDeps,
	onSealed: (count: number) => void = () => undefined
): Promise<Rotated> {
	const { db, dataDir, now, sleep, isServerRunning } = deps;
	const masters = await putNextKey(deps);
	const settings = { secretKeys: null, dataDir };
	const { vault, keys } = await openVault(db, settings, masters, now());
	if (!keys) throw locked();
	let older: OlderKeys = { state: 'needed', ids: [] };
	for (let round = 0; older.state === 'needed'; round += 1) {
		if (round === MOST_ROUNDS) throw changedBeside();
		await sealAllAnew({ db, vault, keys, sleep }, now, onSealed);
		if (isServerRunning()) await sleep(QUIET);
		older = await dropOlderKeys({ db, vault }, deps);
	}
	await forgetGoneKeys(db, readKeyFile(keyFile(dataDir)) ?? keys.masters());
	return { keyId: keys.keyring.currentId, ...(await countTexts(db, vault)), older };
}

/** Each round seals what came meanwhile; there is no second one but by chance. */
const MOST_ROUNDS = 20;
const changedBeside = () =>
	new StartError(
		'The key file was changed by somebody else meanwhile. Nothing is lost: run npm run mooring -- rotate-key again.'
	);

const locked = () =>
	new StartError('Mooring is locked, and nothing can be sealed anew: put the old key back first.');

/** The keys of the file, with a new one in front unless a rotation is under way. */
async function putNextKey({
	db,
	dataDir,
	backups,
	newKey = () => randomBytes(32)
}: RotationDeps): Promise<MasterKey[]> {
	// Under the write lock, so that no two make a key at once.
	return db.transaction().execute(async (trx) => {
		const masters = readKeyFile(keyFile(dataDir));
		if (!masters || (await keysFit(trx, masters)) === false) throw locked();
		const [current] = masters;
		if (current && masters.length > 1) {
			const done = await rotatedAt(trx, current.id);
			if (done === null || keptUntil(backups, done) === null) return masters;
		}
		const known = await trx.selectFrom('keyChecks').select('keyId').execute();
		const id = nextId([...known.map(({ keyId }) => keyId), ...masters.map((key) => key.id)]);
		const next = [{ id, key: newKey() }, ...masters];
		changeKeyFile(dataDir, next);
		return next;
	});
}

/** The number after the highest; other ids count for nothing. */
function nextId(ids: string[]): string {
	const numbers = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
	return String(Math.max(0, ...numbers) + 1);
}
