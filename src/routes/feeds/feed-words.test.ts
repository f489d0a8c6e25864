import { expect, it } from 'vitest';
import { feedWords, lookedWords } from './feed-words.ts';

const at = { isLeft: false, now: '2027-03-09T11:00:00Z', zone: 'UTC' };
const feed = { enabled: true, syncedAt: null, staleSince: null, reason: null };

it.each([
	['Fresh', {}, {}],
	['Off', { enabled: false, reason: 'waiting' as const }, {}],
	['Off', {}, { isLeft: true }],
	['First posts are coming', { reason: 'waiting' as const }, {}],
	['No posts yet', { reason: 'needs_reconnect' as const }, {}],
	[
		'Last good copy, from Saturday',
		{ reason: 'meta_unreachable' as const, staleSince: '2027-03-06T12:00:00Z' },
		{}
	]
])('says %s', (word, some, more) => {
	expect(feedWords({ ...feed, ...some }, { ...at, ...more }).word).toBe(word);
});

it.each([
	['not looked for posts yet', {}],
	['looked for new posts 2 hours ago', { syncedAt: '2027-03-09T09:00:00Z' }],
	['posts as of 3 days ago', { syncedAt: '2027-03-06T11:00:00Z', reason: 'locked' as const }]
])('says on its card: %s', (words, some) => {
	expect(lookedWords({ ...feed, ...some }, at.now)).toBe(words);
});
