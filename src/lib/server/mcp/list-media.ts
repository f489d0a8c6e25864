import * as z from 'zod';
import { ACCOUNT_INPUT, ACCOUNT_REF, chooseAccount, refOf } from './accounts.ts';
import { ask } from './ask.ts';
import { MEDIA_FIELDS, MEDIA_ITEM, mediaItem } from './media-item.ts';
import { CURSOR, cursorIn, listIn } from './pick.ts';
import { BY_STRANGERS, defineTool, READS } from './tool.ts';

/** Where a list goes on. */
export const AFTER_INPUT = z
	.string()
	.regex(CURSOR)
	.optional()
	.describe('`after` of the page before');
export const AFTER = z
	.string()
	.nullable()
	.describe('Where the next page begins; null: this is the last');

export const listMedia = defineTool({
	name: 'list_media',
	title: 'Posts of an account',
	description:
		'The posts of an account, the newest first, a page at a time. Long captions may be cut at ' +
		`2,000 characters here; get_media has all of it. ${BY_STRANGERS}`,
	action: 'media.read',
	hints: READS,
	input: z.strictObject({
		account: ACCOUNT_INPUT,
		limit: z.int().min(1).max(50).optional().describe('At most 50; 25 where it is not given'),
		after: AFTER_INPUT
	}),
	output: z.object({ account: ACCOUNT_REF, media: z.array(MEDIA_ITEM), after: AFTER }),
	run: async (context, { account, limit = 25, after }) => {
		const connection = chooseAccount(context, account);
		const body = await ask(context, connection, `GET ${connection.account.id}/media`, {
			fields: MEDIA_FIELDS,
			limit: String(limit),
			after
		});
		return {
			account: refOf(connection),
			media: listIn(body).map(mediaItem),
			after: cursorIn(body)
		};
	}
});
