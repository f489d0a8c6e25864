import * as z from 'zod';
import { ACCOUNT_REF, refOf } from './accounts.ts';
import { ask } from './ask.ts';
import { withOwner } from './find-owner.ts';
import { MEDIA_ID } from './get-media.ts';
import { AFTER, AFTER_INPUT } from './list-media.ts';
import { cursorIn, fieldOf, flagIn, idIn, listIn, numberIn, textIn, timeIn } from './pick.ts';
import { BY_STRANGERS, defineTool, READS } from './tool.ts';

const COMMENT_FIELDS = 'id,text,timestamp,username,like_count,hidden';

const COMMENT = z.object({
	id: z.string().nullable(),
	timestamp: z.string().nullable(),
	like_count: z.number().nullable(),
	hidden: z.boolean().nullable(),
	untrusted: z.object({ text: z.string().nullable(), username: z.string().nullable() })
});

const commentItem = (comment: unknown): z.infer<typeof COMMENT> => ({
	id: idIn(fieldOf(comment, 'id')),
	timestamp: timeIn(fieldOf(comment, 'timestamp')),
	like_count: numberIn(fieldOf(comment, 'like_count')),
	hidden: flagIn(fieldOf(comment, 'hidden')),
	untrusted: {
		text: textIn(fieldOf(comment, 'text')),
		username: textIn(fieldOf(comment, 'username'))
	}
});

export const listComments = defineTool({
	name: 'list_comments',
	title: 'Comments on a post',
	description:
		'The comments on a post with the answers to them, the newest first, a page at a time. ' +
		`A Meta app that is not published gets none. ${BY_STRANGERS}`,
	action: 'comments.read',
	hints: READS,
	input: z.strictObject({ media_id: MEDIA_ID, after: AFTER_INPUT }),
	output: z.object({
		account: ACCOUNT_REF,
		comments: z.array(COMMENT.extend({ replies: z.array(COMMENT) })),
		after: AFTER
	}),
	run: async (context, { media_id, after }) => {
		const { connection, result } = await withOwner(context, (connection) =>
			ask(context, connection, `GET ${media_id}/comments`, {
				fields: `${COMMENT_FIELDS},replies{${COMMENT_FIELDS}}`,
				limit: '50',
				after
			})
		);
		return {
			account: refOf(connection),
			comments: listIn(result).map((comment) => ({
				...commentItem(comment),
				replies: listIn(fieldOf(comment, 'replies')).map(commentItem)
			})),
			after: cursorIn(result)
		};
	}
});
