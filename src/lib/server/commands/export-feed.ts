import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { minutes } from '../clock.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import { StartError } from '../errors.ts';
import { exportFeed } from '../feed/export.ts';
import { exportFolder } from '../feed/export-files.ts';
import { newSlug } from '../feed/slugs.ts';
import type { Settings } from '../settings/settings.ts';
import { randomBytes } from 'node:crypto';
import { type Print, toStandardError } from './terminal.ts';

/** The folder is whole, and what it shows is old. */
const STALE = 3;
const FAILED = 1;

/**
 * `npm run mooring -- export-feed SLUG DIR [--base URL]`: writes a feed as static files. Progress goes
 * to standard error.
 * @returns 0 where the feed is fresh, 3 where it is old, 1 where nothing could be written
 */
export async function run(
	settings: Settings,
	args: string[],
	_print: Print,
	tell: Print = toStandardError
): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		tell('What, and where to? npm run mooring -- export-feed SLUG DIR [--base https://…]');
		return FAILED;
	}
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		tell('Start Mooring once first (npm start), and make a feed.');
		return FAILED;
	}
	const db = await openInstance(settings, Date.now());
	try {
		const { dataDir } = settings;
		const folder = exportFolder(asked.folder, () => newSlug(randomBytes));
		const every = minutes(settings.feedEveryMinutes);
		const deps = { db, dataDir, folder, base: asked.base, now: Date.now(), every, tell };
		const { reason, posts } = await exportFeed(deps, asked.slug);
		const what = posts === 1 ? '1 post is' : `${String(posts)} posts are`;
		tell(`${what} in ${asked.folder}${reason === null ? '.' : `; ${OLD}`}`);
		return reason === null ? 0 : STALE;
	} catch (error) {
		tell(sentenceOf(error));
		return FAILED;
	} finally {
		await db.destroy();
	}
}

const OLD = 'they are the last good copy, because no new posts could be asked for.';

/** Of a folder that cannot be written the system says why. */
function sentenceOf(error: unknown) {
	if (error instanceof StartError) return error.message;
	if (error instanceof Error && 'code' in error && 'syscall' in error) {
		return `The folder could not be written: ${error.message}.`;
	}
	throw error;
}

function readArguments(args: string[]) {
	try {
		const options = { base: { type: 'string' } } as const;
		const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
		const [slug, folder, ...others] = positionals;
		if (!slug || !folder || others.length > 0) return null;
		const base = values.base === undefined ? null : readBase(values.base);
		return base === undefined ? null : { slug, folder: resolve(folder), base };
	} catch {
		return null;
	}
}

/** An address of the web that names a folder; undefined: it is none. */
function readBase(text: string): string | undefined {
	const url = URL.parse(text);
	if (!url || !/^https?:$/.test(url.protocol)) return undefined;
	url.search = '';
	url.hash = '';
	return url.pathname.endsWith('/') ? url.href : `${url.href}/`;
}
