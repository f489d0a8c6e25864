import * as z from 'zod';
import { seconds } from '../clock.ts';
import { ACCOUNT_REF, chooseAccount, refOf } from './accounts.ts';
import { ToolFailure } from './failure.ts';
import { containersOf, POST } from './publishing/post.ts';
import { permalinkOf, publish } from './publishing/publish.ts';
import { type Draft, nameOfPost } from './publishing/unfinished.ts';
import { BY_STRANGERS, defineTool } from './tool.ts';

/** How long Instagram may prepare a post while the call waits. */
const LONGEST_WAIT = seconds(45);
/** After so long an asker may have given up waiting, and will ask again. */
const IMPATIENCE = seconds(20);

export const publishPost = defineTool({
	name: 'publish_post',
	title: 'Publish a post',
	description:
		'Publishes a picture, a carousel or a reel in the account’s name, for everybody to see. It waits ' +
		'up to 45 seconds for Instagram to prepare it; `status` is then `preparing`, and the very same ' +
		`call goes on with it. An unclear outcome is never repeated blindly. ${BY_STRANGERS}`,
	action: 'publish',
	hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
	input: POST,
	output: z.object({
		account: ACCOUNT_REF,
		status: z.enum(['published', 'preparing']),
		media_id: z.string().nullable(),
		permalink: z.string().nullable(),
		container_id: z.string().nullable(),
		prepared: z.array(z.string()).describe('The containers of a carousel’s parts'),
		next: z.string().nullable().describe('What to do, where this call published nothing')
	}),
	run: async (context, input) => {
		const connection = chooseAccount(context, input.account);
		const containers = containersOf(input);
		const { account: _named, ...words } = input;
		const post = nameOfPost(connection.id, words);
		const draft = context.unfinished.take(post, context.now());
		if (draft === null) throw UNDER_WAY();
		let isWorthKeeping = true;
		try {
			const begun = context.now();
			const isRepeat = draft.published !== null;
			const mediaId =
				draft.published?.mediaId ??
				(await publish(context, connection, containers, draft, begun + LONGEST_WAIT));
			if (mediaId !== null && !isRepeat) {
				isWorthKeeping = context.now() - begun >= IMPATIENCE;
				draft.published = { mediaId, at: context.now() };
			}
			return {
				account: refOf(connection),
				status: mediaId === null ? ('preparing' as const) : ('published' as const),
				media_id: mediaId,
				permalink: mediaId === null ? null : await permalinkOf(context, connection, mediaId),
				container_id: draft.container,
				prepared: draft.children,
				next: mediaId === null ? GO_ON : isRepeat ? REPEATED : null
			};
		} catch (error) {
			if (!(error instanceof ToolFailure)) throw error;
			isWorthKeeping = !isSpoilt(error);
			throw naming(draft, error);
		} finally {
			context.unfinished.giveBack(post, draft, isWorthKeeping);
		}
	}
});

const GO_ON =
	'Call publish_post with the very same input in a minute: it goes on with this container and prepares nothing twice.';

const REPEATED =
	'This very post was published within the last hour, and nothing was sent again. To publish it twice, change its caption.';

const UNDER_WAY = () =>
	new ToolFailure('The same post is being published by another call.', 'Wait for that one.', {
		code: 'in_flight'
	});

/** Whether what was prepared can never be published. */
const isSpoilt = ({ meta }: ToolFailure) =>
	meta !== null && (meta.code === null || meta.code === -1 || meta.code === GONE);
const GONE = 24;

/** The failure with the container's id in its cure, so that it can be looked after. */
function naming({ container }: Draft, { message, cure, code, meta, retryAfter }: ToolFailure) {
	const end = container === null ? '' : ` The prepared post is container ${container}.`;
	return new ToolFailure(message, `${cure}${end}`, { code, meta, retryAfter });
}
