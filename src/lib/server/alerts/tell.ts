import type { Transaction } from 'kysely';
import type { AlertType } from '../../view.ts';
import { ownerId } from '../creators/creator.ts';
import type { Schema } from '../database/schema.ts';
import type { Fact, Tell } from '../tell.ts';
import { connectionAlert, generalAlert } from './alert.ts';
import { invitationSentence, sentenceOf, signInSentence } from './sentences.ts';
import { addPracticeChannel } from './practice-channel.ts';
import { type At, tellOfConnection } from './tell-connection.ts';
import { writeAlert } from './write-alert.ts';

/** Decides what has to be told of a fact, and writes it in the fact's own transaction. */
export const teller =
	(at: () => At): Tell =>
	(trx, fact) =>
		FACTS[fact.what](trx, fact as never, at());

type Write<F> = (trx: Transaction<Schema>, fact: F, at: At) => Promise<void>;

const FACTS: { [what in Fact['what']]: Write<Extract<Fact, { what: what }>> } = {
	connection: (trx, { id }, at) => tellOfConnection(trx, id, at),
	'token renewed': tellOfRenewed,
	'session began': async (trx, { creatorId, browser, isNew, isFirst, byLink }, at) => {
		if (isFirst && at.isPractice) await addPracticeChannel(trx, creatorId, at.now);
		if (!isNew && !byLink) return;
		const sentence = signInSentence(browser, byLink);
		await tellGeneral(trx, creatorId, 'security.new_sign_in', { sentence, path: '/settings' }, at);
	},
	'invitation accepted': (trx, _, at) =>
		tellOwner(
			trx,
			'security.invitation_accepted',
			{ sentence: invitationSentence, path: '/settings' },
			at
		),
	instance: (trx, { type, sentence }, at) => tellOwner(trx, type, { sentence, path: '/setup' }, at),
	'feed stale': (trx, { creatorId, sentence }, at) =>
		tellGeneral(trx, creatorId, 'feed.stale', { sentence, path: '/' }, at),
	'no room for pictures': (trx, { sentence }, at) =>
		tellOwner(trx, 'feed.stale', { sentence, path: '/setup' }, at)
};

async function tellOfRenewed(
	trx: Transaction<Schema>,
	{ connectionId }: { connectionId: string },
	{ now, origin }: At
) {
	const connection = await trx
		.selectFrom('connections')
		.selectAll()
		.where('id', '=', connectionId)
		.executeTakeFirstOrThrow();
	const sentence = sentenceOf('token.renewed', connection, now);
	const alert = connectionAlert('token.renewed', connection, { now, at: now, origin, sentence });
	await writeAlert(trx, connection.creatorId, alert, { now });
}

type Said = { sentence: string; path: string };

async function tellGeneral(
	trx: Transaction<Schema>,
	creatorId: string,
	type: AlertType,
	{ sentence, path }: Said,
	{ now, origin }: At
) {
	await writeAlert(trx, creatorId, generalAlert(type, now, sentence, new URL(path, origin)), {
		now
	});
}

async function tellOwner(trx: Transaction<Schema>, type: AlertType, said: Said, at: At) {
	const owner = await ownerId(trx);
	if (owner !== null) await tellGeneral(trx, owner, type, said, at);
}
