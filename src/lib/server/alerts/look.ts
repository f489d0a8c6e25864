import type { Kysely, Transaction } from 'kysely';
import { ownerId } from '../creators/creator.ts';
import type { Schema } from '../database/schema.ts';
import { readBeat } from '../renewal/beat.ts';
import { generalAlert } from './alert.ts';
import { judge } from './judge.ts';
import { judgeInstance, keyLevel } from './judge-instance.ts';
import { awaySentence, keySentence, lockedSentence } from './sentences.ts';
import { type At, tellOfConnection } from './tell-connection.ts';
import { forgetTold, noteTold, toldOf } from './told.ts';
import { dropGeneral, writeAlert } from './write-alert.ts';

export type LookDeps = {
	db: Kysely<Schema>;
	at: () => At;
	/** Real time: keys do not follow the clock of practice. */
	realNow: () => number;
};

/** Tells what only time has made true. */
export async function look({ db, at, realNow }: LookDeps): Promise<void> {
	await lookAtConnections(db, at());
	await lookAtInstance(db, at());
	await lookAtKeys(db, at(), realNow());
}

async function lookAtConnections(db: Kysely<Schema>, at: At) {
	const connections = await db
		.selectFrom('connections')
		.selectAll()
		.where('disconnectedAt', 'is', null)
		.execute();
	const told = await db
		.selectFrom('alertsTold')
		.select(['subject', 'type', 'since', 'level'])
		.where('connectionId', 'is not', null)
		.execute();
	for (const connection of connections) {
		const mine = told.filter(({ subject }) => subject === connection.id);
		const { tell, over, isHealed } = judge(connection, mine, at);
		if (tell.length === 0 && over.length === 0 && !isHealed) continue;
		// Judged anew in there: it may have changed since.
		await db.transaction().execute((trx) => tellOfConnection(trx, connection.id, at));
	}
}

const INSTANCE = 'instance';

async function lookAtInstance(db: Kysely<Schema>, { now, isLocked, origin }: At) {
	const owner = await ownerId(db);
	if (owner === null) return;
	const facts = { isLocked, pulse: await readBeat(db) };
	const { tell, over } = judgeInstance(facts, await toldOf(db, INSTANCE), now);
	if (tell.length === 0 && over.length === 0) return;
	await db.transaction().execute(async (trx) => {
		await forgetTold(trx, INSTANCE, over);
		await dropGeneral(trx, owner, over);
		for (const told of tell) {
			await noteTold(trx, { subject: INSTANCE, creatorId: owner }, told);
			const sentence =
				told.type === 'instance.locked'
					? lockedSentence
					: awaySentence(facts.pulse?.awayFrom ?? now, told.since);
			const page = new URL('/setup', origin);
			await writeAlert(trx, owner, generalAlert(told.type, told.since, sentence, page), { now });
		}
	});
}

async function lookAtKeys(db: Kysely<Schema>, at: At, realNow: number) {
	const keys = await db
		.selectFrom('apiKeys')
		.leftJoin('alertsTold', 'alertsTold.keyId', 'apiKeys.id')
		.select([
			'apiKeys.id',
			'apiKeys.creatorId',
			'apiKeys.name',
			'apiKeys.createdAt',
			'apiKeys.expiresAt',
			'alertsTold.level'
		])
		.where('apiKeys.revokedAt', 'is', null)
		.where('apiKeys.expiresAt', 'is not', null)
		.execute();
	for (const { id, creatorId, name, createdAt, expiresAt, level } of keys) {
		if (expiresAt === null) continue;
		const passed = keyLevel({ createdAt, expiresAt }, level, realNow);
		if (passed === null) continue;
		const tell = async (trx: Transaction<Schema>) => {
			const told = { type: 'key.expiring', since: realNow, level: passed } as const;
			await noteTold(trx, { subject: `key ${id}`, creatorId, keyId: id }, told);
			const sentence = keySentence(name, expiresAt, realNow);
			const alert = generalAlert(told.type, at.now, sentence, new URL('/tools', at.origin));
			await writeAlert(trx, creatorId, alert, at);
		};
		await db.transaction().execute(tell);
	}
}
