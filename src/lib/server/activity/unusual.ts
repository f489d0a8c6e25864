import type { Kysely } from 'kysely';
import { minutes } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import type { Viewer } from './line.ts';

/** How far back it is counted, and from how many on it is unusual. */
export const WINDOW = minutes(10);
export const UNUSUAL_FROM = 20;

/** What happened in the last ten minutes. */
export type Counts = {
	/** Sign-ins and connections that were refused. */
	refusals: number;
	renewalsByHand: number;
	/** Answers of Meta that nobody had asked for, true or not. */
	unknownCallbacks: number;
};

/** One plain sentence for each thing that is unusual. */
export const warningsOf = ({ refusals, renewalsByHand, unknownCallbacks }: Counts): string[] => [
	...(refusals >= UNUSUAL_FROM
		? [
				`${String(refusals)} sign-ins or connections were refused in the last ten minutes. Nothing was let in; the activity tells from where they came.`
			]
		: []),
	...(renewalsByHand >= UNUSUAL_FROM
		? [
				`${String(renewalsByHand)} renewals by hand in the last ten minutes. Mooring renews by itself; if that was not you, sign out everywhere in Settings.`
			]
		: []),
	...(unknownCallbacks >= UNUSUAL_FROM
		? [
				`${String(unknownCallbacks)} times in the last ten minutes somebody came back from Meta without having started here. Nothing was let in; the activity tells from where they came.`
			]
		: [])
];

/** Counts for the owner what happens on the whole instance, for a creator what is their own. */
export async function countUnusual(
	db: Kysely<Schema>,
	{ creatorId, isOwner }: Viewer,
	now: number
): Promise<Counts> {
	const since = now - WINDOW;
	const lines = await db
		.selectFrom('auditLog')
		.select(['kind', 'detail'])
		.where('at', '>', since)
		.where('kind', 'in', ['sign_in_refused', 'connect_refused', 'callbacks_unknown'])
		.$if(!isOwner, (query) => query.where('creatorId', '=', creatorId))
		.execute();
	const { renewals } = await db
		.selectFrom('renewals')
		.innerJoin('connections', 'connections.id', 'renewals.connectionId')
		.select((eb) => eb.fn.countAll<number>().as('renewals'))
		.where('renewals.at', '>', since)
		.where('renewals.trigger', '=', 'manual')
		.$if(!isOwner, (query) => query.where('connections.creatorId', '=', creatorId))
		.executeTakeFirstOrThrow();
	const unknown = lines.filter(({ kind }) => kind === 'callbacks_unknown');
	return {
		refusals: lines.length - unknown.length,
		renewalsByHand: Number(renewals),
		unknownCallbacks: unknown.reduce((sum, { detail }) => sum + countIn(detail), 0)
	};
}

const countIn = (detail: string) => (JSON.parse(detail) as { count: number }).count;

/** The warnings of the last ten minutes for this viewer. */
export const unusualUse = async (db: Kysely<Schema>, viewer: Viewer, now: number) =>
	warningsOf(await countUnusual(db, viewer, now));
