import { randomUUID } from 'node:crypto';
import type { ChannelView } from '../../view.ts';
import { notFound } from '../errors.ts';
import type { Alert } from './alert.ts';
import { type Channel, channelView, noteResult } from './channels.ts';
import type { ChannelDeps } from './deps.ts';
import type { AlertRow } from './write-alert.ts';

/**
 * Sends something to a channel at once and once, whoever waits for it.
 * @returns the channel with what came of it
 * @throws AppError not_found: it was removed meanwhile
 */
export async function sendNow(
	{ db, clock, settings, send }: ChannelDeps,
	channel: Channel,
	{ type, at, data }: Alert
): Promise<ChannelView> {
	const row: AlertRow = {
		id: randomUUID(),
		channelId: channel.id,
		creatorId: channel.creatorId,
		connectionId: null,
		kind: channel.kind,
		type,
		at,
		data: JSON.stringify(data),
		state: 'sent',
		attempts: 0,
		nextAttemptAt: null,
		leaseOwner: null,
		leaseUntil: null,
		messageId: null,
		doneAt: at
	};
	const result = await send(channel, [row]);
	// Where nothing is sent the outbox shows it. Elsewhere no code is kept.
	if (settings.practice) await db.insertInto('alerts').values(row).execute();
	const noted = await noteResult(db, channel.id, result, clock.now());
	if (!noted) throw notFound();
	return channelView(noted);
}
