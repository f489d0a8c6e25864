import { parse } from '../../meta/judge.ts';
import type { PostKind } from '../../database/tool-tables.ts';
import type { Sent } from '../call.ts';
import { captionHash } from './container.ts';
import { idIn } from './outcome.ts';
import type { ContainerSays, Post } from './judge.ts';

/** Asks Meta with the connection's token: `read(['17841…', 'media'], { fields: 'id' })`. */
export type Read = (segments: string[], parameters: Record<string, string>) => Promise<Sent>;

/** How many of the newest posts are looked at. */
const NEWEST = '10';
/** In lists captions were seen to be cut here; such a post is read again by itself. */
const CAPTION_CUT = 2000;

const STATES: readonly ContainerSays[] = [
	'IN_PROGRESS',
	'FINISHED',
	'PUBLISHED',
	'ERROR',
	'EXPIRED'
];

/** @returns null where Meta did not tell */
export async function readContainer(read: Read, id: string): Promise<ContainerSays | null> {
	const body = await bodyOf(read, [id], { fields: 'id,status_code' });
	const told = fieldOf(body, 'status_code');
	return STATES.find((state) => state === told) ?? null;
}

/** The newest posts, or stories, of an account; null where Meta did not tell. */
export async function readNewest(
	read: Read,
	accountId: string,
	kind: PostKind | null
): Promise<Post[] | null> {
	const fields = 'id,caption,media_type,media_product_type,timestamp';
	const body = await bodyOf(read, edgeOf(accountId, kind), { fields, limit: NEWEST });
	const data = fieldOf(body, 'data');
	if (!Array.isArray(data)) return null;
	const posts: Post[] = [];
	for (const entry of data as unknown[]) {
		const id = idIn(entry);
		if (id === null) return null;
		posts.push(await postOf(read, id, entry));
	}
	return posts;
}

/** Their ids alone. */
export async function readNewestIds(
	read: Read,
	accountId: string,
	kind: PostKind | null
): Promise<string[] | null> {
	const body = await bodyOf(read, edgeOf(accountId, kind), { fields: 'id', limit: NEWEST });
	const data = fieldOf(body, 'data');
	if (!Array.isArray(data)) return null;
	const ids = (data as unknown[]).map(idIn);
	return ids.every((id) => id !== null) ? ids : null;
}

const edgeOf = (accountId: string, kind: PostKind | null) => [
	accountId,
	kind === 'story' ? 'stories' : 'media'
];

async function postOf(read: Read, id: string, entry: unknown): Promise<Post> {
	const told = fieldOf(entry, 'caption');
	let caption = typeof told === 'string' ? told : null;
	if (caption !== null && caption.length >= CAPTION_CUT) {
		const whole = fieldOf(await bodyOf(read, [id], { fields: 'caption' }), 'caption');
		if (typeof whole === 'string') caption = whole;
	}
	const at = Date.parse(String(fieldOf(entry, 'timestamp')));
	return {
		id,
		kind: kindOf(fieldOf(entry, 'media_type'), fieldOf(entry, 'media_product_type')),
		captionHash: captionHash(caption),
		at: Number.isNaN(at) ? null : at
	};
}

/** A film in the feed is a reel, whatever it is called. */
function kindOf(type: unknown, product: unknown): PostKind {
	if (product === 'STORY') return 'story';
	if (type === 'CAROUSEL_ALBUM') return 'carousel';
	return type === 'VIDEO' ? 'reel' : 'image';
}

/** What cannot be read is null, whatever the reason: a look more follows. */
async function bodyOf(read: Read, segments: string[], parameters: Record<string, string>) {
	try {
		const { status, bytes } = await read(segments, parameters);
		return status === 200 ? parse(new TextDecoder().decode(bytes)) : null;
	} catch {
		return null;
	}
}

const fieldOf = (object: unknown, name: string): unknown =>
	typeof object === 'object' && object !== null && Object.hasOwn(object, name)
		? (object as Record<string, unknown>)[name]
		: undefined;
