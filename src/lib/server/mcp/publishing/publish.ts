import type { ConnectionView } from '../../../view.ts';
import { ask } from '../ask.ts';
import { ToolFailure } from '../failure.ts';
import { addressIn, fieldOf, idIn } from '../pick.ts';
import type { ToolContext } from '../tool.ts';
import type { Containers } from './post.ts';
import { pause, ripen } from './ripen.ts';
import type { Draft } from './unfinished.ts';

/** @returns the id of the post; null: Instagram still prepares it */
export async function publish(
	context: ToolContext,
	connection: ConnectionView,
	containers: Containers,
	draft: Draft,
	deadline: number
): Promise<string | null> {
	const make = async (parameters: Record<string, string>) =>
		idOfNew(await ask(context, connection, `POST ${connection.account.id}/media`, parameters));
	for (const child of containers.children.slice(draft.children.length)) {
		if (context.now() > deadline) return null;
		draft.children.push(await make(child));
	}
	if (draft.container === null) {
		if (!(await ripen(context, connection, draft.children, deadline))) return null;
		const children = draft.children.length > 0 ? { children: draft.children.join(',') } : {};
		draft.container = await make({ ...containers.post, ...children });
	}
	const container = draft.container;
	for (let look = 0; ; look += 1) {
		if (!(await ripen(context, connection, [container], deadline))) return null;
		try {
			return idOfNew(
				await ask(context, connection, `POST ${connection.account.id}/media_publish`, {
					creation_id: container
				})
			);
		} catch (error) {
			if (!(error instanceof ToolFailure) || error.meta?.code !== NOT_READY) throw error;
			if (!(await pause(context, look, deadline))) return null;
		}
	}
}

/** "Media ID is not available": said at times of what was FINISHED a moment ago. */
const NOT_READY = 9007;

/** Where the post is to be seen; null where Instagram does not tell. */
export const permalinkOf = async (
	context: ToolContext,
	connection: ConnectionView,
	mediaId: string
) => {
	try {
		const media = await ask(context, connection, `GET ${mediaId}`, { fields: 'permalink' });
		return addressIn(fieldOf(media, 'permalink'));
	} catch (error) {
		if (error instanceof ToolFailure) return null;
		throw error;
	}
};

function idOfNew(body: unknown): string {
	const id = idIn(fieldOf(body, 'id'));
	if (id !== null) return id;
	throw new ToolFailure(
		'Instagram gave no id for what was made.',
		'Look at the account before anything is published again.'
	);
}
