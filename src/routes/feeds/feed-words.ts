import { ago, pastDay } from '$lib/format.ts';
import type { FeedView } from '$lib/view.ts';
import type { StateIcon, Tone } from '$lib/words.ts';

/** How a feed is: a word or two for its pill, and one sentence. */
export type FeedWords = { word: string; tone: Tone; icon: StateIcon; sentence: string };

const REASONS: Record<NonNullable<FeedView['reason']>, string> = {
	waiting: 'Mooring has just started, and asks for new posts soon.',
	meta_unreachable: 'Meta is not answering. Mooring keeps trying; nothing to do.',
	needs_reconnect: 'The connection needs you: reconnect the account.',
	rate_limited: 'Meta asked Mooring to slow down. It tries again by itself.',
	permission_missing: 'Meta does not let Mooring read the posts of this account.',
	locked: 'Mooring is locked, so it cannot ask for new posts.'
};

/** @param isLeft whether its account is disconnected */
export function feedWords(
	feed: Pick<FeedView, 'enabled' | 'syncedAt' | 'staleSince' | 'reason'>,
	{ isLeft, now, zone }: { isLeft: boolean; now: string; zone: string }
): FeedWords {
	if (isLeft) return off('The account is disconnected, so its addresses answer “gone”.');
	if (!feed.enabled) return off('Its addresses answer “gone” until you switch it on.');
	if (feed.reason === null) {
		return {
			word: 'Fresh',
			tone: 'good',
			icon: 'check',
			sentence: 'New posts come by themselves.'
		};
	}
	const sentence = REASONS[feed.reason];
	if (feed.staleSince === null) {
		const isFirst = feed.reason === 'waiting';
		const word = isFirst ? 'First posts are coming' : 'No posts yet';
		const coming = 'Mooring is asking Meta for the posts and copies their pictures.';
		return { word, tone: 'warn', icon: 'clock', sentence: isFirst ? coming : sentence };
	}
	const word = `Last good copy, from ${pastDay(feed.staleSince, zone, now)}`;
	return { word, tone: 'warn', icon: 'clock', sentence: `${sentence} Visitors see this copy.` };
}

/** When it was looked for new posts; of a stale feed, which posts are shown. */
export function lookedWords(
	{ syncedAt, reason }: Pick<FeedView, 'syncedAt' | 'reason'>,
	now: string
): string {
	if (syncedAt === null) return 'not looked for posts yet';
	return `${reason === null ? 'looked for new posts' : 'posts as of'} ${ago(syncedAt, now)}`;
}

const off = (sentence: string): FeedWords => ({ word: 'Off', tone: 'off', icon: 'off', sentence });
