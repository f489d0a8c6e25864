import * as z from 'zod';
import { ACCOUNT_REF, refOf } from './accounts.ts';
import { ask } from './ask.ts';
import { withOwner } from './find-owner.ts';
import { fieldOf, ID, idIn } from './pick.ts';
import { BY_STRANGERS, defineTool } from './tool.ts';

export const COMMENT_ID = z
	.string()
	.regex(ID)
	.describe('`id` of a comment from list_comments, as text');

export const replyToComment = defineTool({
	name: 'reply_to_comment',
	title: 'Answer a comment',
	description:
		'Answers a comment publicly, in the account’s name. Called twice, it answers twice. ' +
		BY_STRANGERS,
	action: 'comments.write',
	hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
	input: z.strictObject({ comment_id: COMMENT_ID, text: z.string().min(1).max(2200) }),
	output: z.object({ account: ACCOUNT_REF, reply_id: z.string().nullable() }),
	run: async (context, { comment_id, text }) => {
		const { connection, result } = await withOwner(context, (connection) =>
			ask(context, connection, `POST ${comment_id}/replies`, { message: text })
		);
		return { account: refOf(connection), reply_id: idIn(fieldOf(result, 'id')) };
	}
});
