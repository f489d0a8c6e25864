import type { PublishGuard } from './guard.ts';
import { lookFor, LOOKS, LOOKS_OF_REPEATS } from './look-for.ts';
import { answerWith, type Published } from './published.ts';
import { inFlight, outcomeUnknown } from './refusals.ts';
import { type PublishCall, sendOnce } from './send-once.ts';
import { claimPublish } from './store.ts';

/** More publishes that are alike than a connection has open. */
const MOST_ROUNDS = 5;

/**
 * Publishes a container once, however often it is asked: `POST {a}/media_publish`. Meta was seen to
 * say that it failed after it had published, so what is not certain is looked at before anything is
 * sent again; so is what another container of the same kind and words left unclear.
 * @returns Meta's own answer, or `{ id }`, `reconciled` where the post was found by looking
 * @throws ToolRefusal in_flight, outcome_unknown; what a NeverSent of `send` carries
 */
export async function publishOnce(guard: PublishGuard, call: PublishCall): Promise<Published> {
	let isFound = false;
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const claim = await claimPublish(guard, call);
		if (claim.is === 'under way') throw inFlight();
		if (claim.is === 'done') return answerWith(guard, claim.publish, isFound || claim.isOther);
		try {
			if (claim.is === 'ours') {
				const { publish, sent } = await sendOnce(guard, call, claim.publish);
				if (sent) return sent;
				const looked = await lookFor(guard, call, publish, LOOKS);
				if (looked.verdict !== 'published') throw outcomeUnknown(looked.publish);
				return answerWith(guard, looked.publish, true);
			}
			const looked = await lookFor(guard, call, claim.publish, LOOKS_OF_REPEATS);
			if (looked.verdict === 'unclear' || looked.verdict === 'published without id') {
				throw outcomeUnknown(looked.publish);
			}
			isFound ||= looked.verdict === 'published';
		} finally {
			guard.busy.delete(claim.publish.id);
		}
	}
	throw inFlight();
}
