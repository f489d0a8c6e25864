import type { Account } from '../instagram/accounts.ts';
import type { List } from '../pager.ts';
import { invalidParameter } from './errors.ts';
import { listAt, type ListRequest } from './lists.ts';
import { mediaNode } from './media-fields.ts';
import { isStory } from './media.ts';
import { contentOf, type Viewer } from './viewer.ts';

type AccountList = (viewer: Viewer, account: Account, request: ListRequest) => List | Response;

/** "Instagram Login cannot access tagging": there the edge is a field that does not exist. */
export const ofFacebookOnly =
	(edge: string, list: AccountList): AccountList =>
	(viewer, account, request) =>
		viewer.login === 'facebook'
			? list(viewer, account, request)
			: invalidParameter(viewer, `Tried accessing nonexisting field (${edge})`);

/** `/{ig}/tags`: posts of other accounts whose captions name this one. */
export function taggedMedia(viewer: Viewer, account: Account, request: ListRequest) {
	const posts = [...viewer.visit.world.accounts.keys()]
		.filter((username) => username !== account.username)
		.flatMap((username) => contentOf(viewer).of(username))
		.filter((media) => !isStory(media) && media.caption?.includes(`@${account.username}`));
	return listAt(
		viewer,
		`${account.userId}/tags`,
		posts,
		request,
		{ usualLimit: 25, highestLimit: 100 },
		(media) => mediaNode(viewer, media, request.fields, true)
	);
}
