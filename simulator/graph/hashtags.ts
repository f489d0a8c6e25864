import { jsonResponse } from '../meta-json.ts';
import { askedFields } from '../node.ts';
import type { List } from '../pager.ts';
import { invalidParameter, missingParameter, noSuchObject } from './errors.ts';
import { contentId } from './ids.ts';
import { listAt } from './lists.ts';
import { mediaNode } from './media-fields.ts';
import { isStory, type Media } from './media.ts';
import { plainNode } from './plain-node.ts';
import { asStranger, contentOf, drawFor, nowOf, refusalWithout, type Viewer } from './viewer.ts';

const DAY_MS = 86_400_000;
const LIMITS = { usualLimit: 25, highestLimit: 50 };

type Parameters = Map<string, string>;

/** The tags in a caption, small letters. */
const tagsIn = ({ caption }: Media) =>
	[...(caption ?? '').matchAll(/#([\p{L}\p{N}_]+)/gu)].map(([, tag = '']) => tag.toLowerCase());

/** Everybody's posts. */
function publicPosts(viewer: Viewer): Media[] {
	const accounts = [...viewer.visit.world.accounts.values()];
	for (const account of accounts) drawFor(viewer, account);
	return accounts
		.flatMap(({ username }) => contentOf(viewer).of(username))
		.filter((media) => !isStory(media) && !media.isArchived)
		.sort((a, b) => b.at - a.at);
}

/** Hashtag search asks on behalf of one account (Meta, IG Hashtag Search). */
function refusalFor(viewer: Viewer, parameters: Parameters): Response | null {
	const userId = parameters.get('user_id');
	if (!userId) return missingParameter(viewer, 'user_id');
	if (!viewer.accountAt(userId)) return noSuchObject(viewer, 'GET', userId);
	return refusalWithout(viewer, 'basic');
}

/** `/ig_hashtag_search`: the id of a tag that somebody has used. */
export function hashtagSearch(viewer: Viewer, parameters: Parameters): Response {
	const refused = refusalFor(viewer, parameters);
	if (refused) return refused;
	const tag = parameters.get('q')?.toLowerCase().replace(/^#/, '');
	if (!tag) return missingParameter(viewer, 'q');
	if (!publicPosts(viewer).some((media) => tagsIn(media).includes(tag)))
		return invalidParameter(viewer, 'The requested resource does not exist', 2_207_024);
	return jsonResponse({ data: [{ id: contentId('hashtag', tag) }] });
}

/** `/{hashtag}`, and its `recent_media` (of a day) and `top_media` (the most liked). */
export function hashtagNode(
	viewer: Viewer,
	id: string,
	edge: string | undefined,
	parameters: Parameters
): Response {
	const text = parameters.get('fields');
	const fields = askedFields(text);
	if (fields instanceof Response) return fields;
	const posts = publicPosts(viewer);
	const name = posts.flatMap(tagsIn).find((tag) => contentId('hashtag', tag) === id);
	if (name === undefined) return noSuchObject(viewer, viewer.visit.method, id);
	if (edge === undefined)
		return answered(plainNode(viewer, 'Hashtag', { id, name }, fields, ['id']));
	const refused = refusalFor(viewer, parameters);
	if (refused) return refused;
	const tagged = posts.filter((media) => tagsIn(media).includes(name));
	const since = nowOf(viewer) - DAY_MS;
	const shown =
		edge === 'recent_media'
			? tagged.filter(({ at }) => at >= since)
			: tagged.sort((a, b) => b.likeCount - a.likeCount).map(({ at: _at, ...media }) => media);
	const byId = new Map(tagged.map((media) => [media.id, media]));
	const request = { fields, text: text ?? null, parameters };
	const list: List | Response = listAt(viewer, `${id}/${edge}`, shown, request, LIMITS, (one) => {
		const media = byId.get(one.id);
		return media ? mediaNode(asStranger(viewer, []), media, fields, true) : { id: one.id };
	});
	return answered(list);
}

const answered = (told: object): Response => (told instanceof Response ? told : jsonResponse(told));
