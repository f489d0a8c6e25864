import type { Caller } from '../brake/brake.ts';
import { hours, minutes } from '../clock.ts';
import { leftAt } from '../connections/left.ts';
import { findConnected } from '../connections/store.ts';
import type { ContentSync } from '../database/content-tables.ts';
import { holdsLease, RELEASED } from '../database/lease.ts';
import type { Connection } from '../database/schema.ts';
import { type AskMeta, readCaption } from '../meta/media-list.ts';
import { currentToken } from '../renewal/current-token.ts';
import { keepAccountPicture } from './account-picture.ts';
import { askerWith, Held } from './ask-meta.ts';
import { wholeCaptions } from './captions.ts';
import type { Wanted } from './deps.ts';
import { isAboutPost, reasonOf, reasonOfNoToken } from './failing.ts';
import { judgeLeft, type KnownPost, type Seen } from './judge-left.ts';
import { type KeepDeps, keepPictures } from './keep-pictures.ts';
import type { StaleReason } from './post.ts';
import { saveWalk } from './save-walk.ts';
import { type Walked, walk } from './walk.ts';

export type SyncDeps = KeepDeps & {
	/** Fields that Meta refuses, by login; forgotten now and then, because Meta changes. */
	refusedFields: (provider: Connection['provider']) => Set<string>;
};

export type SyncAsk = { wanted: Omit<Wanted, 'connectionId'>; by: Caller; signal: AbortSignal };

const AGAIN_SOON = minutes(1);
const AGAIN_AFTER_FAULT = minutes(2);
/** An interval is shortened by up to this part of it, so that connections part. */
const SPREAD = 0.1;

/**
 * Brings the content of one connection up to date: the list, long captions, who left, the pictures.
 * Whatever happens, the lease is given back and the next sync has its date.
 * @param sync taken by lease
 */
export async function syncConnection(
	deps: SyncDeps,
	sync: ContentSync,
	ask: SyncAsk
): Promise<void> {
	const every = minutes(deps.settings.feedEveryMinutes);
	const now = deps.renewal.clock.now();
	try {
		const outcome = await attempt(deps, sync, ask);
		if (outcome === 'overtaken') return;
		if (outcome === 'unfinished') await release(deps, sync, AGAIN_SOON);
		else if (outcome === 'good') {
			await release(deps, sync, every * (1 - SPREAD * deps.random()));
		} else await fail(deps, sync, outcome, every);
	} catch (error) {
		const reason = reasonOf(error);
		if (reason === null) {
			const words = error instanceof Error ? error.message : 'unknown';
			deps.log.error({ connectionId: sync.id, error: words }, 'a sync broke off');
		}
		// Soon at first, then at longer and longer intervals.
		const failingFor = now - (sync.failingSince ?? now);
		const again = Math.min(every, Math.max(AGAIN_AFTER_FAULT, failingFor));
		const wait = error instanceof Held ? Math.min(error.waitMs, hours(1)) : again;
		await fail(deps, sync, reason, wait);
	}
}

type Outcome = 'good' | 'unfinished' | 'overtaken' | StaleReason;

async function attempt(deps: SyncDeps, sync: ContentSync, ask: SyncAsk): Promise<Outcome> {
	const { db, renewal } = deps;
	const connection = await findConnected(db, sync.id);
	if (!connection || leftAt(connection) !== null) return 'needs_reconnect';
	const current = await currentToken(renewal, sync.id);
	if (!('token' in current)) return reasonOfNoToken(current);
	const { token } = current;
	const asked = askerWith(deps, { connection, token, by: ask.by });
	const refused = deps.refusedFields(connection.provider);
	const walked = await walk(asked, connection.accountId, ask.wanted, refused, [token]);
	const kept = await knownPosts(deps, sync.id);
	const media = await wholeCaptions(
		walked.media,
		(mediaId) => kept.find((post) => post.mediaId === mediaId)?.caption,
		{ ask: asked, secrets: [token], random: deps.random }
	);
	const judgement = await judged(deps, sync, asked, { walked, kept });
	const now = renewal.clock.now();
	const isSaved = await saveWalk(db, { sync, connection, media, judgement, now });
	if (!isSaved) return 'overtaken';
	await keepAccountPicture(deps, sync, connection);
	return (await keepPictures(deps, sync, media, ask.signal)) ? 'unfinished' : 'good';
}

const knownPosts = ({ db }: SyncDeps, connectionId: string) =>
	db
		.selectFrom('posts')
		.select(['mediaId', 'publishedAt', 'leftAt', 'caption'])
		.where('connectionId', '=', connectionId)
		.execute();

/** The judgement of who left; where it wants a missing post read directly, that is done. */
async function judged(
	deps: SyncDeps,
	sync: ContentSync,
	ask: AskMeta,
	{ walked, kept }: { walked: Walked; kept: KnownPost[] }
) {
	const { media, isWhole, isFull } = walked;
	const doubted = sync.doubted === null ? null : (JSON.parse(sync.doubted) as string[]);
	const seen: Seen = {
		found: new Set(media.map(({ mediaId }) => mediaId)),
		oldest: media.at(-1)?.publishedAt ?? null,
		isWhole,
		isFull,
		doubt: doubted && { at: sync.doubtedAt ?? 0, mediaIds: doubted },
		isConfirmed: null,
		now: deps.renewal.clock.now()
	};
	const first = judgeLeft(kept, seen);
	if (first.ask === null) return first;
	const isConfirmed = await isAnswered(ask, first.ask);
	return judgeLeft(kept, { ...seen, isConfirmed });
}

/** Whether Meta said anything of this post, be it that there is none. */
async function isAnswered(ask: AskMeta, mediaId: string): Promise<boolean> {
	try {
		await readCaption(ask, mediaId, []);
		return true;
	} catch (error) {
		return isAboutPost(error);
	}
}

async function fail(
	{ db, renewal }: SyncDeps,
	sync: ContentSync,
	reason: StaleReason | null,
	waitMs: number
) {
	const now = renewal.clock.now();
	await db
		.updateTable('contentSyncs')
		.set({
			...(reason === null ? {} : { failing: reason }),
			failingSince: sync.failingSince ?? now,
			nextAttemptAt: now + waitMs,
			...RELEASED
		})
		.where(holdsLease(sync))
		.execute();
}

const release = ({ db, renewal }: SyncDeps, sync: ContentSync, waitMs: number) =>
	db
		.updateTable('contentSyncs')
		.set({ nextAttemptAt: renewal.clock.now() + Math.round(waitMs), ...RELEASED })
		.where(holdsLease(sync))
		.execute();
