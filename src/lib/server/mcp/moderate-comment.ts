import * as z from 'zod';
import { ACCOUNT_REF, refOf } from './accounts.ts';
import { ask } from './ask.ts';
import { withOwner } from './find-owner.ts';
import { COMMENT_ID } from './reply-to-comment.ts';
import { BY_STRANGERS, defineTool } from './tool.ts';

export const moderateComment = defineTool({
	name: 'moderate_comment',
	title: 'Hide, show or delete a comment',
	description:
		'Hides a comment from everybody but its writer, shows it again, or deletes it for good. ' +
		BY_STRANGERS,
	action: 'comments.write',
	hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
	input: z.strictObject({ comment_id: COMMENT_ID, do: z.enum(['hide', 'unhide', 'delete']) }),
	output: z.object({
		account: ACCOUNT_REF,
		comment_id: z.string(),
		done: z.enum(['hide', 'unhide', 'delete'])
	}),
	run: async (context, { comment_id, do: what }) => {
		const { connection } = await withOwner(context, (connection) =>
			what === 'delete'
				? ask(context, connection, `DELETE ${comment_id}`)
				: ask(context, connection, `POST ${comment_id}`, { hide: String(what === 'hide') })
		);
		return { account: refOf(connection), comment_id, done: what };
	}
});
