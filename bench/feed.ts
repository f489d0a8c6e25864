import { rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { startLive } from '../tests/support/live.ts';
import type { FeedView } from '../src/lib/view.ts';
import { keptOpen } from './ask.ts';
import { percentile, type Subject, times } from './measure.ts';

/**
 * What a feed of 100 posts costs beside a static file of that size from the same server, whole and as
 * 304, and what a sync that resizes new pictures does to it. Every request comes from an address of
 * its own, so that the limit of one address is not what is measured.
 */
const ROUNDS = 100;
const A_ROUND = 10;
const NEW_POSTS = 10;
const FILE = join(import.meta.dirname, '../build/client/bench-static.json');

type Row = { what: string; found: string; limit: string; holds: boolean };
const rows: Row[] = [];
const held = (what: string, found: number, limit: number) =>
	rows.push({
		what,
		found: `${found.toFixed(2)} times`,
		limit: `≤ ${String(limit)} times`,
		holds: found <= limit
	});

const live = await startLive({ ADDRESS_HEADER: 'X-Forwarded-For' });
const agent = keptOpen(1);
let visitor = 0;

type Answer = { status: number; etag: string; body: Buffer };
function ask(path: string, tag?: string): Promise<Answer> {
	visitor += 1;
	const address = `10.${String(visitor >> 16)}.${String((visitor >> 8) & 255)}.${String(visitor & 255)}`;
	const headers = { 'x-forwarded-for': address, ...(tag && { 'if-none-match': tag }) };
	return new Promise((resolve, reject) => {
		get(live.origin + path, { agent, headers }, (response) => {
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					etag: response.headers.etag ?? '',
					body: Buffer.concat(parts)
				})
			);
		}).on('error', reject);
	});
}

/** The times of several subjects, taken in turns, so that what disturbs the machine disturbs all. */
async function inTurns<Name extends string>(subjects: Record<Name, Subject>) {
	const names = Object.keys(subjects) as Name[];
	const all = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
		Name,
		number[]
	>;
	for (const name of names) await times(subjects[name], A_ROUND);
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const name of names) all[name].push(...(await times(subjects[name], A_ROUND)));
	}
	return all;
}

try {
	await live.control('POST', 'switches', { postsDrawn: 100 });
	const { browser, connectionId } = await live.claim();
	const api = (path: string, sent?: unknown) =>
		browser.api(`${live.origin}/api/feeds${path}`, 'POST', sent);
	const made = await api('', { connectionId, rules: { max: 100, offGridReels: true } });
	const { feed } = made.body as { feed: FeedView };
	await api(`/${feed.id}/sync`);
	const path = new URL(feed.addresses.json).pathname;
	writeFileSync(FILE, (await ask(path)).body);
	// Files are listed at a start.
	await live.restart();
	const [file, document] = [await ask('/bench-static.json'), await ask(path)];
	console.log(`A feed of ${String(document.body.length)} bytes`);

	const found = await inTurns({
		file: () => ask('/bench-static.json'),
		feed: () => ask(path),
		fileKnown: () => ask('/bench-static.json', file.etag),
		feedKnown: () => ask(path, document.etag)
	});
	for (const part of [0.5, 0.95]) {
		const at = (name: keyof typeof found) => percentile(found[name], part);
		const name = `p${String(part * 100)}`;
		held(`100 posts beside a file of that size, ${name}`, at('feed') / at('file'), 1.3);
		held(`the same as 304, ${name}`, at('feedKnown') / at('fileKnown'), 1.1);
	}

	for (let at = 0; at < NEW_POSTS; at += 1) {
		await live.control('POST', 'media', { username: 'ada.draws', caption: `New ${String(at)}` });
	}
	let isOver = false;
	const sync = api(`/${feed.id}/sync`).then(() => (isOver = true));
	const during: number[] = [];
	while (!isOver) during.push(...(await times(() => ask(path), 20)));
	await sync;
	held(
		`p99 during a sync of ${String(NEW_POSTS)} new posts, beside idle`,
		percentile(during, 0.99) / percentile(found.feed, 0.99),
		2
	);
} finally {
	rmSync(FILE, { force: true });
	await live.remove();
}
console.table(rows);
if (!rows.every(({ holds }) => holds)) process.exitCode = 1;
