import type { Publish } from '../../database/tool-tables.ts';
import { hearing, type PublishGuard, type Publisher } from './guard.ts';
import { judge, type Sight, type Verdict } from './judge.ts';
import { type Read, readContainer, readNewest } from './sight.ts';
import { change, free } from './store.ts';

/** What a look left of a publish, and what it showed. */
export type Looked = { verdict: Verdict['is'] | 'published without id'; publish: Publish };

/** Reads the container and the newest posts, judges, and stores what that gives. */
export async function look(
	guard: PublishGuard,
	publisher: Publisher,
	publish: Publish,
	read: Read
): Promise<Looked> {
	const heard = hearing(guard, read);
	const container = await readContainer(heard, publish.creationId);
	const posts = await readNewest(heard, publisher.accountId, publish.kind);
	const sight: Sight = { container, posts, at: guard.now() };
	const { kind, captionHash, sentAt, claimedAt, finishedAt } = publish;
	const before = publish.knownMedia === null ? null : idsIn(publish.knownMedia);
	const taken = await takenBesides(guard, publish);
	const question = { kind, captionHash, sentAt: sentAt ?? claimedAt, before, taken, finishedAt };
	const verdict = judge(question, sight);
	const seen = container === null ? {} : { containerSays: container };
	if (verdict.is === 'not published') {
		await free(guard, publish);
		guard.log.info({ publish: publish.id }, 'a post was not published: it may be tried again');
		return { verdict: verdict.is, publish };
	}
	if (verdict.is === 'unclear') {
		const facts = { ...seen, finishedAt: verdict.finishedAt };
		return { verdict: verdict.is, publish: await change(guard, publish, facts) };
	}
	const { mediaId } = verdict;
	if (mediaId === null) {
		return { verdict: 'published without id', publish: await change(guard, publish, seen) };
	}
	const found = { ...seen, state: 'published', mediaId, nextLookAt: null } as const;
	return { verdict: verdict.is, publish: await change(guard, publish, found) };
}

const idsIn = (text: string) => new Set(JSON.parse(text) as string[]);

/** Posts that other publishes of the connection became. */
async function takenBesides({ db }: PublishGuard, { id, connectionId }: Publish) {
	const rows = await db
		.selectFrom('publishes')
		.select('mediaId')
		.where('connectionId', '=', connectionId)
		.where('mediaId', 'is not', null)
		.where('id', '!=', id)
		.orderBy('claimedAt', 'desc')
		.limit(500)
		.execute();
	return new Set(rows.flatMap(({ mediaId }) => mediaId ?? []));
}
