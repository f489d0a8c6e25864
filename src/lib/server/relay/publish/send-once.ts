import { seconds } from '../../clock.ts';
import { retryWhileBusy } from '../../database/retry-busy.ts';
import type { Publish } from '../../database/tool-tables.ts';
import { NoAnswer } from '../../meta/graph-call.ts';
import type { Sent } from '../call.ts';
import { hearing, type PublishGuard, type Publisher } from './guard.ts';
import { NeverSent } from './never-sent.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { type Read, readNewestIds } from './sight.ts';
import { change, free } from './store.ts';

/** A call of `POST {a}/media_publish`. */
export type PublishCall = {
	connection: Publisher;
	creationId: string;
	keyId: string | null;
	/** Sends it, once. Whatever it throws counts as sent, but for a NeverSent. */
	send: () => Promise<Sent>;
	/** Reads at Meta with the connection's token; tries again are its own business. */
	read: Read;
	/** Until when looks may begin, in real time (milliseconds since 1970). */
	deadline: number;
};

/** What was there before is worth no longer a wait. */
const LONGEST_READING = seconds(5);
/** When the job looks for the first time. */
const FIRST_LOOK = seconds(5);

/** `sent` is what the program gets as it came; null: what became of it has to be looked for. */
export type SentOnce = { publish: Publish; sent: Sent | null };

/**
 * Sends what was claimed, and stores what came of it: published, free again, or unclear. Before that
 * the newest posts are read, so that none of them is taken for this one.
 * @throws what a NeverSent carries
 */
export async function sendOnce(
	guard: PublishGuard,
	call: PublishCall,
	claimed: Publish
): Promise<SentOnce> {
	const before = await postsBefore(guard, call, claimed);
	const publish = await change(guard, claimed, {
		state: 'sending',
		sentAt: guard.now(),
		knownMedia: before === null ? null : JSON.stringify(before)
	});
	const { sent, outcome } = await send(guard, call, publish);
	switch (outcome.is) {
		case 'published': {
			const facts = { state: 'published', mediaId: outcome.mediaId } as const;
			guard.told.set(publish.id, Date.now());
			return { publish: await stored(guard, publish, facts), sent };
		}
		case 'refused':
			await free(guard, publish);
			return { publish, sent };
		case 'unclear': {
			const { why, isLimit } = outcome;
			const nextLookAt = guard.clock.now() + FIRST_LOOK;
			const unclear = await stored(guard, publish, { state: 'unclear', why, nextLookAt });
			guard.log.warn({ publish: publish.id, why }, 'nobody knows whether a post was published');
			return { publish: unclear, sent: isLimit ? sent : null };
		}
	}
}

async function send(
	guard: PublishGuard,
	call: PublishCall,
	publish: Publish
): Promise<{ sent: Sent | null; outcome: Outcome }> {
	try {
		const sent = await call.send();
		guard.hearTime(sent.headers);
		return { sent, outcome: outcomeOf(sent) };
	} catch (error) {
		if (!(error instanceof NeverSent)) {
			return { sent: null, outcome: { is: 'unclear', why: nameOf(error), isLimit: false } };
		}
		await free(guard, publish);
		throw error.refusal;
	}
}

const stored = (guard: PublishGuard, publish: Publish, facts: Partial<Publish>) =>
	retryWhileBusy(() => change(guard, publish, facts), guard.sleep);

/** Ids of the newest posts; null where Meta did not tell in time. */
function postsBefore(guard: PublishGuard, { connection, read }: PublishCall, { kind }: Publish) {
	const late = guard.sleep(LONGEST_READING).then(() => null);
	return Promise.race([readNewestIds(hearing(guard, read), connection.accountId, kind), late]);
}

const WORDS: Record<NoAnswer['why'], string> = {
	late: 'timeout',
	broken: 'reset',
	redirect: 'a redirect',
	no_status: 'an unknown status',
	too_long: 'an endless answer'
};

const nameOf = (error: unknown) => (error instanceof NoAnswer ? WORDS[error.why] : 'no answer');
