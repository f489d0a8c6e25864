import type { ChannelView } from '../../view.ts';
import { locked, notFound } from '../errors.ts';
import { generalAlert } from './alert.ts';
import { findChannel, readChannel, channelView } from './channels.ts';
import { sendConfirmation } from './confirm.ts';
import type { ChannelDeps } from './deps.ts';
import { testSentence } from './sentences.ts';
import { sendNow } from './send-now.ts';

/**
 * Sends a test to one of this creator's channels, and says what came of it. An address that is not
 * confirmed is sent the mail that confirms it; one that was off is on again once a test arrives.
 * @throws AppError not_found, locked, rate_limited
 */
export async function testChannel(
	deps: ChannelDeps,
	creatorId: string,
	id: string
): Promise<ChannelView> {
	const { db, vault, clock, settings } = deps;
	const channel = await findChannel(db, creatorId, id);
	if (!channel) throw notFound();
	if (channel.state === 'unconfirmed') return sendConfirmation(deps, channel);
	if (channel.sealed !== null && vault.isLocked) throw locked();
	const page = new URL('/settings/alerts', settings.origin);
	const test = generalAlert('webhook.test', clock.now(), testSentence, page);
	const tested = await sendNow(deps, channel, test);
	if (tested.state !== 'off' || !tested.lastResult?.ok) return tested;
	await db.updateTable('alertChannels').set({ state: 'on' }).where('id', '=', id).execute();
	const again = await readChannel(db, id);
	if (!again) throw notFound();
	return channelView(again);
}
