import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AlertType, ChannelKind, ChannelView } from '../../view.ts';
import type { AlertChannelTable } from '../database/alert-tables.ts';
import type { Schema } from '../database/schema.ts';
import type { Result } from './result.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

export type Channel = Selectable<AlertChannelTable>;

/** As many as a creator may have. */
export const MOST_CHANNELS = 5;

export const readChannel = (db: Database, id: string): Promise<Channel | undefined> =>
	db.selectFrom('alertChannels').selectAll().where('id', '=', id).executeTakeFirst();

/** One of this creator's channels; another creator's is as unknown as none. */
export const findChannel = (db: Database, creatorId: string, id: string) =>
	db
		.selectFrom('alertChannels')
		.selectAll()
		.where('id', '=', id)
		.where('creatorId', '=', creatorId)
		.executeTakeFirst();

/** This creator's channels, the oldest first. */
export async function channelViews(db: Database, creatorId: string): Promise<ChannelView[]> {
	const channels = await db
		.selectFrom('alertChannels')
		.selectAll()
		.where('creatorId', '=', creatorId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	return channels.map(channelView);
}

/** Whether this creator has any place to be told at, confirmed or not. */
export async function isToldAnywhere(db: Database, creatorId: string): Promise<boolean> {
	const row = await db
		.selectFrom('alertChannels')
		.select('id')
		.where('creatorId', '=', creatorId)
		.executeTakeFirst();
	return row !== undefined;
}

export const channelView = (channel: Channel): ChannelView => ({
	id: channel.id,
	kind: channel.kind,
	address: channel.address,
	state: channel.state,
	types: JSON.parse(channel.types) as AlertType[],
	lastResult:
		channel.lastAt === null
			? null
			: {
					at: new Date(channel.lastAt).toISOString(),
					ok: channel.lastOk === 1,
					sentence: channel.lastSentence ?? ''
				}
});

/** A new channel that was not tried yet. */
export const newChannel = (facts: {
	id: string;
	creatorId: string;
	kind: ChannelKind;
	address: string;
	sealed: string | null;
	types: AlertType[];
	state: Channel['state'];
	createdAt: number;
}): Channel => ({
	...facts,
	types: JSON.stringify(facts.types),
	confirmHash: null,
	confirmUntil: null,
	lastAt: null,
	lastOk: null,
	lastSentence: null
});

/** Keeps what came of the latest try; who is gone is told nothing more. @returns undefined: removed */
export const noteResult = (db: Database, id: string, result: Result, now: number) =>
	db
		.updateTable('alertChannels')
		.set({
			lastAt: now,
			lastOk: result.ok ? 1 : 0,
			lastSentence: result.sentence,
			...(!result.ok && result.isGone ? { state: 'off' as const } : {})
		})
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirst();

/** Removes one of this creator's channels with all that waits for it; false: there is none. */
export async function removeChannel(db: Database, creatorId: string, id: string): Promise<boolean> {
	const removed = await db
		.deleteFrom('alertChannels')
		.where('id', '=', id)
		.where('creatorId', '=', creatorId)
		.returning('id')
		.executeTakeFirst();
	return removed !== undefined;
}
