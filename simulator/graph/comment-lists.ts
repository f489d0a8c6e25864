import type { List } from '../pager.ts';
import type { Comment } from './comment.ts';
import { commentNode } from './comment-fields.ts';
import { listAt, type ListRequest } from './lists.ts';
import type { Media } from './media.ts';
import { contentOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** "Returns a maximum of 50 comments per query" (Meta, comment moderation). */
const LIMITS = { usualLimit: 50, highestLimit: 50 };

/** Of an app in development mode lists of comments are empty, without an error. */
const found = (viewer: Viewer, comments: readonly Comment[]) =>
	switchesOf(viewer).developmentMode ? [] : comments;

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

/** `/{comment}/replies`: the answers to a top comment. */
export function repliesTo(viewer: Viewer, comment: Comment, request: ListRequest): List | Response {
	const refusal = refusalWithout(viewer, 'comments');
	if (refusal) return refusal;
	const answers = contentOf(viewer)
		.under(comment.mediaId)
		.filter(({ parentId }) => parentId === comment.id);
	return listAt(viewer, `${comment.id}/replies`, found(viewer, answers), request, LIMITS, (one) =>
		commentNode(viewer, one, request.fields)
	);
}
