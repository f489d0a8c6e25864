import { createHash } from 'node:crypto';
import { hours } from '../../clock.ts';

/** Containers of a post whose id nobody has been told yet. */
export type Draft = {
	/** The parts of a carousel, in their order. */
	children: string[];
	/** What is to be published; null: not made yet. */
	container: string | null;
	/** What came of it, where the one who asked may have stopped waiting; milliseconds, real time. */
	published: { mediaId: string; at: number } | null;
	/** Milliseconds, real time. */
	begunAt: number;
};

/** Meta's containers end after 24 hours. */
const LIFE = hours(23);
/** Within which the same call is a repeat of one that was given up. */
const REPEAT = hours(1);
const MOST = 500;

/**
 * Posts that were begun: the very same call goes on with what was prepared, instead of preparing it
 * once more, and learns the id of what was published after its asker gave up waiting. In memory: after a restart it is prepared anew, and what was
 * prepared before is never published.
 */
export type Unfinished = {
	/** @returns null while another call works on the same post */
	take: (post: string, now: number) => Draft | null;
	/** Ends a call's turn; the draft stays where it is worth going on with. */
	giveBack: (post: string, draft: Draft, isWorthKeeping: boolean) => void;
};

export function createUnfinished(): Unfinished {
	const drafts = new Map<string, Draft>();
	const underWay = new Set<string>();
	return {
		take(post, now) {
			if (underWay.has(post)) return null;
			for (const [name, { begunAt, published }] of drafts)
				if (begunAt < now - LIFE || (published && published.at < now - REPEAT)) drafts.delete(name);
			underWay.add(post);
			return drafts.get(post) ?? { children: [], container: null, published: null, begunAt: now };
		},
		giveBack(post, draft, isWorthKeeping) {
			underWay.delete(post);
			drafts.delete(post);
			if (isWorthKeeping) drafts.set(post, draft);
			const [oldest] = drafts.keys();
			if (drafts.size > MOST && oldest !== undefined) drafts.delete(oldest);
		}
	};
}

/** Names a post of a connection without keeping its words. */
export const nameOfPost = (connectionId: string, input: Record<string, unknown>) =>
	createHash('sha256')
		.update(JSON.stringify([connectionId, Object.entries(input).toSorted()]))
		.digest('base64');
