import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { contentWorld } from '../../../../tests/support/content-world.ts';
import { days, minutes } from '../clock.ts';
import type { JsonFeed } from './json-feed.ts';
import { makeFeed } from './make.ts';
import { feedServer } from './serve.ts';

it('forty days without Meta every request is answered, and no byte moves but what tells the age', async () => {
	const world = await contentWorld();
	const { db, clock, content, dataDir, meta } = world;
	meta.posts = world.post(5);
	await content.run();
	/** As after a restart: nothing is in memory. */
	const serve = () =>
		feedServer({
			db,
			changeMark: () => '',
			dataDir,
			origin: new URL('https://mooring.example.org'),
			clock,
			realNow: () => clock.now(),
			every: minutes(30),
			isLocked: () => false
		});
	let server = serve();
	const { creatorId } = await db
		.selectFrom('connections')
		.select('creatorId')
		.where('id', '=', 'a')
		.executeTakeFirstOrThrow();
	const feed = await makeFeed(
		db,
		{ connectionId: 'a' },
		{ creatorId, at: clock.now(), address: null, random: randomBytes }
	);
	const ask = async (end: string) => {
		const request = { path: `/${feed.slug}${end}`, query: '', headers: new Headers() };
		const { status, headers, body } = await server.answer(request, () => null);
		return { status, headers, text: Buffer.from(body ?? []).toString() };
	};
	/** The JSON without its age, and its age. */
	async function readJson() {
		const { status, text } = await ask('.json');
		const { _mooring, ...rest } = JSON.parse(text) as JsonFeed;
		const { staleSince, reason, ...about } = _mooring;
		return { status, shown: { ...rest, about }, age: { staleSince, reason } };
	}
	const fresh = await readJson();
	expect(fresh.age).toEqual({ staleSince: null, reason: null });
	expect(fresh.shown.items).toHaveLength(5);
	const image = new URL(fresh.shown.items[0]?.image ?? '').pathname;
	const others = ['.rss', '/embed', image.slice(`/feed/${feed.slug}`.length)];
	const before = await Promise.all(others.map(ask));
	const synced = new Date(clock.now()).toISOString().replace(/\.\d+/, '');

	meta.fault = () => Promise.reject(new TypeError('fetch failed'));
	for (let day = 1; day <= 40; day += 1) {
		await world.later(days(1));
		await content.tidy();
		server = serve();
		const { status, shown, age } = await readJson();
		expect(status).toBe(200);
		expect(shown).toEqual(fresh.shown);
		expect(age).toEqual({ staleSince: synced, reason: 'meta_unreachable' });
		expect(await Promise.all(others.map(ask))).toEqual(before);
	}
	await world.close();
});
