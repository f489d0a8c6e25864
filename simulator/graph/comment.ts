import { contentId } from './ids.ts';

/** Under a post, or in answer to another comment (Meta, IG Comment). */
export type Comment = {
	id: string;
	mediaId: string;
	/** The top comment that this answers; there is one level only. */
	parentId: string | null;
	text: string;
	/** Who wrote it: an account of this world, or a stranger. */
	username: string;
	at: number;
	likeCount: number;
	isHidden: boolean;
	/** The app that wrote it, for the field `user`; null for a person in Instagram's app. */
	clientId: string | null;
};

/** A comment with everything that `given` leaves out filled in. */
export function createComment(
	given: Partial<Comment> & Pick<Comment, 'mediaId' | 'text' | 'username' | 'at'> & { seed: string }
): Comment {
	const { seed, ...rest } = given;
	return {
		id: contentId('comment', seed),
		parentId: null,
		likeCount: 0,
		isHidden: false,
		clientId: null,
		...rest
	};
}
