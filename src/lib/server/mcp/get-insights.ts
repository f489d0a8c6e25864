import * as z from 'zod';
import { ACCOUNT_INPUT, ACCOUNT_REF, chooseAccount, refOf } from './accounts.ts';
import { withOwner } from './find-owner.ts';
import { MEDIA_ID } from './get-media.ts';
import { accountInsights } from './insights/account-insights.ts';
import { LEFT_OUT } from './insights/ask-metrics.ts';
import { mediaInsights, NO_DATES } from './insights/media-insights.ts';
import { NUMBER } from './insights/numbers.ts';
import { windowsOf } from './insights/windows.ts';
import { BY_STRANGERS, defineTool, READS } from './tool.ts';

const DAY = z.string().regex(/^\d{4}-\d\d-\d\d$/);

export const getInsights = defineTool({
	name: 'get_insights',
	title: 'Numbers of an account or a post',
	description:
		'Numbers of an account from one day to another (the last seven days where none is given; ' +
		'more than 30 days come in several windows, which must not be added up for reach, because ' +
		'people come back), or of one post for its whole life. What Instagram refuses is named in ' +
		'`left_out`, what it has no data of in `no_data`, which is not 0. Numbers lag up to 48 hours. ' +
		BY_STRANGERS,
	action: 'insights.read',
	hints: READS,
	input: z.strictObject({
		account: ACCOUNT_INPUT,
		media_id: MEDIA_ID.optional(),
		from: DAY.optional().describe('YYYY-MM-DD in UTC; of an account only'),
		to: DAY.optional().describe('YYYY-MM-DD in UTC, this day included')
	}),
	output: z.object({
		account: ACCOUNT_REF,
		media: z
			.object({ id: z.string(), media_product_type: z.string().nullable() })
			.nullable()
			.describe('The post; null: the numbers are the account’s'),
		windows: z.array(
			z.object({
				from: z.string().nullable(),
				until: z.string().nullable(),
				numbers: z.array(NUMBER),
				left_out: z.array(LEFT_OUT),
				no_data: z.array(z.string())
			})
		)
	}),
	run: async (context, { account, media_id, from, to }) => {
		if (media_id !== undefined) {
			if (from !== undefined || to !== undefined) throw NO_DATES();
			const connections =
				account === undefined ? context.connections : [chooseAccount(context, account)];
			const { connection, result } = await withOwner({ ...context, connections }, (connection) =>
				mediaInsights(context, connection, media_id)
			);
			return {
				account: refOf(connection),
				media: { id: media_id, media_product_type: result.kind },
				windows: [{ from: null, until: null, ...result.metrics }]
			};
		}
		const connection = chooseAccount(context, account);
		const windows = [];
		for (const window of windowsOf({ from, to }, context.now()))
			windows.push({
				from: new Date(window.since).toISOString(),
				until: new Date(window.until).toISOString(),
				...(await accountInsights(context, connection, window))
			});
		return { account: refOf(connection), media: null, windows };
	}
});
