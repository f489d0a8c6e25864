import { minutes, seconds } from '../clock.ts';
import type { ContentSync } from '../database/content-tables.ts';
import { holdsLease } from '../database/lease.ts';
import type { FoundMedia } from '../meta/media.ts';
import { fetchPicture } from '../pictures/fetch-picture.ts';
import { allHosts } from '../settings/addresses.ts';
import type { ContentDeps } from './deps.ts';
import type { MediaFiles } from './media-files.ts';
import { type NamedFile, nameFiles } from './picture-names.ts';
import { type NamedPicture, picturesOf } from './pictures-of.ts';
import type { KeptPicture } from './post.ts';
import { grow } from './save-walk.ts';
import { bytesKept, noteFull } from './space.ts';
import { removeUnnamed } from './sweep-files.ts';

/** A picture that failed is tried again with the fresh link of so many later syncs. */
export const TRIED_AGAIN = 10;
/** One sync fetches no longer than this: what is left waits for the next one. */
const PATIENCE = minutes(5);
const BOUNDS = { timeoutMs: seconds(10), maxBytes: 10_000_000 };

export type KeepDeps = ContentDeps & {
	files: MediaFiles;
	/** Writing files and their rows, sweeping and erasing: one after the other. */
	exclusively: <T>(work: () => Promise<T>) => Promise<T>;
};

/** What came of one picture. */
type Taken =
	| { subject: string; result: 'here'; picture: KeptPicture; files: NamedFile[]; bytes: number }
	| { subject: string; result: 'failed' | 'no room' };

/**
 * Fetches what is not here yet of these posts, the newest first, and makes our own pictures of it.
 * The pictures of a post appear together.
 * @param signal ends it before the next picture
 * @returns whether something is left that was not tried, and something was got: worth going on soon
 */
export async function keepPictures(
	deps: KeepDeps,
	sync: ContentSync,
	media: FoundMedia[],
	signal: AbortSignal
): Promise<boolean> {
	const pending = await pendingOf(deps, sync.id);
	const began = performance.now();
	const isOver = () => signal.aborted || performance.now() - began > PATIENCE;
	let hasGot = false;
	for (const post of media) {
		const named = picturesOf(post).filter(({ subject }) => pending.has(subject));
		if (named.length === 0) continue;
		const taken: Taken[] = [];
		for (const one of named) {
			if (isOver()) break;
			taken.push(await take(deps, sync, one));
		}
		hasGot ||= taken.some(({ result }) => result === 'here');
		if (taken.length > 0 && !(await keep(deps, sync, taken))) return false;
		if (isOver()) return hasGot;
	}
	return false;
}

async function pendingOf({ db }: KeepDeps, connectionId: string) {
	const rows = await db
		.selectFrom('contentPictures')
		.select('subject')
		.where('connectionId', '=', connectionId)
		.where('files', 'is', null)
		.where('tries', '<=', TRIED_AGAIN)
		.execute();
	return new Set(rows.map(({ subject }) => subject));
}

async function take(
	deps: KeepDeps,
	{ nameKey }: ContentSync,
	{ subject, url }: NamedPicture
): Promise<Taken> {
	if ((await bytesKept(deps.db)) >= deps.settings.mediaMaxBytes)
		return { subject, result: 'no room' };
	const hosts = allHosts(deps.settings.meta);
	const fetched = await fetchPicture(url, {
		hosts,
		bounds: BOUNDS,
		...(deps.fetch ? { fetch: deps.fetch } : {})
	});
	if (fetched === null) return { subject, result: 'failed' };
	const made = await make(deps, nameKey, fetched.bytes);
	return made === null ? { subject, result: 'failed' } : { subject, result: 'here', ...made };
}

/** @returns null for what is no whole picture, or one too large */
export async function make(
	{ resize }: Pick<ContentDeps, 'resize'>,
	nameKey: string,
	source: Uint8Array
) {
	const renditions = await resize(source).catch(() => null);
	if (renditions === null) return null;
	const named = nameFiles(renditions, { nameKey, source });
	const bytes = named.files.reduce((sum, file) => sum + file.bytes.length, 0);
	return { ...named, bytes };
}

/** @returns false when the sync was overtaken, or the disk takes no more */
function keep(deps: KeepDeps, sync: ContentSync, taken: Taken[]): Promise<boolean> {
	return deps.exclusively(async () => {
		const settled = await writeAll(deps, sync.id, taken);
		const now = deps.renewal.clock.now();
		const isKept = await deps.db.transaction().execute(async (trx) => {
			const held = await trx
				.selectFrom('contentSyncs')
				.select('id')
				.where(holdsLease(sync))
				.executeTakeFirst();
			if (!held) return false;
			for (const one of settled) {
				await trx
					.updateTable('contentPictures')
					.set((row) => ({
						...(one.result === 'here'
							? { files: JSON.stringify(one.picture), bytes: one.bytes }
							: {}),
						...(one.result === 'failed' ? { tries: row('tries', '+', 1) } : {}),
						triedAt: now
					}))
					.where('connectionId', '=', sync.id)
					.where('subject', '=', one.subject)
					.execute();
			}
			await grow(trx, sync.id);
			return true;
		});
		if (!isKept) await removeAll(deps, sync.id, settled);
		if (settled.some(({ result }) => result === 'no room')) await tellFull(deps, now);
		return isKept;
	});
}

/** The files come before their rows: a crash in between leaves files without a row, which are swept. */
async function writeAll({ files, settings, db, log }: KeepDeps, id: string, taken: Taken[]) {
	let left = settings.mediaMaxBytes - (await bytesKept(db));
	const settled: Taken[] = [];
	for (const one of taken) {
		if (one.result !== 'here') settled.push(one);
		else if (one.bytes > left) settled.push({ subject: one.subject, result: 'no room' });
		else {
			try {
				await files.write(id, one.files);
				left -= one.bytes;
				settled.push(one);
			} catch (error) {
				const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
				log.error({ connectionId: id, code }, 'a picture could not be written');
				const isFull = code === 'ENOSPC' || code === 'EDQUOT';
				settled.push({ subject: one.subject, result: isFull ? 'no room' : 'failed' });
			}
		}
	}
	return settled;
}

/** Erased meanwhile: what was written for it goes as well. */
async function removeAll(deps: KeepDeps, id: string, settled: Taken[]) {
	const names = settled.flatMap((one) =>
		one.result === 'here' ? one.files.map(({ name }) => name) : []
	);
	await removeUnnamed(deps, id, names);
}

async function tellFull(deps: KeepDeps, now: number) {
	const sentence =
		'There is no room left for pictures of posts: new posts appear without one. Raise MEDIA_MAX_GB, or free space on the disk.';
	if (await noteFull(deps, { now, sentence })) deps.log.warn(sentence);
}
