import { describe, expect, it } from 'vitest';
import {
	callTool,
	type FakeCall,
	type FakeGraph,
	mcpWorld,
	type McpWorld,
	metaError,
	type ToolResult
} from '../../../../tests/support/mcp-world.ts';

const IMAGE = {
	kind: 'image',
	media_urls: ['https://pictures.example/a.jpg'],
	caption: 'Ink & <3'
};
const CAROUSEL = {
	kind: 'carousel',
	media_urls: ['https://pictures.example/a.jpg', 'https://pictures.example/b.mp4?x=1'],
	caption: 'Two'
};
const REEL = { kind: 'reel', media_urls: ['https://pictures.example/a.mp4'] };

/** A Graph whose containers are ready so many seconds after they were made. */
function studio(
	world: () => McpWorld,
	ripeAfter: number,
	onPublish: FakeGraph = () => ({ body: { id: '900' } })
) {
	const made = new Map<string, number>();
	const graph: FakeGraph = (asked) => {
		const { row } = asked;
		if (/POST \d+\/media$/.test(row)) {
			const id = String(100 + made.size);
			made.set(id, world().now());
			return { body: { id } };
		}
		if (/media_publish$/.test(row)) return onPublish(asked);
		const begun = made.get(row.replace('GET ', ''));
		if (begun === undefined)
			return { body: { permalink: 'https://www.instagram.com/p/abc/', id: '900' } };
		const isReady = world().now() - begun >= ripeAfter * 1000;
		return { body: { status_code: isReady ? 'FINISHED' : 'IN_PROGRESS' } };
	};
	return graph;
}

function worldOf(ripeAfter: number, onPublish?: FakeGraph): McpWorld {
	const world: McpWorld = mcpWorld(studio(() => world, ripeAfter, onPublish));
	return world;
}
const publish = (world: McpWorld, input: Record<string, unknown> = IMAGE) =>
	callTool(world, 'publish_post', input, { actions: ['publish'] });
const made = ({ calls }: McpWorld) =>
	calls.filter(({ row }) => /^POST .*\/media$/.test(row)).map(({ parameters }) => parameters);
const published = ({ calls }: McpWorld) =>
	calls.filter(({ row }) => row.endsWith('/media_publish')).map(({ parameters }) => parameters);
const contentOf = ({ structuredContent }: ToolResult) => structuredContent;

