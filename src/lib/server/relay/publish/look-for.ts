import { seconds } from '../../clock.ts';
import type { Publish } from '../../database/tool-tables.ts';
import type { PublishGuard, Publisher } from './guard.ts';
import { look, type Looked } from './look.ts';
import type { Read } from './sight.ts';

/** When to look within the request that sent it, each counted from the look before (milliseconds). */
export const LOOKS = [500, 1500, 3000, 5000, 8000];
/** Who sends the call again has waited already. */
export const LOOKS_OF_REPEATS = [0, 1500];

const LONGEST = seconds(20);

/**
 * Looks again and again until it is known what became of a publish, for up to 20 seconds.
 * @param deadline in real time: no look begins after it
 */
export async function lookFor(
	guard: PublishGuard,
	{ connection, read, deadline }: { connection: Publisher; read: Read; deadline: number },
	publish: Publish,
	waits: readonly number[]
): Promise<Looked> {
	const until = Math.min(deadline, Date.now() + LONGEST);
	let looked: Looked = { verdict: 'unclear', publish };
	for (const wait of waits) {
		if (Date.now() + wait > until) break;
		if (wait > 0) await guard.sleep(wait);
		looked = await look(guard, connection, looked.publish, read);
		if (looked.verdict === 'published' || looked.verdict === 'not published') break;
	}
	return looked;
}
