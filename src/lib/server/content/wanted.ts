import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { Schema } from '../database/schema.ts';
import type { Wanted } from './deps.ts';

/** What of a feed's rules tells how far back it looks; see feed/rules.ts. */
const RULES = z.object({
	max: z.int().min(1).max(100).catch(100),
	notBefore: z
		.string()
		.transform((day) => Date.parse(day))
		.pipe(z.number())
		.nullable()
		.catch(null)
});

/** What the feeds that are on want, for each connection that has one. */
export async function wantedContent(db: Kysely<Schema>): Promise<Wanted[]> {
	const feeds = await db
		.selectFrom('feeds')
		.select(['connectionId', 'rules'])
		.where('enabled', '=', 1)
		.execute();
	const wanted = new Map<string, Wanted>();
	for (const { connectionId, rules } of feeds) {
		const { max, notBefore } = RULES.parse(JSON.parse(rules));
		const others = wanted.get(connectionId);
		wanted.set(connectionId, {
			connectionId,
			max: Math.max(max, others?.max ?? 0),
			since: earliest(notBefore, others?.since ?? null)
		});
	}
	return [...wanted.values()];
}

const earliest = (one: number | null, other: number | null) =>
	one === null || other === null ? (one ?? other) : Math.min(one, other);
