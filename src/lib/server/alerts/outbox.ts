import type { Kysely } from 'kysely';
import type { AlertType, ChannelKind } from '../../view.ts';
import type { AlertTable } from '../database/alert-tables.ts';
import type { Schema } from '../database/schema.ts';
import { mailOf } from './mail-message.ts';
import { messageOf } from './message.ts';
import { webhookBody } from './webhook-body.ts';
import type { AlertRow } from './write-alert.ts';

/** One message as it left, or would have. */
export type OutboxMessage = {
	id: string;
	kind: ChannelKind;
	/** As its creator sees it. */
	to: string;
	type: AlertType;
	state: AlertTable['state'];
	/** ISO 8601 UTC: when it left, or became true where it waits. */
	at: string;
	/** The subject of a mail, the title of a push. */
	title: string;
	/** The plain text of a mail, the body of a push or of a webhook. */
	text: string;
	/** The other part of a mail. */
	html: string | null;
};

/** So many are shown. */
const MOST = 200;

/** Every message to this creator that waits, left or failed, the latest first. */
export async function outbox(
	db: Kysely<Schema>,
	creatorId: string,
	origin: URL
): Promise<OutboxMessage[]> {
	const rows = await db
		.selectFrom('alerts')
		.innerJoin('alertChannels', 'alertChannels.id', 'alerts.channelId')
		.selectAll('alerts')
		.select('alertChannels.address')
		.where('alerts.creatorId', '=', creatorId)
		.orderBy('alerts.at', 'desc')
		.orderBy('alerts.id')
		.limit(MOST)
		.execute();
	const messages = Map.groupBy(rows, ({ id, messageId }) => messageId ?? id);
	return [...messages].flatMap(([id, parts]) => {
		const [first] = parts;
		if (!first) return [];
		const { kind, type, state, address: to } = first;
		const at = new Date(first.doneAt ?? first.at).toISOString();
		return [{ id, kind, to, type, state, at, ...partsOf(parts, first, origin) }];
	});
}

function partsOf(rows: AlertRow[], first: AlertRow, origin: URL) {
	const message = messageOf(rows);
	if (first.kind === 'webhook') {
		const text = JSON.stringify(webhookBody(first), null, '\t');
		return { title: message.title, text, html: null };
	}
	if (first.kind === 'ntfy') {
		const text = message.lines.map(({ sentence }) => sentence).join('\n');
		return { title: message.title, text, html: null };
	}
	const { subject: title, text, html } = mailOf(message, origin);
	return { title, text, html };
}

/** Alerts by their state, for whoever watches this machine. */
export async function countAlerts(
	db: Kysely<Schema>
): Promise<{ waiting: number; failed: number }> {
	const rows = await db
		.selectFrom('alerts')
		.select((eb) => ['state', eb.fn.countAll<number>().as('count')])
		.groupBy('state')
		.execute();
	const count = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
	return { waiting: count('waiting'), failed: count('failed') };
}
