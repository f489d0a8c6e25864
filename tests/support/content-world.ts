import jpeg from 'jpeg-js';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { openBrake } from '../../src/lib/server/brake/brake.ts';
import { openContent } from '../../src/lib/server/content/content.ts';
import type { ContentDeps, Wanted } from '../../src/lib/server/content/deps.ts';
import { mediaFolder } from '../../src/lib/server/content/media-folder.ts';
import type { Resize } from '../../src/lib/server/content/resize.ts';
import type { Exchange } from '../../src/lib/server/meta/exchange.ts';
import type { Fact } from '../../src/lib/server/tell.ts';
import { renewalWorld, START } from './renewal-world.ts';

/** A post as Meta has it; its picture is at `picture` of Meta's host, where there is one. */
export type MetaPost = Record<string, unknown> & { id: string; at: number };

const CDN = 'https://scontent.cdninstagram.com';

export const pictureAt = (name: string) => `${CDN}/${name}.jpg?oh=secret-signature`;

/** A small JPEG, another one for each name. */
export function jpegNamed(name: string, size = 16): Uint8Array {
	const shade = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 251, 7);
	const data = Buffer.alloc(size * size * 4, shade);
	const { data: made } = jpeg.encode({ data, width: size, height: size }, 60);
	return new Uint8Array(Buffer.concat([made, Buffer.from(name)]));
}

/** Makes nothing smaller and nothing new, at once: one WebP and one JPEG, both the source. */
export const quickResize: Resize = (bytes) => {
	if (bytes.length < 20) return Promise.reject(new Error('no picture'));
	const made = (kind: 'webp' | 'jpg', width: number) => ({ kind, width, height: width, bytes });
	return Promise.resolve({ how: 'quick', webps: [made('webp', 320)], jpeg: made('jpg', 1440) });
};

export type ContentWorld = Awaited<ReturnType<typeof contentWorld>>;

/**
 * A real database and vault, and Meta's list of posts and picture host as the test sets them: Ada is
 * connected as `a` and a feed of hers is on.
 */
export async function contentWorld(given: Partial<ContentDeps> = {}) {
	const renewal = renewalWorld();
	const dataDir = join(renewal.folder, 'data');
	mkdirSync(dataDir);
	await renewal.add('a');
	const meta = {
		/** Newest first. */
		posts: [] as MetaPost[],
		/** Single reads tell these captions. */
		captions: new Map<string, string>(),
		/** Answers that take the place of every call of the Graph, until taken away. */
		fault: null as ((url: URL) => Response | Promise<Response> | null) | null,
		/** Of pictures by name, in place of a JPEG of that name. */
		pictureFault: null as ((name: string) => Response | Promise<Response> | null) | null,
		pageSize: 100
	};
	const calls: URL[] = [];
	const fetched: string[] = [];
	const graph = () => calls.filter(({ hostname }) => hostname === 'graph.instagram.com');

	function list(url: URL): Response {
		const limit = Math.min(Number(url.searchParams.get('limit')), meta.pageSize);
		const from = Number(url.searchParams.get('after') ?? 0);
		const data = meta.posts.slice(from, from + limit).map(({ at, ...post }) => ({
			media_type: 'IMAGE',
			permalink: `https://www.instagram.com/p/${post.id}/`,
			...(post['media_type'] === 'VIDEO' || 'media_url' in post
				? {}
				: { media_url: pictureAt(post.id) }),
			timestamp: new Date(at).toISOString().replace('.000Z', '+0000'),
			...post
		}));
		const after = String(from + limit);
		const next = { next: `https://graph.instagram.com/?access_token=leak&after=${after}` };
		const paging = { cursors: { after }, ...(meta.posts.length > from + limit ? next : {}) };
		return Response.json(data.length > 0 ? { data, paging } : { data });
	}

	const fetch = vi.fn((input: string | URL | Request) => {
		const url = new URL(input instanceof Request ? input.url : input);
		if (url.origin === CDN) {
			const name = url.pathname.slice(1, -4);
			fetched.push(name);
			const odd = meta.pictureFault?.(name);
			return Promise.resolve(odd ?? new Response(Buffer.from(jpegNamed(name))));
		}
		calls.push(url);
		const odd = meta.fault?.(url);
		if (odd) return Promise.resolve(odd);
		if (url.pathname.endsWith('/media')) return Promise.resolve(list(url));
		const id = url.pathname.split('/').at(-1) ?? '';
		const post = meta.posts.find((one) => one.id === id);
		const caption = meta.captions.get(id) ?? post?.['caption'];
		if (post) return Promise.resolve(Response.json({ id, caption }));
		return Promise.resolve(graphError(100, { error_subcode: 33 }));
	});

	const exchange: Exchange = async ({ url }, { mostBytes }, progress) => {
		progress.sent();
		const answer = await fetch(url);
		progress.answered();
		const bytes = new Uint8Array(await answer.arrayBuffer());
		return {
			status: answer.status,
			headers: answer.headers,
			bytes: bytes.length > mostBytes ? null : bytes
		};
	};

	const told: Fact[] = [];
	const wanted: Wanted[] = [{ connectionId: 'a', max: 24, since: null }];
	const brake = await openBrake({ db: renewal.db, now: () => renewal.clock.now() });
	const deps = {
		db: renewal.db,
		renewal: { ...renewal.deps, brake },
		brake,
		settings: {
			dataDir,
			meta: { graphVersion: 'v25.0', hosts: HOSTS },
			feedEveryMinutes: 30,
			mediaMaxBytes: 1_000_000_000
		},
		log: renewal.log,
		tell: (_trx: unknown, fact: Fact) => {
			told.push(fact);
			return Promise.resolve();
		},
		wanted: () => Promise.resolve(wanted),
		readAccountPicture: () => Promise.resolve(null),
		resize: quickResize,
		random: () => 0,
		exchange,
		fetch: fetch as typeof globalThis.fetch,
		...given
	};
	const content = await openContent(deps);

	/** So many posts, each an hour older than the one before; the newest is named `newest`. */
	const post = (count: number, newest = 1000) =>
		Array.from({ length: count }, (_, place) => ({
			id: String(newest - place),
			at: START - place * 3_600_000
		}));

	return {
		...renewal,
		calls,
		content,
		dataDir,
		deps,
		fetched,
		graph,
		meta,
		post,
		told,
		wanted,
		/** The files that are there, as CONNECTION/NAME. */
		files: () =>
			readdirSync(mediaFolder(dataDir), { recursive: true, encoding: 'utf8' })
				.filter((name) => name.includes('/'))
				.sort(),
		shown: async (id = 'a') => (await content.posts(id)).map(({ mediaId }) => mediaId),
		/** Lets this much time pass and syncs what is due then. */
		later: async (ms: number) => {
			renewal.clock.time += ms;
			await content.run();
		},
		sync: (id = 'a') =>
			renewal.db.selectFrom('contentSyncs').selectAll().where('id', '=', id).executeTakeFirst(),
		async close() {
			await content.stop();
			await renewal.close();
		}
	};
}

const HOSTS = {
	instagram: {
		web: 'https://www.instagram.com',
		api: 'https://api.instagram.com',
		graph: 'https://graph.instagram.com'
	},
	facebook: { web: 'https://www.facebook.com', graph: 'https://graph.facebook.com' }
};

/** An error as the Graph tells it. */
export const graphError = (code: number, more: object = {}, status = 400) =>
	Response.json({ error: { message: 'no', type: 'OAuthException', code, ...more } }, { status });
