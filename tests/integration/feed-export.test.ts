import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FeedView } from '../../src/lib/view.ts';
import { runCommand } from '../support/command.ts';
import { startFileSite } from '../support/file-site.ts';
import { type Live, startLive } from '../support/live.ts';

let live: Live;
let feed: FeedView;
let dir: string;
let env: Record<string, string>;
beforeAll(async () => {
	live = await startLive();
	await live.control('POST', 'switches', { postsDrawn: 4 });
	const { browser, connectionId } = await live.claim();
	const api = (path: string, sent?: unknown) =>
		browser.api(`${live.origin}/api/feeds${path}`, 'POST', sent);
	({ feed } = (await api('', { connectionId })).body);
	await api(`/${feed.id}/sync`);
	dir = join(live.dataDir, 'site');
	env = { DATA_DIR: live.dataDir, ORIGIN: live.origin };
});
afterAll(() => live.remove());

const write = (...more: string[]) =>
	runCommand(live.dataDir, ['export-feed', feed.slug, dir, ...more], env);
const files = () =>
	readdirSync(dir, { recursive: true, encoding: 'utf8' })
		.toSorted()
		.map((name) => [name, statSync(join(dir, name)).mtimeMs]);

it('writes beside the running server, says how it went, and twice changes nothing', async () => {
	const first = await write('--base', 'https://ada.example/feed');
	expect([first.code, first.output]).toEqual([0, expect.stringContaining('4 posts are in')]);
	expect(readFileSync(join(dir, 'feed.json'), 'utf8')).toContain('https://ada.example/feed/i/');
	const before = files();
	expect((await write('--base', 'https://ada.example/feed')).code).toBe(0);
	expect(files()).toEqual(before);
});

it.each(['with a base', 'without one'])(
	'served by a bare file server %s it says the same, with the same pictures',
	async (which) => {
		const site = await startFileSite(dir);
		try {
			const isBased = which === 'with a base';
			expect((await write(...(isBased ? ['--base', site.url] : []))).code).toBe(0);
			const live = new URL(feed.addresses.json);
			const pictures = new URL(`/feed/${feed.slug}/i/`, live).href;
			const asExported = (text: string) =>
				text.replaceAll(pictures, isBased ? `${site.url}i/` : 'i/');
			const textOf = async (address: string | URL) => await (await fetch(address)).text();

			const { feed_url, ...json } = JSON.parse(await textOf(`${site.url}feed.json`)) as {
				feed_url?: string;
				items: { image: string }[];
			};
			expect(feed_url).toBe(isBased ? `${site.url}feed.json` : undefined);
			const { feed_url: own, ...expected } = JSON.parse(
				asExported(await textOf(live))
			) as object & {
				feed_url: string;
			};
			expect(own).toBe(feed.addresses.json);
			expect(json).toEqual(expected);
			expect(json.items).toHaveLength(4);
			expect(await textOf(site.url)).toBe(await textOf(feed.addresses.embed));
			const rss = await textOf(`${site.url}feed.rss`);
			const self = isBased ? `${site.url}feed.rss` : null;
			const selfOf = (text: string) => /<atom:link href="([^"]+)"/.exec(text)?.[1] ?? null;
			expect(selfOf(rss)).toBe(self);
			const withoutSelf = (text: string) => text.replace(/\s*<atom:link [^>]*>/, '');
			expect(withoutSelf(rss)).toBe(withoutSelf(asExported(await textOf(feed.addresses.rss))));

			const names = [...new Set(JSON.stringify(json).match(/[\da-f]{32}-\d+\.(webp|jpg)/g))];
			expect(names.length).toBeGreaterThan(4 * 3);
			for (const name of names) {
				const [there, here] = await Promise.all(
					[new URL(`i/${name}`, site.url), pictures + name].map((one) => fetch(one))
				);
				expect([there?.status, here?.status]).toEqual([200, 200]);
				expect(there?.headers.get('content-type')).toBe(here?.headers.get('content-type'));
				expect(await there?.arrayBuffer()).toEqual(await here?.arrayBuffer());
			}
		} finally {
			site.close();
		}
	}
);

it.each([
	[[], 'What, and where to?'],
	[['nobody', './x'], 'No feed has this name'],
	[['SLUG', './x', '--base', 'ftp://x'], 'What, and where to?'],
	[['SLUG', 'FILE'], 'could not be written']
])('%j ends with 1', async (args, sentence) => {
	const asked = args.map((one) =>
		one === 'SLUG' ? feed.slug : one === 'FILE' ? join(dir, 'feed.json', 'x') : one
	);
	const { code, output } = await runCommand(live.dataDir, ['export-feed', ...asked], env);
	expect([code, output]).toEqual([1, expect.stringContaining(sentence)]);
});

it('killed at any moment it leaves a whole folder', async () => {
	for (const [round, base] of ['a', 'b', 'c', 'd'].entries()) {
		const args = [
			'bin/mooring.ts',
			'export-feed',
			feed.slug,
			dir,
			'--base',
			`https://${base}.example/`
		];
		const child = spawn(process.execPath, args, {
			env: { PATH: process.env['PATH'], ...env },
			stdio: 'ignore'
		});
		await new Promise((resolve) => setTimeout(resolve, 250 + round * 150));
		child.kill('SIGKILL');
		const names = ['feed.json', 'feed.rss', 'index.html'];
		for (const text of names.map((name) => readFileSync(join(dir, name), 'utf8'))) {
			const named = [...text.matchAll(/i\/([0-9a-f]{32}-\d+\.\w+)/g)].map(([, file = '']) => file);
			expect(named.length).toBeGreaterThan(0);
			expect(named.filter((file) => !existsSync(join(dir, 'i', file)))).toEqual([]);
			expect(text.trimEnd()).toMatch(/(\}|<\/rss>|<\/html>)$/);
		}
	}
	expect((await write()).code).toBe(0);
	expect(
		readdirSync(dir, { recursive: true }).filter((name) => String(name).includes('tmp'))
	).toEqual([]);
});
