import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { activityPart } from './of-activity.ts';
import { calendarPart, channelsPart, messagesPart } from './of-alerts.ts';
import { connectionsPart } from './of-connections.ts';
import {
	browsersPart,
	creatorPart,
	identitiesPart,
	invitationsPart,
	passkeysPart,
	sessionsPart
} from './of-creator.ts';
import { keysPart } from './of-keys.ts';

/** Grows when a reader of the version before would misread what is written; new fields do not count. */
export const VERSION = 1;

export type Asked = {
	creatorId: string;
	/** Milliseconds, on the clock of connections. */
	now: number;
	origin: URL;
	/** The files of pictures in the export; see pictures.ts. */
	pictures: ReadonlyMap<string, string>;
};

/**
 * `export.json` piece by piece, so that the memory it takes does not grow with what there is. Its
 * fields are in docs/EXPORT.md.
 */
export async function* documentPieces(
	db: Kysely<Schema>,
	{ creatorId, now, origin, pictures }: Asked
): AsyncGenerator<string> {
	const head = {
		format: 'mooring-export',
		version: VERSION,
		madeAt: new Date(now).toISOString(),
		origin: origin.origin,
		creator: await creatorPart(db, creatorId),
		identities: await identitiesPart(db, creatorId),
		sessions: await sessionsPart(db, creatorId),
		browsers: await browsersPart(db, creatorId),
		passkeys: await passkeysPart(db, creatorId),
		invitations: await invitationsPart(db, creatorId),
		alerts: {
			channels: await channelsPart(db, creatorId),
			calendar: await calendarPart(db, creatorId),
			messages: await messagesPart(db, creatorId)
		}
	};
	yield JSON.stringify(head, null, '\t').slice(0, -2);
	yield* listPieces('connections', connectionsPart(db, creatorId, pictures));
	yield* listPieces('keys', keysPart(db, creatorId));
	yield* listPieces('activity', activityPart(db, creatorId));
	yield '\n}\n';
}

async function* listPieces(name: string, items: AsyncIterable<object>) {
	yield `,\n\t${JSON.stringify(name)}: [`;
	let isFirst = true;
	for await (const item of items) {
		yield `${isFirst ? '' : ','}\n\t\t${JSON.stringify(item)}`;
		isFirst = false;
	}
	yield isFirst ? ']' : '\n\t]';
}
