import * as z from 'zod';
import { ACCOUNT_REF, refOf } from './accounts.ts';
import { ask } from './ask.ts';
import { withOwner } from './find-owner.ts';
import { WHOLE_MEDIA, WHOLE_MEDIA_FIELDS, wholeMedia } from './media-item.ts';
import { ID } from './pick.ts';
import { BY_STRANGERS, defineTool, READS } from './tool.ts';

export const MEDIA_ID = z.string().regex(ID).describe('`id` of a post from list_media, as text');

export const getMedia = defineTool({
	name: 'get_media',
	title: 'One post',
	description: `One post or story with its whole caption and, of a carousel, its parts. ${BY_STRANGERS}`,
	action: 'media.read',
	hints: READS,
	input: z.strictObject({ media_id: MEDIA_ID }),
	output: z.object({ account: ACCOUNT_REF, media: WHOLE_MEDIA }),
	run: async (context, { media_id }) => {
		const { connection, result } = await withOwner(context, (connection) =>
			ask(context, connection, `GET ${media_id}`, { fields: WHOLE_MEDIA_FIELDS })
		);
		return { account: refOf(connection), media: wholeMedia(result) };
	}
});
