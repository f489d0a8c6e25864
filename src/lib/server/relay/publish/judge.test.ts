import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../clock.ts';
import { captionHash } from './container.ts';
import { type ContainerSays, judge, type Post, type Question, type Sight } from './judge.ts';

const SENT = Date.UTC(2027, 0, 1, 12);
const WORDS = captionHash('Low tide');

const QUESTION: Question = {
	kind: 'image',
	captionHash: WORDS,
	sentAt: SENT,
	before: new Set(['1', '2']),
	taken: new Set(['3']),
	finishedAt: null
};
const post = (facts: Partial<Post> = {}): Post => ({
	id: '9',
	kind: 'image',
	captionHash: WORDS,
	at: SENT,
	...facts
});
const OLD = [post({ id: '1', at: SENT - minutes(60) }), post({ id: '2', at: SENT - minutes(90) })];
const OURS = post();
const DECOY = post({ id: '8', captionHash: captionHash('Posted by another app') });
const TWIN = post({ id: '7' });

const verdict = (
	container: ContainerSays | null,
	posts: Post[] | null,
	question: Partial<Question> = {},
	at = SENT + seconds(5)
) => judge({ ...QUESTION, ...question }, { container, posts: posts && [...posts, ...OLD], at });

const found = (mediaId: string | null) => ({ is: 'published', mediaId });
const unclear = (finishedAt: number | null) => ({ is: 'unclear', finishedAt });
const NOW = SENT + seconds(5);

describe('published', () => {
	it.each<[string, ContainerSays | null, Post[] | null, Partial<Question>, string | null]>([
		['the container says so, and one post fits', 'PUBLISHED', [OURS], {}, '9'],
		['the container says so, and the list cannot be read', 'PUBLISHED', null, {}, null],
		['the container says so, and nothing is in the list yet', 'PUBLISHED', [], {}, null],
		['the container says so, and two posts fit', 'PUBLISHED', [OURS, TWIN], {}, null],
		['one post fits, though the container is silent', 'FINISHED', [OURS], {}, '9'],
		['one post fits, and the container cannot be read', null, [OURS], {}, '9'],
		['a decoy of other words is newer', 'FINISHED', [DECOY, OURS], {}, '9'],
		['a decoy of other words stands alone', 'PUBLISHED', [DECOY], {}, null],
		[
			'it has no words, and one post has none',
			'FINISHED',
			[post({ captionHash: null })],
			{ captionHash: null },
			'9'
		],
		['two minutes before it was sent', null, [post({ at: SENT - minutes(2) })], {}, '9'],
		[
			'what was made elsewhere is never told by a post',
			'PUBLISHED',
			[OURS],
			{ kind: null, captionHash: null },
			null
		]
	])('%s', (_, container, posts, question, mediaId) => {
		expect(verdict(container, posts, question)).toEqual(found(mediaId));
	});
});

describe('unclear', () => {
	it.each<[string, ContainerSays | null, Post[] | null, Partial<Question>, number | null]>([
		['nothing can be read', null, null, {}, null],
		['nothing fits, and the container cannot be read', null, [DECOY], {}, null],
		['two posts fit', 'FINISHED', [OURS, TWIN], {}, null],
		['the first FINISHED', 'FINISHED', [], {}, NOW],
		['the first FINISHED beside a decoy', 'FINISHED', [DECOY], {}, NOW],
		['still in progress', 'IN_PROGRESS', [], {}, null],
		['an error', 'ERROR', [], {}, null],
		['expired, which a silent container may be after it was published', 'EXPIRED', [], {}, null],
		['another kind', 'FINISHED', [post({ kind: 'reel' })], {}, NOW],
		['too early', 'FINISHED', [post({ at: SENT - minutes(2) - 1 })], {}, NOW],
		['no time', 'FINISHED', [post({ at: null })], {}, NOW],
		['what was there before', 'FINISHED', [post({ id: '1' })], {}, NOW],
		['what another publish became', 'FINISHED', [post({ id: '3' })], {}, NOW],
		[
			'a list that is no longer read keeps what was seen',
			'FINISHED',
			null,
			{ finishedAt: SENT },
			SENT
		],
		['another state forgets what was seen', 'IN_PROGRESS', [], { finishedAt: SENT }, null],
		[
			'FINISHED twice, with something made elsewhere that is new',
			'FINISHED',
			[DECOY],
			{ kind: null, captionHash: null, finishedAt: SENT - minutes(9) },
			null
		],
		['a clock that went back', 'FINISHED', [], { finishedAt: SENT + minutes(60) }, NOW]
	])('%s', (_, container, posts, question, finishedAt) => {
		expect(verdict(container, posts, question)).toEqual(unclear(finishedAt));
	});

	it('where the posts before are not known, none from before counts', () => {
		const before = { before: null };
		expect(verdict(null, [post({ at: SENT - seconds(1) })], before)).toEqual(unclear(null));
		expect(verdict(null, [post({ at: SENT })], before)).toEqual(found('9'));
	});

	it('of two that fit, the one that newer posts have not driven out yet is not taken for it', () => {
		const newer = Array.from({ length: 9 }, (_, index) =>
			post({ id: `2${String(index)}`, captionHash: captionHash(`${String(index)}`) })
		);
		const sight = { posts: [...newer, TWIN], at: NOW };
		expect(judge(QUESTION, { ...sight, container: 'FINISHED' })).toEqual(unclear(null));
		expect(judge(QUESTION, { ...sight, container: 'PUBLISHED' })).toEqual(found(null));
	});

	it('a list that lost all it showed before proves nothing', () => {
		const question = { ...QUESTION, finishedAt: SENT };
		const at = SENT + minutes(9);
		expect(judge(question, { container: 'FINISHED', posts: [], at })).toEqual(unclear(null));
	});
});

