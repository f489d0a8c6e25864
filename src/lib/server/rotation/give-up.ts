import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import { eraseTraces } from '../database/erase.ts';
import { RELEASED } from '../database/lease.ts';
import type { Schema } from '../database/schema.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import type { Tell } from '../tell.ts';
import { fingerprint, keyring } from '../vault/keyring.ts';
import { type TokenPlace, tokenVault } from '../vault/token-vault.ts';
import { doFit } from '../vault/unlock.ts';
import { openOrNull } from './seal-anew.ts';
import { allTexts } from './sealed-texts.ts';

/** What the keys at hand do not open, by the ids of what it belongs to. */
export type Lost = { connections: string[]; previous: string[]; others: TokenPlace[] };

/** Tries everything that is sealed, and writes nothing. */
export async function findLost(
	db: Kysely<Schema> | Transaction<Schema>,
	masters: readonly [MasterKey, ...MasterKey[]]
): Promise<Lost> {
	const vault = tokenVault(keyring(masters));
	const lost: Lost = { connections: [], previous: [], others: [] };
	for await (const text of allTexts(db)) {
		if (openOrNull(vault, text) !== null) continue;
		const { place, isPrevious } = text;
		if (!('connectionId' in place)) lost.others.push(place);
		else lost[isPrevious ? 'previous' : 'connections'].push(place.connectionId);
	}
	return lost;
}

/** Whether a start with these keys would be locked. */
export async function isStrange(db: Kysely<Schema>, masters: readonly MasterKey[]) {
	return doFit(await db.selectFrom('keyChecks').selectAll().execute(), masters) === false;
}

/**
 * Goes on with these keys: connections that they do not open need their creators, channels are off,
 * credentials of Meta apps are asked again, and what the lost key sealed is erased.
 * @param now the clock of connections, in milliseconds
 */
export async function giveUpLost(
	db: Kysely<Schema>,
	masters: readonly [MasterKey, ...MasterKey[]],
	{ tell, now }: { tell: Tell; now: number }
): Promise<Lost> {
	const lost = await db.transaction().execute(async (trx) => {
		const found = await findLost(trx, masters);
		await takeKeys(trx, masters, now);
		for (const id of found.previous) {
			const none = {
				previousTokenSealed: null,
				previousIssuedAt: null,
				previousExpiresAt: null
			};
			await trx.updateTable('connections').set(none).where('id', '=', id).execute();
		}
		for (const id of found.connections) await endConnection(trx, id, { tell, now });
		for (const place of found.others) await giveUp(trx, place, now);
		await audit(trx, {
			kind: 'master_key_accepted',
			at: now,
			detail: { keyId: masters[0].id, lost: found.connections.length }
		});
		return found;
	});
	await eraseTraces(db);
	return lost;
}

/** What was remembered of other keys goes; a setting's marks too, which nobody can compare any more. */
async function takeKeys(trx: Transaction<Schema>, masters: readonly MasterKey[], now: number) {
	await trx.deleteFrom('keyChecks').execute();
	await trx
		.insertInto('keyChecks')
		.values(
			masters.map((master) => ({
				keyId: master.id,
				fingerprint: fingerprint(master),
				createdAt: now
			}))
		)
		.execute();
	await trx.deleteFrom('settingMarks').execute();
}

async function endConnection(
	trx: Transaction<Schema>,
	id: string,
	{ tell, now }: { tell: Tell; now: number }
) {
	const row = await trx
		.updateTable('connections')
		.set((eb) => ({
			tokenSealed: null,
			previousTokenSealed: null,
			previousIssuedAt: null,
			previousExpiresAt: null,
			tokenVersion: eb('tokenVersion', '+', 1),
			nextAttemptAt: null,
			...RELEASED,
			endedCause: 'key_lost' as const,
			endedAt: now,
			causeDetail: null,
			failures: 0,
			failingSince: null,
			failingCause: null,
			unreadable: 0 as const
		}))
		.where('id', '=', id)
		.returning(['creatorId', 'username'])
		.executeTakeFirstOrThrow();
	await audit(trx, {
		kind: 'connection_ended',
		at: now,
		creatorId: row.creatorId,
		connectionId: id,
		detail: { username: row.username, cause: 'key_lost', code: null }
	});
	await tell(trx, { what: 'connection', id });
}

async function giveUp(trx: Transaction<Schema>, place: TokenPlace, now: number) {
	if ('attemptId' in place) {
		const spent = { waitingSealed: null };
		await trx.updateTable('attempts').set(spent).where('id', '=', place.attemptId).execute();
	} else if ('channelId' in place) {
		const off = {
			sealed: null,
			state: 'off',
			lastAt: now,
			lastOk: 0,
			lastSentence: 'The key that sealed this address was given up. Remove it, and add it again.'
		} as const;
		await trx.updateTable('alertChannels').set(off).where('id', '=', place.channelId).execute();
	} else if ('metaAppOf' in place) {
		await trx.deleteFrom('metaApps').where('provider', '=', place.metaAppOf).execute();
	}
}
