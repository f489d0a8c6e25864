import type { Kysely } from 'kysely';
import { PICTURE_FILE, readPicture } from '../content/media-folder.ts';
import { readPosts, readState } from '../content/store.ts';
import type { Schema } from '../database/schema.ts';
import { StartError } from '../errors.ts';
import { embed } from './embed.ts';
import { USUAL_EMBED } from './embed-choice.ts';
import { type Documents, type ExportFolder } from './export-files.ts';
import { feedOf } from './feed.ts';
import { readMarks, rowBySlug } from './find.ts';
import { jsonFeed } from './json-feed.ts';
import { BESIDE } from './places.ts';
import { rss } from './rss.ts';
import { filesOf, type Places, type Shown, shownBy } from './shown.ts';
import { type Staleness, stalenessOf } from './staleness.ts';

export type ExportDeps = {
	db: Kysely<Schema>;
	dataDir: string;
	folder: ExportFolder;
	/** Where the folder will be served; null: nobody knows, and everything is relative. */
	base: string | null;
	now: number;
	every: number;
	/** Told as it goes on. */
	tell: (line: string) => void;
};

export type Exported = Staleness & { posts: number };

/**
 * Writes a feed as static files. What is there already stays as it is; a picture that the feed shows
 * no more goes, and nothing that an export did not write.
 * @throws StartError with the one sentence to print
 */
export async function exportFeed(deps: ExportDeps, slug: string): Promise<Exported> {
	const { db, folder, base, now, every, tell } = deps;
	const { feed, state } = await findOpen(db, slug);
	const [posts, marks] = await Promise.all([
		readPosts(db, feed.connectionId),
		readMarks(db, feed.id)
	]);
	const shown = shownBy(feed, { state, posts, marks });
	const staleness = stalenessOf(state, { now, every, isLocked: false });
	await folder.prepare();
	const files = filesOf(shown);
	const added = await addPictures(deps, feed.connectionId, files);
	if (added > 0) tell(`Pictures: ${String(added)} new.`);
	const others = await removable(deps, feed.connectionId, files);
	const changed = await folder.putDocuments(documentsOf(shown, staleness, base));
	for (const file of others) await folder.removePicture(file);
	if (others.length > 0) tell(`Pictures: ${String(others.length)} removed.`);
	tell(changed === 0 ? 'Nothing else changed.' : `Documents: ${String(changed)} written.`);
	return { ...staleness, posts: shown.posts.length };
}

/** @throws StartError */
async function findOpen(db: Kysely<Schema>, slug: string) {
	const row = await rowBySlug(db, slug);
	const state = row && (await readState(db, row.connectionId));
	if (!row || !state) throw new StartError('No feed has this name. The page Feeds lists them.');
	const feed = feedOf(row);
	if (!feed.isOn) throw new StartError('This feed is switched off. Switch it on first.');
	if (state.isLeft) throw new StartError('The account of this feed is disconnected.');
	return { feed, state };
}

async function addPictures(
	{ dataDir, folder, tell }: ExportDeps,
	connectionId: string,
	files: ReadonlySet<string>
): Promise<number> {
	let added = 0;
	for (const file of files) {
		const bytes = await readPicture(dataDir, connectionId, file);
		if (bytes === null) throw new StartError('A picture went away meanwhile. Export once more.');
		if (await folder.hasPicture(file, bytes.length)) continue;
		await folder.addPicture(file, bytes);
		added += 1;
		if (added % 100 === 0) tell(`Pictures: ${String(added)} so far.`);
	}
	return added;
}

/**
 * The pictures there that an export wrote and this one does not show: such as the document before
 * names, or such as are known here. Both, so that one that was cut off is made up for.
 */
async function removable(
	{ db, folder }: ExportDeps,
	connectionId: string,
	files: ReadonlySet<string>
): Promise<string[]> {
	const there = (await folder.pictures()).filter(
		(name) => PICTURE_FILE.test(name) && !files.has(name)
	);
	if (there.length === 0) return [];
	const rows = await db
		.selectFrom('contentPictures')
		.select('files')
		.where('connectionId', '=', connectionId)
		.execute();
	const known = [await folder.document('feed.json'), ...rows.map((row) => row.files)].join('\n');
	return there.filter((name) => known.includes(name));
}

function documentsOf(shown: Shown, staleness: Staleness, base: string | null): Documents {
	const at = (name: string) => (base === null ? null : new URL(name, base).href);
	const places: Places = {
		json: at('feed.json'),
		rss: at('feed.rss'),
		picture: (file) => (base === null ? BESIDE.picture(file) : new URL(`i/${file}`, base).href)
	};
	return {
		'index.html': embed(shown, BESIDE, USUAL_EMBED),
		'feed.rss': rss(shown, places),
		'feed.json': `${JSON.stringify(jsonFeed(shown, staleness, places), null, '\t')}\n`
	};
}
