import type { Field } from '../field-expansion.ts';
import type { Account } from '../instagram/accounts.ts';
import type { NodeAnswer } from '../node.ts';
import { commentNode } from './comment-fields.ts';
import { commentOn, replyTo } from './comment-writes.ts';
import { missingParameter, noSuchObject } from './errors.ts';
import { mediaNode } from './media-fields.ts';
import { contentOf, refusalWithout, type Viewer } from './viewer.ts';

/** A post or a comment of anybody that names this account, by its id. */
function mentionedMedia(viewer: Viewer, { username }: Account, id: string) {
	const media = contentOf(viewer).media(id);
	return media?.caption?.includes(`@${username}`) ? media : undefined;
}

function mentionedComment(viewer: Viewer, { username }: Account, id: string) {
	const comment = contentOf(viewer).comment(id);
	return comment?.text.includes(`@${username}`) ? comment : undefined;
}

/** `mentioned_media.media_id(ID){…}` on the account (Meta, Mentioned Media). */
export function mentionedMediaField(
	viewer: Viewer,
	account: Account,
	{ modifiers, fields }: Field
): NodeAnswer | Response {
	const id = modifiers.get('media_id') ?? '';
	const media = mentionedMedia(viewer, account, id);
	return (
		refusalWithout(viewer, 'comments') ??
		(media ? mediaNode(viewer, media, fields) : noSuchObject(viewer, 'GET', id))
	);
}

/** `mentioned_comment.comment_id(ID){…}` on the account (Meta, Mentioned Comment). */
export function mentionedCommentField(
	viewer: Viewer,
	account: Account,
	{ modifiers, fields }: Field
): NodeAnswer | Response {
	const id = modifiers.get('comment_id') ?? '';
	const comment = mentionedComment(viewer, account, id);
	return (
		refusalWithout(viewer, 'comments') ??
		(comment ? commentNode(viewer, comment, fields) : noSuchObject(viewer, 'GET', id))
	);
}

/** `POST /{ig}/mentions`: an answer under the post, or to the comment, that named the account. */
export function answerMention(
	viewer: Viewer,
	account: Account,
	parameters: Map<string, string>
): Response {
	const mediaId = parameters.get('media_id');
	if (!mediaId) return missingParameter(viewer, 'media_id');
	const commentId = parameters.get('comment_id');
	const by = { ...viewer, accounts: [account] };
	if (commentId) {
		const comment = mentionedComment(viewer, account, commentId);
		return comment
			? replyTo(by, comment, parameters, account.username)
			: noSuchObject(viewer, 'POST', commentId);
	}
	const media = mentionedMedia(viewer, account, mediaId);
	return media
		? commentOn(by, media, parameters, account.username)
		: noSuchObject(viewer, 'POST', mediaId);
}
