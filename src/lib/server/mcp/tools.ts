import type { Key } from '../keys/key.ts';
import { getInsights } from './get-insights.ts';
import { getMedia } from './get-media.ts';
import { listAccounts } from './list-accounts.ts';
import { listComments } from './list-comments.ts';
import { listMedia } from './list-media.ts';
import { moderateComment } from './moderate-comment.ts';
import { publishPost } from './publish-post.ts';
import { replyToComment } from './reply-to-comment.ts';
import type { Tool } from './tool.ts';

/** Every tool, in the order in which assistants see them. */
export const TOOLS: readonly Tool[] = [
	listAccounts,
	listMedia,
	getMedia,
	getInsights,
	listComments,
	replyToComment,
	moderateComment,
	publishPost
];

/** The tools that exist for a key. */
export const toolsFor = ({ actions }: Pick<Key, 'actions'>) =>
	TOOLS.filter(({ action }) => action === null || actions.includes(action));
