import type { Kysely } from 'kysely';
import type { ChannelKind } from '../../view.ts';
import type { Schema } from '../database/schema.ts';
import { messageOf } from './message.ts';

/** A message that was tried and given up. */
export type Undelivered = {
	id: string;
	kind: ChannelKind;
	/** As its creator sees it. */
	to: string;
	title: string;
	/** ISO 8601 UTC: when it was given up. */
	at: string;
};

const MOST = 10;

/** The latest messages to this creator that nobody took. */
export async function undelivered(db: Kysely<Schema>, creatorId: string): Promise<Undelivered[]> {
	const rows = await db
		.selectFrom('alerts')
		.innerJoin('alertChannels', 'alertChannels.id', 'alerts.channelId')
		.selectAll('alerts')
		.select('alertChannels.address as to')
		.where('alerts.creatorId', '=', creatorId)
		.where('alerts.state', '=', 'failed')
		.orderBy('alerts.doneAt', 'desc')
		.orderBy('alerts.id')
		.limit(MOST * 10)
		.execute();
	const messages = Map.groupBy(rows, ({ id, messageId }) => messageId ?? id);
	return [...messages].slice(0, MOST).flatMap(([id, parts]) => {
		const [first] = parts;
		if (!first) return [];
		const at = new Date(first.doneAt ?? first.at).toISOString();
		return [{ id, kind: first.kind, to: first.to, title: messageOf(parts).title, at }];
	});
}
