import type { Field } from '../field-expansion.ts';
import { stableId } from '../ids.ts';
import { nodeAnswer, type NodeAnswer, type Readers } from '../node.ts';
import type { List } from '../pager.ts';
import type { Comment } from './comment.ts';
import { nonexistingField } from './errors.ts';
import { inBraces, listAt, type ListRequest, unlessEmpty } from './lists.ts';
import { plainNode } from './plain-node.ts';
import { idOf, metaTime } from './plain-values.ts';
import { contentOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** "The default fields are id, text and timestamp" (Meta, comment moderation). */
const USUAL = ['timestamp', 'text', 'id'];

/** The scoped id of who wrote a comment: of an account that is the caller's, its own. */
export const authorId = ({ accounts }: Viewer, username: string) =>
	accounts.find((account) => account.username === username)?.userId ??
	stableId('9', `author ${username}`).slice(0, 16);

function commentReaders(viewer: Viewer, comment: Comment): Readers {
	const author = { id: authorId(viewer, comment.username), username: comment.username };
	const media = contentOf(viewer).media(comment.mediaId);
	const isOwn = viewer.accounts.some(({ username }) => username === comment.username);
	return {
		id: () => idOf(viewer, comment.id),
		text: () => comment.text,
		timestamp: () => metaTime(comment.at),
		username: () => comment.username,
		from: ({ fields }) => plainNode(viewer, 'ShadowIGUser', author, fields, ['id', 'username']),
		// Only where the caller wrote it.
		user: ({ fields }) => (isOwn ? plainNode(viewer, 'IGUser', author, fields, ['id']) : null),
		like_count: () => comment.likeCount,
		hidden: () => comment.isHidden,
		parent_id: () => comment.parentId,
		legacy_instagram_comment_id: () => stableId('18', `legacy comment ${comment.id}`),
		media: ({ fields }) =>
			plainNode(
				viewer,
				'IGMedia',
				{ id: comment.mediaId, media_product_type: media?.productType ?? 'FEED' },
				fields,
				['id']
			),
		replies: (field) => unlessEmpty(repliesTo(viewer, comment, inBraces(field)))
	};
}

/** A comment as an answer tells it (Meta, IG Comment). */
export const commentNode = (
	viewer: Viewer,
	comment: Comment,
	asked: Field[] | null
): NodeAnswer | Response =>
	nodeAnswer(commentReaders(viewer, comment), asked, USUAL, (field) =>
		nonexistingField(viewer, field, 'IGComment')
	);

/** "Returns a maximum of 50 comments per query" (Meta, comment moderation). */
export const LIMITS = { usualLimit: 50, highestLimit: 50 };

/** Of an app in development mode lists of comments are empty, without an error. */
export const found = (viewer: Viewer, comments: readonly Comment[]) =>
	switchesOf(viewer).developmentMode ? [] : comments;

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
