import { minutes } from '../clock.ts';

/** A post as it is kept, as far as its leaving goes. */
export type KnownPost = { mediaId: string; publishedAt: number; leftAt: number | null };

/** Posts that a sync missed, so many that it was not believed. */
export type Doubt = { at: number; mediaIds: readonly string[] };

export type Seen = {
	/** The ids of the list that was read. */
	found: ReadonlySet<string>;
	/** The time of the oldest of them; null: the list was empty. */
	oldest: number | null;
	/** The list was read to its end. */
	isWhole: boolean;
	/** So many were read that what is older has left the window. */
	isFull: boolean;
	doubt: Doubt | null;
	/** Whether Meta answered when one of the missing posts was read directly; null: not asked yet. */
	isConfirmed: boolean | null;
	now: number;
};

export type Judgement = {
	/** To be hidden now. */
	leaving: string[];
	/** Hidden posts that are in the list again. */
	returning: string[];
	/** What stays doubtful, for the next sync; null: nothing. */
	doubt: Doubt | null;
	/** A post to be read directly, after which all is judged once more; null: none. */
	ask: string | null;
};

/** More posts than this do not leave without a second look. */
const BELIEVED = 5;
/** How much later the second look is, at least. */
const SECOND_LOOK_AFTER = minutes(15);

/**
 * What a list of Meta's means for the posts that are kept: who is missing is hidden at once, unless
 * there are so many that the list itself may be wrong. Then nothing is hidden before a second sync,
 * at least 15 minutes later, misses them as well and one of them was asked for directly.
 */
export function judgeLeft(known: readonly KnownPost[], seen: Seen): Judgement {
	const returning = known.filter(
		({ mediaId, leftAt }) => leftAt !== null && seen.found.has(mediaId)
	);
	const visible = known.filter(({ leftAt }) => leftAt === null);
	const absent = visible.filter(({ mediaId }) => !seen.found.has(mediaId));
	const isBelow = ({ publishedAt }: KnownPost) =>
		!seen.isWhole && (seen.oldest === null || publishedAt < seen.oldest);
	const missing = absent.filter((post) => !isBelow(post)).map(({ mediaId }) => mediaId);
	// Pushed out by newer ones, which is nothing to wonder about.
	const pushedOut = seen.isFull ? absent.filter(isBelow).map(({ mediaId }) => mediaId) : [];
	const verdict = judgeMissing(missing, visible.length - pushedOut.length, seen);
	return {
		...verdict,
		leaving: [...pushedOut, ...verdict.leaving],
		returning: returning.map(({ mediaId }) => mediaId)
	};
}

function judgeMissing(
	missing: string[],
	visible: number,
	{ found, doubt, isConfirmed, now }: Seen
): Omit<Judgement, 'returning'> {
	const isDoubtful = (ids: string[]) =>
		ids.length > BELIEVED || (ids.length > 0 && (ids.length === visible || found.size === 0));
	if (!isDoubtful(missing)) return { leaving: missing, doubt: null, ask: null };
	const again = missing.filter((id) => doubt?.mediaIds.includes(id));
	// A clock that went back since would make the second look wait for ever.
	if (doubt === null || again.length === 0 || doubt.at > now) {
		return { leaving: [], doubt: { at: now, mediaIds: missing }, ask: null };
	}
	const kept = { at: doubt.at, mediaIds: again };
	if (now - doubt.at < SECOND_LOOK_AFTER) return { leaving: [], doubt: kept, ask: null };
	if (isConfirmed === null) return { leaving: [], doubt: kept, ask: again[0] ?? null };
	if (!isConfirmed) return { leaving: [], doubt: kept, ask: null };
	const rest = missing.filter((id) => !again.includes(id));
	return rest.length > BELIEVED
		? { leaving: again, doubt: { at: now, mediaIds: rest }, ask: null }
		: { leaving: missing, doubt: null, ask: null };
}
