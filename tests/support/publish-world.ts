import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { NoAnswer, type Sent } from '../../src/lib/server/meta/graph-call.ts';
import {
	openPublishGuard,
	type PublishGuard,
	type Publisher
} from '../../src/lib/server/relay/publish/guard.ts';
import { noteContainer } from '../../src/lib/server/relay/publish/note-container.ts';
import { publishOnce } from '../../src/lib/server/relay/publish/publish-once.ts';
import { connectionRow } from './connection-row.ts';

export const NOON = Date.UTC(2027, 0, 1, 12);
export const ADA: Publisher = { id: 'a', provider: 'instagram', accountId: '17841400000000001' };

/** What the fake Meta answers to a publish, done or not. */
export type Mood = 'well' | 'done and code 2' | 'done and reset' | 'not done and code 2' | number;

type Post = { id: string; caption: string | null; type: string; product: string; at: number };
export type PublishWorld = Awaited<ReturnType<typeof publishWorld>>;

/** A real database, a clock that the test moves, and a Meta that keeps containers and posts. */
export async function publishWorld() {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-publish-'));
	const { db } = openDatabase(join(folder, 'mooring.db'));
	await db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	for (const id of ['a', 'b'])
		await db.insertInto('connections').values(connectionRow({ id })).execute();
	const clock = { time: NOON, now: () => clock.time };
	const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
	const sleep = vi.fn((_ms: number) => new Promise<void>((resolve) => setImmediate(resolve)));
	const open = () => openPublishGuard({ db, clock, log, sleep });

	let made = 0;
	const nextId = () => `179${String((made += 1)).padStart(14, '0')}`;
	const meta = {
		mood: 'well' as Mood,
		posts: [] as Post[],
		/** By container: what it is, and whether it says that it was published. */
		containers: new Map<string, { parameters: URLSearchParams; isPublished: boolean }>(),
		/** A container that was published says so. */
		isHonest: true,
		/** Lists and containers can be read. */
		isReadable: true,
		/** Posts are missing in lists. */
		isLate: false,
		/** How far Meta's clock is ahead of ours. */
		ahead: 0,
		publishes: 0,
		reads: [] as string[],
		/** Lets a test look or meddle while Meta has the publish. */
		during: () => Promise.resolve() as Promise<unknown>,
		post(facts: Partial<Post> = {}) {
			const time = clock.time + meta.ahead;
			const post = { id: nextId(), caption: 'Low tide', type: 'IMAGE', product: 'FEED', at: time };
			meta.posts.unshift({ ...post, ...facts });
			return meta.posts[0]?.id ?? '';
		}
	};

	const answer = (status: number, body: unknown): Sent => ({
		status,
		headers: new Headers({ date: new Date(clock.time + meta.ahead).toUTCString() }),
		bytes: new TextEncoder().encode(JSON.stringify(body))
	});
	const refusal = (code: number, facts: object = {}) =>
		answer(400, { error: { message: 'No.', code, ...facts } });

	function doIt(containerId: string): string {
		const container = meta.containers.get(containerId);
		if (!container) throw new Error('no such container');
		container.isPublished = true;
		const type = container.parameters.get('media_type') ?? 'IMAGE';
		return meta.post({
			caption: container.parameters.get('caption'),
			type: type === 'REELS' ? 'VIDEO' : type === 'CAROUSEL' ? 'CAROUSEL_ALBUM' : 'IMAGE',
			product: type === 'STORIES' ? 'STORY' : 'FEED'
		});
	}

	async function send(containerId: string): Promise<Sent> {
		meta.publishes += 1;
		await meta.during();
		if (typeof meta.mood === 'number') return refusal(meta.mood);
		if (meta.mood === 'not done and code 2') return refusal(2, { is_transient: true });
		if (meta.containers.get(containerId)?.isPublished) return refusal(24);
		const id = doIt(containerId);
		if (meta.mood === 'done and code 2') return refusal(2, { is_transient: true });
		if (meta.mood === 'done and reset') throw new NoAnswer('broken', true, 'ECONNRESET');
		return answer(200, { id });
	}

	function read(segments: string[]): Promise<Sent> {
		meta.reads.push(segments.join('/'));
		if (!meta.isReadable) return Promise.resolve(refusal(1));
		const [first = '', edge] = segments;
		if (edge === undefined) {
			const says = meta.isHonest && meta.containers.get(first)?.isPublished;
			return Promise.resolve(
				answer(200, { id: first, status_code: says ? 'PUBLISHED' : 'FINISHED' })
			);
		}
		const isStories = edge === 'stories';
		const told = meta.posts
			.filter(
				({ product, at }) => (product === 'STORY') === isStories && !(meta.isLate && at >= NOON)
			)
			.slice(0, 10)
			.map(({ id, caption, type, product, at }) => ({
				id,
				...(caption === null ? {} : { caption }),
				media_type: type,
				media_product_type: product,
				timestamp: new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')
			}));
		return Promise.resolve(answer(200, { data: told }));
	}

	let guard: PublishGuard = await open();
	return {
		db,
		clock,
		log,
		meta,
		sleep,
		read,
		guard: () => guard,
		/** The server was killed and starts again. */
		restart: async () => (guard = await open()),
		/** `POST {a}/media`: the id of the container. */
		async container(parameters: Record<string, string>, connection = ADA) {
			const id = nextId();
			const sent = new URLSearchParams({ image_url: 'https://a.test/1.jpg', ...parameters });
			meta.containers.set(id, { parameters: sent, isPublished: false });
			await noteContainer(guard, connection, sent, answer(200, { id }));
			return id;
		},
		/** `POST {a}/media_publish`: status, id or code, and whether it was found by looking. */
		async publish(creationId: string, connection = ADA, more: { send?: () => Promise<Sent> } = {}) {
			const call = { connection, creationId, keyId: 'key', read, deadline: Date.now() + 60_000 };
			const sent = await publishOnce(guard, { ...call, send: () => send(creationId), ...more });
			const body = JSON.parse(new TextDecoder().decode(sent.bytes)) as {
				id?: string;
				error?: { code: number };
			};
			return {
				status: sent.status,
				...(body.id === undefined ? {} : { id: body.id }),
				...(body.error === undefined ? {} : { code: body.error.code }),
				...(sent.reconciled ? { reconciled: true } : {})
			};
		},
		rows: () => db.selectFrom('publishes').selectAll().orderBy('claimedAt').execute(),
		async close() {
			await db.destroy();
			rmSync(folder, { recursive: true });
		}
	};
}
