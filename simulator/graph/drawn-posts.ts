import { CAPTIONS, LONGEST_CAPTION } from './drawn-captions.ts';
import { stableNumber } from './ids.ts';
import { createMedia, type Media } from './media.ts';

const HOUR_MS = 3_600_000;
/** From one post to the next; the newest is a few hours old. */
const APART_MS = 40 * HOUR_MS;
const NEWEST_AGE_MS = 5 * HOUR_MS;

/** What is odd about single posts, by their place from the newest on, in every thirty. */
const ODD: Record<number, Partial<Media>> = {
	4: { caption: null },
	7: { hasMediaUrl: false, audioType: 'MUSIC' },
	9: { caption: LONGEST_CAPTION },
	11: { hidesLikes: true },
	13: { isCommentEnabled: false },
	15: { isSharedToFeed: false }
};

const SIZES: Media['size'][] = [
	[640, 640],
	[640, 800],
	[720, 400]
];

/** Which kind of post stands at this place: every fourth a reel, every fifth a carousel. */
function kindAt(place: number): Partial<Media> {
	if (place % 4 === 3)
		return {
			mediaType: 'VIDEO',
			productType: 'REELS',
			audioType: 'ORIGINAL_SOUND',
			size: [360, 640]
		};
	return place % 5 === 2 ? { mediaType: 'CAROUSEL_ALBUM' } : {};
}

/** A time in whole seconds, as Meta tells times. */
const wholeSeconds = (at: number) => Math.trunc(at / 1000) * 1000;

/** The post of an account at this place, the newest being 0; the same each time but for its time. */
export function drawnPost(username: string, place: number, origin: number): Media {
	const seed = `post ${username} ${place}`;
	const media = createMedia({
		username,
		seed,
		at: wholeSeconds(origin - NEWEST_AGE_MS - place * APART_MS - stableNumber(seed, 0, 10_000_000)),
		caption: CAPTIONS[place % CAPTIONS.length] ?? null,
		altText: place % 3 === 0 ? `A drawing, number ${place + 1} from the newest on` : null,
		likeCount: stableNumber(`likes ${seed}`, 3, 900),
		viewers: stableNumber(`viewers ${seed}`, 40, 9000),
		size: SIZES[place % SIZES.length] ?? [640, 640],
		...kindAt(place),
		...ODD[place % 30]
	});
	return media.mediaType === 'CAROUSEL_ALBUM' ? withChildren(media, 2 + (place % 4)) : media;
}

/** The same post as a carousel of so many pictures. */
export function withChildren(media: Media, count: number): Media {
	const children = Array.from({ length: count }, (_, index) =>
		createMedia({
			username: media.username,
			clientId: media.clientId,
			at: media.at,
			seed: `${media.seed} child ${index}`,
			size: media.size,
			parentId: media.id,
			altText: index === 0 ? media.altText : null
		})
	);
	return { ...media, mediaType: 'CAROUSEL_ALBUM', children };
}

/** Two stories of today, one of which hardly anybody has seen yet. */
export function drawnStories(username: string, origin: number): Media[] {
	const story = (name: string, ageHours: number, given: Partial<Media>) =>
		createMedia({
			username,
			seed: `story ${username} ${name}`,
			at: wholeSeconds(origin - ageHours * HOUR_MS),
			productType: 'STORY',
			size: [360, 640],
			...given
		});
	return [
		story('morning', 9, { viewers: stableNumber(`story ${username}`, 30, 400) }),
		story('fresh', 1, { viewers: 3, mediaType: 'VIDEO', audioType: 'ORIGINAL_SOUND' })
	];
}
