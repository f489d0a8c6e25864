import { minutes } from '../../clock.ts';
import type { PostKind } from '../../database/tool-tables.ts';

/** `status_code` of a container (IG Container). */
export type ContainerSays = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED';

/** A post or story as a list told it. */
export type Post = {
	id: string;
	kind: PostKind;
	captionHash: string | null;
	/** In milliseconds, whole seconds; null: not told. */
	at: number | null;
};

/** What is known of a publish whose outcome is not. Times by Meta's clock. */
export type Question = {
	/** Null where the container was not made here: then no post can be told for its. */
	kind: PostKind | null;
	captionHash: string | null;
	sentAt: number;
	/** The newest posts just before it was sent; null: they could not be read. */
	before: ReadonlySet<string> | null;
	/** Posts that are those of other publishes. */
	taken: ReadonlySet<string>;
	/** Since when the container reads FINISHED with nothing that fits; null: it does not. */
	finishedAt: number | null;
};

/** What was read at Meta now; null: could not be read. */
export type Sight = { container: ContainerSays | null; posts: Post[] | null; at: number };

export type Verdict =
	/** `mediaId` is null where the container says so and no post can be told for certain. */
	| { is: 'published'; mediaId: string | null }
	| { is: 'not published' }
	| { is: 'unclear'; finishedAt: number | null };

/** Meta's clock and ours may differ by this, and the post has the time of its second. */
const BEFORE = minutes(2);
/** FINISHED has to be read twice, this far apart: Meta was seen to publish after its error. */
const APART = minutes(5);

/**
 * Whether a publish happened. Published: the container says so, or exactly one post that was not
 * known before has its kind, its words and a time from two minutes before it was sent; never simply
 * the newest one. Not published: only if the container read FINISHED twice at least five minutes
 * apart, and nothing fitted. Else nobody knows.
 */
export function judge(question: Question, sight: Sight): Verdict {
	const { container, posts, at } = sight;
	const fitting = posts?.filter((post) => fits(question, post)) ?? [];
	const isWhole = posts !== null && reachesBack(question, posts);
	const isOne = question.kind !== null && fitting.length === 1 && isWhole;
	const only = isOne ? (fitting[0]?.id ?? null) : null;
	if (container === 'PUBLISHED' || only !== null) return { is: 'published', mediaId: only };
	if (container === null || posts === null) {
		return { is: 'unclear', finishedAt: question.finishedAt };
	}
	const isNothing = fitting.length === 0 && isWhole;
	if (container !== 'FINISHED' || !isNothing) return { is: 'unclear', finishedAt: null };
	const since = question.finishedAt ?? at;
	// A clock that went back says nothing about how long it was.
	if (since > at) return { is: 'unclear', finishedAt: at };
	return at - since >= APART ? { is: 'not published' } : { is: 'unclear', finishedAt: since };
}

function fits(question: Question, post: Post): boolean {
	const { kind, captionHash, before, taken } = question;
	if (before?.has(post.id) || taken.has(post.id)) return false;
	if (post.at === null || post.at < earliest(question)) return false;
	if (kind === null) return true;
	return kind === post.kind && captionHash === post.captionHash;
}

/** Where it is not known what was there before, nothing from before counts. */
const earliest = ({ before, sentAt }: Question) =>
	before === null ? Math.floor(sentAt / 1000) * 1000 : sentAt - BEFORE;

/**
 * Only the newest posts are read: whether one post fits or none, the list has to lead back to what was
 * there before. In one that does not, the post may have made room already for newer ones.
 */
function reachesBack(question: Question, posts: Post[]): boolean {
	const { before } = question;
	if (before?.size === 0) return true;
	return posts.some(({ id, at }) => before?.has(id) || (at !== null && at < earliest(question)));
}
