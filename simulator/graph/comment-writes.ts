import { jsonResponse } from '../meta-json.ts';
import { type Comment, createComment } from './comment.ts';
import { commentPosted } from './deliver-webhooks.ts';
import { invalidParameter, missingParameter, refusal } from './errors.ts';
import type { Media } from './media.ts';
import { idOf } from './plain-values.ts';
import { contentOf, nowOf, ownerOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

const LONGEST_TEXT = 2200;

type Parameters = Map<string, string>;

const success = () => jsonResponse({ success: true });

/** `true` or `false` in a parameter, `1` and `0` too; null for anything else. */
export function booleanIn(parameters: Parameters, name: string): boolean | null {
	const text = parameters.get(name)?.toLowerCase() ?? '';
	if (/^(true|1)$/.test(text)) return true;
	return /^(false|0)$/.test(text) ? false : null;
}

/** `POST /{media}/comments`: a comment by the account itself, or by another that was named there. */
export function commentOn(
	viewer: Viewer,
	media: Media,
	parameters: Parameters,
	author = media.username
): Response {
	if (!media.isCommentEnabled && viewer.login === 'facebook')
		return invalidParameter(viewer, 'Comments are turned off for this media');
	return write(viewer, media, null, parameters, author);
}

/** `POST /{comment}/replies`: an answer to an answer goes to the comment above it. */
export function replyTo(
	viewer: Viewer,
	comment: Comment,
	parameters: Parameters,
	author?: string
): Response {
	const media = contentOf(viewer).media(comment.mediaId);
	if (!media || comment.isHidden)
		return invalidParameter(viewer, 'A hidden comment cannot be answered');
	const above = comment.parentId ?? comment.id;
	return write(viewer, media, above, parameters, author ?? media.username);
}

function write(
	viewer: Viewer,
	media: Media,
	parentId: string | null,
	parameters: Parameters,
	author: string
): Response {
	const closed = refusalWithout(viewer, 'comments');
	if (closed) return closed;
	const text = parameters.get('message') ?? '';
	if (!text) return missingParameter(viewer, 'message');
	if (text.length > LONGEST_TEXT) return invalidParameter(viewer, 'The message is too long');
	const content = contentOf(viewer);
	const comment = content.addComment(
		createComment({
			seed: content.nextSeed('written comment'),
			mediaId: media.id,
			parentId,
			text,
			username: author,
			at: Math.trunc(nowOf(viewer) / 1000) * 1000,
			clientId: viewer.clientId
		})
	);
	commentPosted(viewer.visit.world, comment, media);
	if (parameters.has('fields') && switchesOf(viewer).commentWithFields === 'created_and_refused')
		return refusal(viewer, {
			message: '(#20) Invalid parameter: fields',
			type: 'OAuthException',
			code: 20,
			subcode: 1_772_107
		});
	return jsonResponse({ id: idOf(viewer, comment.id) });
}

/**
 * `POST /{comment}` with `hide`. The owner's own comments stay visible whatever it says.
 * @param query the parameters of the query alone, for the switch that does not read bodies
 */
export function hideComment(
	viewer: Viewer,
	comment: Comment,
	parameters: Parameters,
	query: URLSearchParams
): Response {
	const closed = refusalWithout(viewer, 'comments');
	if (closed) return closed;
	const given = switchesOf(viewer).hideInBody ? parameters : new Map([...query]);
	if (!given.get('hide')) return missingParameter(viewer, 'hide');
	const isHidden = booleanIn(given, 'hide');
	if (isHidden === null) return invalidParameter(viewer, 'Param hide must be a boolean');
	if (!ownerOf(viewer, comment)) comment.isHidden = isHidden;
	return success();
}

/** `DELETE /{comment}`: its answers go with it. */
export function deleteComment(viewer: Viewer, comment: Comment): Response {
	const closed = refusalWithout(viewer, 'comments');
	if (closed) return closed;
	contentOf(viewer).removeComment(comment.id);
	return success();
}

/** `POST /{media}` with `comment_enabled`. */
export function enableComments(viewer: Viewer, media: Media, parameters: Parameters): Response {
	const closed = refusalWithout(viewer, 'comments');
	if (closed) return closed;
	if (!parameters.get('comment_enabled')) return missingParameter(viewer, 'comment_enabled');
	const isEnabled = booleanIn(parameters, 'comment_enabled');
	if (isEnabled === null)
		return invalidParameter(viewer, 'Param comment_enabled must be a boolean');
	media.isCommentEnabled = isEnabled;
	return success();
}
