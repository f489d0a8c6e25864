import { seconds } from '../../clock.ts';
import type { ConnectionView } from '../../../view.ts';
import { ask } from '../ask.ts';
import { ToolFailure } from '../failure.ts';
import { fieldOf, textIn } from '../pick.ts';
import type { ToolContext } from '../tool.ts';

/** How long until the next look; the last goes on. */
const PAUSES = [1, 2, 3, 5].map(seconds);

/**
 * Waits until Instagram has prepared containers.
 * @param deadline milliseconds, real time
 * @returns whether all are ready; false: the time is over
 * @throws ToolFailure where one cannot be published, or where Meta may not be asked further
 */
export async function ripen(
	context: ToolContext,
	connection: ConnectionView,
	containers: readonly string[],
	deadline: number
): Promise<boolean> {
	for (const container of containers)
		for (let look = 0; !(await isReady(context, connection, container)); look += 1)
			if (!(await pause(context, look, deadline))) return false;
	return true;
}

/** Waits before the next look. @returns false where that would be too late */
export async function pause({ now, sleep }: ToolContext, look: number, deadline: number) {
	const ms = PAUSES[Math.min(look, PAUSES.length - 1)] ?? 0;
	if (now() + ms > deadline) return false;
	await sleep(ms);
	return true;
}

async function isReady(context: ToolContext, connection: ConnectionView, container: string) {
	const state = await ask(context, connection, `GET ${container}`, {
		fields: 'status_code,status'
	}).catch(unlessFault);
	const code = fieldOf(state, 'status_code');
	if (code !== 'ERROR' && code !== 'EXPIRED') return code === 'FINISHED' || code === 'PUBLISHED';
	throw new ToolFailure(
		code === 'ERROR'
			? 'Instagram could not prepare the post: it does not take the picture or film.'
			: 'What was prepared is older than 24 hours.',
		code === 'ERROR'
			? 'Look at the picture or film: JPEG up to 8 MB, between 4:5 and 1.91:1; reels of 3 seconds to 15 minutes.'
			: 'Call publish_post once more.',
		{
			meta: {
				status: 200,
				code: null,
				subcode: null,
				isTransient: false,
				words: (textIn(fieldOf(state, 'status')) ?? '').slice(0, 300)
			}
		}
	);
}

const FAULTS = new Set(['meta_unreachable', 'meta_timeout', 'meta_odd_answer']);

/** A look that Meta could not answer is done again; whatever else it says ends the wait. */
function unlessFault(error: unknown): null {
	if (!(error instanceof ToolFailure)) throw error;
	const { code, meta } = error;
	if (code !== null ? FAULTS.has(code) : meta?.isTransient || (meta?.status ?? 0) >= 500)
		return null;
	throw error;
}