describe('publish_post', () => {
	it('publishes a picture once it is ready', async () => {
		const world = worldOf(4);
		expect(contentOf(await publish(world, { ...IMAGE, alt_text: 'A hand' }))).toMatchObject({
			status: 'published',
			media_id: '900',
			permalink: 'https://www.instagram.com/p/abc/',
			container_id: '100',
			next: null
		});
		expect(made(world)).toEqual([
			{ image_url: IMAGE.media_urls[0], caption: 'Ink & <3', alt_text: 'A hand' }
		]);
		expect(published(world)).toEqual([{ creation_id: '100' }]);
	});

	it('publishes a carousel of its parts, in their order', async () => {
		const world = worldOf(3);
		expect(contentOf(await publish(world, CAROUSEL))).toMatchObject({
			status: 'published',
			container_id: '102',
			prepared: ['100', '101']
		});
		expect(made(world)).toEqual([
			{ is_carousel_item: 'true', image_url: CAROUSEL.media_urls[0] },
			{ is_carousel_item: 'true', media_type: 'VIDEO', video_url: CAROUSEL.media_urls[1] },
			{ media_type: 'CAROUSEL', caption: 'Two', children: '100,101' }
		]);
	});

	it('gives up waiting after 45 seconds and names the container; the same call goes on with it', async () => {
		const world = worldOf(60);
		const start = world.now();
		const first = contentOf(await publish(world));
		expect(first).toMatchObject({ status: 'preparing', container_id: '100', media_id: null });
		expect(world.now() - start).toBeLessThanOrEqual(45_000);
		expect(world.now() - start).toBeGreaterThan(38_000);
		expect(published(world)).toEqual([]);
		expect(contentOf(await publish(world))).toMatchObject({
			status: 'published',
			container_id: '100'
		});
		expect(made(world)).toHaveLength(1);
		expect(published(world)).toHaveLength(1);
	});

	it('goes on with the parts of a carousel', async () => {
		const world = worldOf(60);
		expect(contentOf(await publish(world, CAROUSEL))).toMatchObject({
			status: 'preparing',
			container_id: null,
			prepared: ['100', '101']
		});
		await publish(world, CAROUSEL);
		await publish(world, CAROUSEL);
		expect(made(world)).toHaveLength(3);
		expect(published(world)).toHaveLength(1);
	});

	it('prepares another post anew, and one that was published', async () => {
		const world = worldOf(0);
		await publish(world);
		await publish(world, REEL);
		await publish(world);
		expect(made(world)).toHaveLength(3);
		expect(made(world)[1]).toEqual({ media_type: 'REELS', video_url: REEL.media_urls[0] });
	});

	it('tells the id again of what took so long that its asker may have given up, for an hour', async () => {
		const world = worldOf(25);
		const first = contentOf(await publish(world));
		expect(first).toMatchObject({ status: 'published', next: null });
		const again = contentOf(await publish(world));
		expect(again).toMatchObject({ status: 'published', media_id: '900' });
		expect(again?.['next']).toMatch(/nothing was sent again/);
		expect(published(world)).toHaveLength(1);
		await publish(world, { ...IMAGE, caption: 'Another' });
		expect(published(world)).toHaveLength(2);
		await world.deps.sleep(3_600_000);
		expect(contentOf(await publish(world))).toMatchObject({ status: 'published', next: null });
		expect(published(world)).toHaveLength(3);
	});

	it('makes no further parts once the time is over', async () => {
		const slow: McpWorld = mcpWorld(async ({ row }) => {
			if (row.startsWith('POST')) await slow.deps.sleep(30_000);
			return { body: { id: String(slow.calls.length) } };
		});
		const media_urls = Array.from({ length: 10 }, (_, at) => `https://a.example/${at}.jpg`);
		const result = contentOf(await publish(slow, { ...CAROUSEL, media_urls }));
		expect(result).toMatchObject({ status: 'preparing', prepared: ['1', '2'] });
	});

	it('works on a post once at a time', async () => {
		let finish = () => {};
		const waiting = new Promise<void>((resolve) => (finish = resolve));
		const world = worldOf(0, async () => {
			await waiting;
			return { body: { id: '900' } };
		});
		const first = publish(world);
		await expect.poll(() => published(world).length).toBe(1);
		const second = await publish(world);
		expect(second.isError).toBe(true);
		expect(second.content[0]?.text).toMatch(/being published by another call/);
		finish();
		expect(contentOf(await first)).toMatchObject({ status: 'published' });
	});

	it('tries again what Meta calls not ready', async () => {
		let tries = 0;
		const world = worldOf(0, () =>
			(tries += 1) < 3 ? metaError(9007, 'Media ID is not available') : { body: { id: '900' } }
		);
		expect(contentOf(await publish(world))).toMatchObject({ status: 'published' });
		expect(published(world)).toHaveLength(3);
	});

	it('names the container of an unknown outcome, and comes back with the same', async () => {
		const unknown = {
			status: 502,
			body: {
				error: {
					message: 'Whether it was published is not known.',
					mooring: { code: 'outcome_unknown', cure: 'Look at Instagram.' }
				}
			}
		};
		let tries = 0;
		const world = worldOf(0, () => ((tries += 1) === 1 ? unknown : { body: { id: '900' } }));
		const first = await publish(world);
		expect(first.isError).toBe(true);
		expect(first.content[0]?.text).toBe(
			'Whether it was published is not known. Look at Instagram. The prepared post is container 100.'
		);
		expect(contentOf(await publish(world))).toMatchObject({ status: 'published' });
		expect(published(world)).toEqual([{ creation_id: '100' }, { creation_id: '100' }]);
		expect(made(world)).toHaveLength(1);
	});

	it('says what Instagram says of a picture that it does not take, and prepares it anew', async () => {
		const spoilt = ({ row }: FakeCall) =>
			row.startsWith('GET')
				? { body: { status_code: 'ERROR', status: 'Error: code 2207082' } }
				: { body: { id: '100' } };
		const world = mcpWorld(spoilt);
		for (let call = 1; call <= 2; call += 1) {
			const result = await publish(world);
			expect(result.isError).toBe(true);
			expect(result.content.map(({ text }) => text).join('\n')).toMatch(/does not take[^]*2207082/);
			expect(made(world)).toHaveLength(call);
		}
	});

	it('looks again where a look met a fault, and stops at a limit', async () => {
		let looks = 0;
		const faulty = mcpWorld(({ row }) => {
			if (row === 'GET 100') {
				looks += 1;
				return looks < 3 ? { status: 503, body: '<html>' } : { body: { status_code: 'FINISHED' } };
			}
			return { body: { id: row.endsWith('publish') ? '900' : '100' } };
		});
		expect(contentOf(await publish(faulty))).toMatchObject({ status: 'published' });
		const limited = mcpWorld(({ row }) =>
			row === 'GET 100' ? metaError(4) : { body: { id: '100' } }
		);
		const result = await publish(limited);
		expect(result.content[0]?.text).toMatch(/limit of calls[^]*container 100/);
		expect(limited.calls).toHaveLength(2);
	});

	it.each([
		[{ ...CAROUSEL, media_urls: ['https://a.example/a.jpg'] }, /2 to 10/],
		[{ ...IMAGE, media_urls: CAROUSEL.media_urls }, /one picture or film/],
		[{ ...REEL, alt_text: 'A dog' }, /for pictures/],
		[{ ...IMAGE, caption: 'x'.repeat(2201) }, /caption/],
		[{ ...IMAGE, kind: 'story' }, /kind/],
		[{ ...IMAGE, publish_at: 'tomorrow' }, /publish_at/]
	])('refuses %j without a call', async (input, sentence) => {
		const world = worldOf(0);
		const result = await publish(world, input);
		expect(result.isError).toBe(true);
		expect(result.content[0]?.text).toMatch(sentence);
		expect(world.calls).toEqual([]);
	});
});
