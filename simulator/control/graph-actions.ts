import { createComment } from '../graph/comment.ts';
import { withChildren } from '../graph/drawn-posts.ts';
import {
	AUDIO_TYPES,
	createMedia,
	type Media,
	MEDIA_TYPES,
	PRODUCT_TYPES
} from '../graph/media.ts';
import { SECOND_APP } from '../graph/second-app.ts';
import { commentPosted } from '../graph/deliver-webhooks.ts';
import type { Account } from '../instagram/accounts.ts';
import type { World } from '../world.ts';
import {
	BadInput,
	choice,
	type Fields,
	onlyKnown,
	requiredText,
	text,
	wholeNumber,
	yesOrNo
} from './input.ts';

const MEDIA_FIELDS = [
	'mediaType',
	'productType',
	'audioType',
	'caption',
	'altText',
	'timestamp',
	'likeCount',
	'viewers',
	'hidesLikes',
	'hasMediaUrl',
	'isCommentEnabled',
	'isSharedToFeed',
	'isArchived',
	'isBeforeConversion'
] as const;

/** Posts of an account are drawn before something is added to them. */
function accountOf(world: World, username: string): Account {
	const account = world.accounts.get(username);
	if (!account) throw new BadInput('There is no account of that username.');
	world.content.draw(account, account.posts ?? world.switches.postsDrawn);
	return account;
}

function timeOf(fields: Fields): number | null {
	const given = text(fields, 'timestamp', 40);
	if (given === null) return null;
	const at = Date.parse(given);
	if (Number.isNaN(at)) throw new BadInput('timestamp must be a time in ISO 8601.');
	return Math.trunc(at / 1000) * 1000;
}

/** What the fields say of a media, without what they leave out. */
function changesIn(fields: Fields): Partial<Media> {
	const flag = (name: string) => (fields[name] === undefined ? null : yesOrNo(fields, name));
	const given: { [name in keyof Media]?: Media[name] | null } = {
		mediaType: choice(fields, 'mediaType', MEDIA_TYPES),
		productType: choice(fields, 'productType', PRODUCT_TYPES),
		audioType: choice(fields, 'audioType', AUDIO_TYPES),
		caption: text(fields, 'caption', 5000),
		altText: text(fields, 'altText', 1000),
		at: timeOf(fields),
		likeCount: wholeNumber(fields, 'likeCount', 0, 1e12),
		viewers: wholeNumber(fields, 'viewers', 0, 1e12),
		hidesLikes: flag('hidesLikes'),
		hasMediaUrl: flag('hasMediaUrl'),
		isCommentEnabled: flag('isCommentEnabled'),
		isSharedToFeed: flag('isSharedToFeed'),
		isArchived: flag('isArchived'),
		isBeforeConversion: flag('isBeforeConversion')
	};
	const changes = Object.entries(given).filter(([, value]) => value !== null);
	return Object.fromEntries(changes);
}

/** A post from Instagram's own app, or with `bySecondApp` from another app of the same account. */
export function addMedia(world: World, fields: Fields): { id: string } {
	onlyKnown(fields, ['username', 'children', 'bySecondApp', ...MEDIA_FIELDS]);
	const { username } = accountOf(world, requiredText(fields, 'username', 30));
	const children = wholeNumber(fields, 'children', 2, 10);
	const media = createMedia({
		seed: world.content.nextSeed('posted'),
		username,
		at: Math.trunc(world.clock.now() / 1000) * 1000,
		clientId: yesOrNo(fields, 'bySecondApp') ? SECOND_APP : null,
		...changesIn(fields)
	});
	const isCarousel = children !== null || media.mediaType === 'CAROUSEL_ALBUM';
	return { id: world.content.add(isCarousel ? withChildren(media, children ?? 2) : media).id };
}

function mediaOf(world: World, id: string): Media {
	for (const username of world.accounts.keys()) accountOf(world, username);
	const media = world.content.media(id);
	if (!media) throw new BadInput('There is no media of that id.');
	return media;
}

/** Changes a post, as its owner does in the app: `caption` null takes it away. */
export function changeMedia(world: World, id: string, fields: Fields): { id: string } {
	onlyKnown(fields, MEDIA_FIELDS);
	const media = mediaOf(world, id);
	Object.assign(media, changesIn(fields));
	if (fields.caption === null) media.caption = null;
	world.content.add(media);
	return { id };
}

export function removeMedia(world: World, id: string): { id: string } {
	world.content.remove(mediaOf(world, id));
	return { id };
}

/** A comment by anybody, a stranger or an account; whoever subscribed is told. */
export function addComment(world: World, fields: Fields): { id: string } {
	onlyKnown(fields, ['mediaId', 'parentId', 'text', 'username', 'isHidden']);
	const media = mediaOf(world, requiredText(fields, 'mediaId', 40));
	const parentId = text(fields, 'parentId', 40);
	if (parentId !== null && world.content.comment(parentId)?.mediaId !== media.id)
		throw new BadInput('parentId must be the id of a comment under that media.');
	const comment = world.content.addComment(
		createComment({
			seed: world.content.nextSeed('comment'),
			mediaId: media.id,
			parentId,
			text: requiredText(fields, 'text', 3000),
			username: text(fields, 'username', 30) ?? 'mira.paints',
			at: Math.trunc(world.clock.now() / 1000) * 1000,
			isHidden: yesOrNo(fields, 'isHidden')
		})
	);
	commentPosted(world, comment, media);
	return { id: comment.id };
}
