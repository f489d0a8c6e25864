import type { Kysely } from 'kysely';
import type { ChannelView } from '../../view.ts';
import { hours } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { notFound, rateLimited } from '../errors.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';
import { generalAlert } from './alert.ts';
import { type Channel, channelView } from './channels.ts';
import type { ChannelDeps } from './deps.ts';
import { confirmSentence } from './sentences.ts';
import { sendNow } from './send-now.ts';

/** How long the link in a confirmation mail works. */
const CODE_LIFE = hours(24);
/** So many such mails a creator may have sent in an hour: the address may be somebody else's. */
const MOST_MAILS = 3;
const COUNTED_FOR = hours(1);

/**
 * Sends the mail that confirms an address, with a new code; an older one works no more.
 * @throws AppError rate_limited
 */
export async function sendConfirmation(
	deps: ChannelDeps,
	{ id, creatorId }: Pick<Channel, 'id' | 'creatorId'>
): Promise<ChannelView> {
	const { db, clock, settings } = deps;
	const code = newSecret();
	const now = clock.now();
	const channel = await db.transaction().execute(async (trx) => {
		const mails = await trx
			.selectFrom('alertConfirmations')
			.select('at')
			.where('creatorId', '=', creatorId)
			.where('at', '>', now - COUNTED_FOR)
			.orderBy('at')
			.execute();
		const [oldest] = mails.slice(-MOST_MAILS);
		if (mails.length >= MOST_MAILS && oldest) {
			throw rateLimited(Math.ceil((oldest.at + COUNTED_FOR - now) / 1000));
		}
		await trx.insertInto('alertConfirmations').values({ creatorId, at: now }).execute();
		return trx
			.updateTable('alertChannels')
			.set({ confirmHash: hashOf(code), confirmUntil: now + CODE_LIFE })
			.where('id', '=', id)
			.where('state', '=', 'unconfirmed')
			.returningAll()
			.executeTakeFirst();
	});
	if (!channel) throw notFound();
	const page = new URL(`/alerts/confirm/${code}`, settings.origin);
	const sentence = confirmSentence(settings.origin.host);
	return sendNow(deps, channel, generalAlert('channel.confirm', now, sentence, page));
}

const open = (db: Kysely<Schema>, code: string, now: number) =>
	db
		.selectFrom('alertChannels')
		.selectAll()
		.where('confirmHash', '=', hashOf(code))
		.where('confirmUntil', '>', now)
		.where('state', '=', 'unconfirmed');

/** The address that a code would confirm, for the page with the button; null: none. */
export async function addressToConfirm(
	db: Kysely<Schema>,
	code: string,
	now: number
): Promise<string | null> {
	return (await open(db, code, now).executeTakeFirst())?.address ?? null;
}

/** Confirms an address: whoever has the code reads its mail. Signs nobody in. @returns null: no such code */
export async function confirmChannel(
	db: Kysely<Schema>,
	code: string,
	now: number
): Promise<ChannelView | null> {
	const confirmed = await db
		.updateTable('alertChannels')
		.set({ state: 'on', confirmHash: null, confirmUntil: null })
		.where('confirmHash', '=', hashOf(code))
		.where('confirmUntil', '>', now)
		.where('state', '=', 'unconfirmed')
		.returningAll()
		.executeTakeFirst();
	return confirmed ? channelView(confirmed) : null;
}
