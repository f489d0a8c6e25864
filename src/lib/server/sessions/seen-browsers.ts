import type { Transaction } from 'kysely';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';

/** As long as the activity is kept. */
export const REMEMBERED = days(400);

/** A browser in the words of the session list. */
export const browserWords = (device: string | null) => device ?? 'A browser';

/**
 * Notes that a creator signed in with a browser. Its words tell devices apart and prove nothing.
 * @returns `isNew`: not seen in the last 400 days; `isFirst`: it is what the creator came with
 */
export async function noteBrowser(
	trx: Transaction<Schema>,
	creatorId: string,
	browser: string,
	now: number
): Promise<{ isNew: boolean; isFirst: boolean }> {
	await trx
		.deleteFrom('seenBrowsers')
		.where('lastAt', '<=', now - REMEMBERED)
		.execute();
	const seen = await trx
		.selectFrom('seenBrowsers')
		.select('browser')
		.where('creatorId', '=', creatorId)
		.execute();
	await trx
		.insertInto('seenBrowsers')
		.values({ creatorId, browser, lastAt: now })
		.onConflict((conflict) =>
			conflict.columns(['creatorId', 'browser']).doUpdateSet({ lastAt: now })
		)
		.execute();
	const isFirst = seen.length === 0 && (await isYoung(trx, creatorId, now));
	return { isNew: !isFirst && !seen.some((one) => one.browser === browser), isFirst };
}

/** Whoever is here for longer has been seen, and was forgotten. */
async function isYoung(trx: Transaction<Schema>, creatorId: string, now: number) {
	const creator = await trx
		.selectFrom('creators')
		.select('createdAt')
		.where('id', '=', creatorId)
		.executeTakeFirst();
	return creator !== undefined && creator.createdAt > now - REMEMBERED;
}