describe('not published', () => {
	const since = { finishedAt: SENT };
	it('FINISHED twice, five minutes apart, and nothing fits', () => {
		expect(verdict('FINISHED', [], since, SENT + minutes(5))).toEqual({ is: 'not published' });
		expect(verdict('FINISHED', [DECOY], since, SENT + minutes(5))).toEqual({
			is: 'not published'
		});
	});

	it('not a moment earlier', () => {
		expect(verdict('FINISHED', [], since, SENT + minutes(5) - 1)).toEqual(unclear(SENT));
	});

	it('an account without posts has nothing to lose', () => {
		const question = { ...QUESTION, ...since, before: new Set<string>() };
		const at = SENT + minutes(5);
		expect(judge(question, { container: 'FINISHED', posts: [], at })).toEqual({
			is: 'not published'
		});
	});
});

const anyPost = fc.record({
	id: fc.constantFrom('1', '2', '3', '7', '8', '9'),
	kind: fc.constantFrom('image' as const, 'reel' as const),
	captionHash: fc.constantFrom(WORDS, captionHash('other'), null),
	at: fc.option(fc.integer({ min: SENT - minutes(4), max: SENT + minutes(4) }))
});
const anySight: fc.Arbitrary<Sight> = fc.record({
	container: fc.constantFrom<ContainerSays | null>(
		'IN_PROGRESS',
		'FINISHED',
		'PUBLISHED',
		'ERROR',
		'EXPIRED',
		null
	),
	posts: fc.option(fc.uniqueArray(anyPost, { selector: ({ id }) => id, maxLength: 6 })),
	at: fc.integer({ min: SENT, max: SENT + minutes(20) })
});
const anyQuestion: fc.Arbitrary<Question> = fc.record({
	kind: fc.constantFrom('image' as const, null),
	captionHash: fc.constantFrom(WORDS, null),
	sentAt: fc.constant(SENT),
	before: fc.option(fc.constant(new Set(['1', '2']))),
	taken: fc.constant(new Set(['3'])),
	finishedAt: fc.option(fc.integer({ min: SENT, max: SENT + minutes(20) }))
});

describe('whatever is read', () => {
	it('an id is only ever that of the one post that fits', () => {
		fc.assert(
			fc.property(anyQuestion, anySight, (question, sight) => {
				const told = judge(question, sight);
				if (told.is !== 'published' || told.mediaId === null) return;
				const fitting = (sight.posts ?? []).filter(
					({ id, kind, captionHash: words, at }) =>
						!['3', ...(question.before ?? [])].includes(id) &&
						kind === question.kind &&
						words === question.captionHash &&
						at !== null &&
						at >= SENT - minutes(2)
				);
				expect(fitting.map(({ id }) => id)).toContain(told.mediaId);
				expect(fitting.filter(({ at }) => at !== null && at >= SENT).length).toBeLessThan(2);
			}),
			{ numRuns: 2000 }
		);
	});

	it('"not published" needs FINISHED now, FINISHED five minutes ago, and no post that fits', () => {
		fc.assert(
			fc.property(anyQuestion, anySight, (question, sight) => {
				if (judge(question, sight).is !== 'not published') return;
				expect(sight.container).toBe('FINISHED');
				expect(question.finishedAt).not.toBeNull();
				expect(sight.at - (question.finishedAt ?? 0)).toBeGreaterThanOrEqual(minutes(5));
				expect(sight.posts).not.toBeNull();
			}),
			{ numRuns: 2000 }
		);
	});

	it('a container that says PUBLISHED is never sent again', () => {
		fc.assert(
			fc.property(anyQuestion, anySight, (question, sight) => {
				expect(judge(question, { ...sight, container: 'PUBLISHED' }).is).toBe('published');
			})
		);
	});
});
