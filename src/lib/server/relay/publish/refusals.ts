import type { Publish } from '../../database/tool-tables.ts';
import { ToolRefusal } from '../../keys/tool-refusal.ts';

/** The same publish, or one that is alike, is under way. */
export const inFlight = () =>
	new ToolRefusal(
		'in_flight',
		'This post is being published right now, or one with the same words.',
		'Wait a few seconds and send the same call again: it will be answered with the post’s id.',
		{ retryAfter: 5 }
	);

/** Meta did not say, and what was read at Instagram does not tell either. */
export function outcomeUnknown({ why, containerSays, mediaId, state }: Publish) {
	if (containerSays === 'PUBLISHED' || (state === 'published' && mediaId === null)) {
		return new ToolRefusal(
			'outcome_unknown',
			'This was published, but which post it became could not be told for certain.',
			'Do not publish it again. Sending the same call again posts nothing: it looks for the id once more.'
		);
	}
	return new ToolRefusal(
		'outcome_unknown',
		`Nobody knows yet whether this was published: Meta gave no clear answer (${why ?? 'none'}).`,
		'Look at Instagram whether it is there. Sending the same call again posts nothing twice: it looks first.'
	);
}
