import type { List } from '../pager.ts';
import { commentNode, found, LIMITS } from './comment-fields.ts';
import { listAt, type ListRequest } from './lists.ts';
import type { Media } from './media.ts';
import { contentOf, refusalWithout, type Viewer } from './viewer.ts';

/** `/{media}/comments`: the top comments, newest first. */
export function commentsUnder(viewer: Viewer, media: Media, request: ListRequest): List | Response {
	const refusal = refusalWithout(viewer, 'comments');
	if (refusal) return refusal;
	const top = contentOf(viewer)
		.under(media.id)
		.filter(({ parentId }) => parentId === null);
	const sorted = request.parameters.get('order') === 'chronological' ? [...top].reverse() : top;
	return listAt(viewer, `${media.id}/comments`, found(viewer, sorted), request, LIMITS, (one) =>
		commentNode(viewer, one, request.fields)
	);
}
