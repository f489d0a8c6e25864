import { ToolRefusal } from '../keys/tool-refusal.ts';
import { parse, refusalOf } from '../meta/judge.ts';
import type { ReadAnswer } from './answer.ts';

/** What is asked of a node before it is deleted: no post has a text. */
export const COMMENT_FIELDS = 'id,text';

/** "Error Codes", Graph API: what was asked for is not there, or not of this kind. */
const NO_SUCH_FIELD = 100;

/**
 * Judges what Meta says of a node that is to be deleted: by one of the logins the same call could
 * delete a post.
 * @returns null for a comment; else Meta's own answer where it says something else than what it is
 * @throws ToolRefusal path_not_allowed for what is no comment
 */
export function otherThanComment(answer: ReadAnswer): ReadAnswer | null {
	const { status, text } = answer;
	const refusal = refusalOf({ status, text });
	if (refusal !== null && refusal.code !== NO_SUCH_FIELD) return answer;
	const body = refusal === null ? parse(text) : null;
	if (typeof body === 'object' && body !== null && Object.hasOwn(body, 'text')) return null;
	throw new ToolRefusal(
		'path_not_allowed',
		'Only comments are deleted here, and this id is not a comment’s.',
		'Delete posts in Instagram itself.'
	);
}
