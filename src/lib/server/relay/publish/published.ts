import type { Publish } from '../../database/tool-tables.ts';
import type { Sent } from '../call.ts';
import type { PublishGuard } from './guard.ts';
import { outcomeUnknown } from './refusals.ts';

/** What goes to the program; `reconciled` where the post was found by looking. */
export type Published = Sent & { reconciled?: true };

/**
 * The answer that Meta gives to a publish, by what is stored of it.
 * @throws ToolRefusal outcome_unknown where it is there and its id is not known
 */
export function answerWith(
	guard: PublishGuard,
	publish: Publish,
	isReconciled: boolean
): Published {
	if (publish.mediaId === null) throw outcomeUnknown(publish);
	guard.told.set(publish.id, Date.now());
	return {
		status: 200,
		headers: new Headers({ 'content-type': 'application/json; charset=UTF-8' }),
		bytes: new TextEncoder().encode(JSON.stringify({ id: publish.mediaId })),
		...(isReconciled ? { reconciled: true } : {})
	};
}
