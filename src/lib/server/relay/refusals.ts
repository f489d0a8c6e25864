import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { NoAnswer } from '../meta/graph-call.ts';

// What became of a call that Meta did not answer, or not so that it can be read.

export const metaUnreachable = () =>
	new ToolRefusal(
		'meta_unreachable',
		'Meta could not be reached; nothing was done.',
		'Try again in a while.'
	);

export const metaOddAnswer = () =>
	new ToolRefusal(
		'meta_odd_answer',
		'Meta answered with something that is no answer of the Graph.',
		'Try again in a while.'
	);

export const outcomeUnknown = () =>
	new ToolRefusal(
		'outcome_unknown',
		'Meta did not say whether this was done.',
		'Look at Instagram before you send it again.'
	);

export const metaRateLimited = (waitMs: number) =>
	new ToolRefusal(
		'meta_rate_limited',
		'Meta’s limit of calls is reached, or nearly.',
		'Let the program wait as long as Retry-After says.',
		{ retryAfter: Math.max(1, Math.ceil(waitMs / 1000)) }
	);

/** @param isWrite of a call that was done nevertheless, as like as not */
export const answerHeldBack = (isWrite: boolean) =>
	new ToolRefusal(
		'answer_held_back',
		'Meta’s answer held the Instagram token, so it was not handed on.',
		isWrite
			? 'Look at Instagram before you send it again; the log of Mooring has a line for it.'
			: 'Ask for less, such as fewer fields; the log of Mooring has a line for it.'
	);

const metaTimeout = () =>
	new ToolRefusal('meta_timeout', 'Meta did not answer in time.', 'Try again, or ask for less.');

/** Something came, and trying again would bring the same. */
const ODD: NoAnswer['why'][] = ['redirect', 'no_status', 'too_long'];

/** What a read is told that got no answer: asking again does no harm. */
export function readRefusal({ why, wasSent }: NoAnswer): ToolRefusal {
	if (ODD.includes(why)) return metaOddAnswer();
	return why === 'late' && wasSent ? metaTimeout() : metaUnreachable();
}

/** What a write is told that got no answer: once it was sent, it may have been done. */
export const writeRefusal = ({ wasSent }: NoAnswer): ToolRefusal =>
	wasSent ? outcomeUnknown() : metaUnreachable();
