import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	type GraphCaller,
	type GraphTestClient,
	idsIn,
	LOGINS,
	startGraphClient
} from './test-client.ts';

const DAY = 86_400_000;
let client: GraphTestClient;
let caller: GraphCaller;
let picture: string;
let film: string;
beforeAll(async () => {
	client = await startGraphClient();
	picture = `${client.url}/_simulator/drawn/one.jpg`;
	film = `${client.url}/_simulator/drawn/one.mp4`;
});
beforeEach(async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
});
afterAll(() => client.close());

const create = (parameters: Record<string, string>) =>
	caller.post(`${caller.id}/media`, parameters);
const publish = (id: unknown) =>
	caller.post(`${caller.id}/media_publish`, { creation_id: String(id) });
const statusOf = async (id: unknown) =>
	(await caller.get(String(id), { fields: 'status_code' })).status_code;
const posts = async () => idsIn(await caller.get(`${caller.id}/media`, { limit: '100' }));
const switches = (body: object) => client.control('POST', 'switches', body);
const later = async (ms: number) => {
	await client.control('POST', 'clock', { advanceMs: ms });
};

describe.each(LOGINS)('by %s', (login) => {
	beforeEach(async () => (caller = await client.caller(login)));

	test('a picture is published with its words, and looks as it was given', async () => {
		const { id } = await create({ image_url: picture, caption: 'Heute 🪁', alt_text: 'A kite' });
		expect(id).toMatch(/^1788\d{13}$/);
		const fields = 'id,status,status_code';
		expect(await caller.get(String(id), { fields })).toMatchObject({ status_code: 'FINISHED' });
		const told = await publish(id);
		expect(told).toEqual({ id: expect.stringMatching(/^1790\d{13}$/) as unknown });
		const media = await caller.get(String(told.id), {
			fields: 'caption,alt_text,media_type,media_product_type,media_url,timestamp,username'
		});
		expect(media).toMatchObject({
			caption: 'Heute 🪁',
			alt_text: 'A kite',
			media_type: 'IMAGE',
			media_product_type: 'FEED',
			username: 'ada.draws'
		});
		const bytes = async (address: string) => (await fetch(address)).arrayBuffer();
		expect(await bytes(String(media.media_url))).toEqual(await bytes(picture));
		expect((await posts())[0]).toBe(told.id);
		expect(await statusOf(id)).toBe('PUBLISHED');
	});

	test('a carousel, a reel, a story', async () => {
		const child = async (more: Record<string, string>) =>
			String((await create({ ...more, is_carousel_item: 'true' })).id);
		const children = [
			await child({ image_url: picture }),
			await child({ video_url: film, media_type: 'VIDEO' })
		];
		const carousel = await create({ media_type: 'CAROUSEL', children: children.join() });
		const reel = await create({ media_type: 'REELS', video_url: film, share_to_feed: 'false' });
		const story = await create({ media_type: 'STORIES', image_url: picture });
		await later(5000);
		const kinds = 'media_type,media_product_type,is_shared_to_feed,children{media_type}';
		const published = async (id: unknown) =>
			caller.get(String((await publish(id)).id), { fields: kinds });
		expect(await published(carousel.id)).toMatchObject({
			media_type: 'CAROUSEL_ALBUM',
			children: { data: [{ media_type: 'IMAGE' }, { media_type: 'VIDEO' }] }
		});
		expect(await published(reel.id)).toMatchObject({
			media_type: 'VIDEO',
			media_product_type: 'REELS',
			is_shared_to_feed: false
		});
		expect(await published(story.id)).toMatchObject({ media_product_type: 'STORY' });
		expect((await caller.get(`${caller.id}/stories`)).data).toHaveLength(3);
	});

	test('need their permission, which the refusal names', async () => {
		caller = await client.caller(login, 'ada.draws', ['publish']);
		const limit = await caller.get(`${caller.id}/content_publishing_limit`);
		for (const { error } of [await create({ image_url: picture }), await publish('1'), limit]) {
			expect(error?.code).toBe(10);
			expect(error?.message).toMatch(/^\(#10\) Requires \w+content_publish permission/);
		}
	});

	test('the quota counts, and ends', async () => {
		await switches({ publishQuota: 1 });
		const limit = () =>
			caller.get(`${caller.id}/content_publishing_limit`, { fields: 'quota_usage,config' });
		expect(await limit()).toEqual({
			data: [{ quota_usage: 0, config: { quota_total: 1, quota_duration: 86_400 } }]
		});
		await publish((await create({ image_url: picture })).id);
		const { id } = await create({ image_url: picture });
		const answer = await caller.call('POST', `${caller.id}/media_publish`, {
			creation_id: String(id)
		});
		expect(answer.status).toBe(403);
		expect(answer.body.error).toMatchObject({ code: 9, error_subcode: 2_207_042 });
		expect(await caller.get(`${caller.id}/content_publishing_limit`)).toEqual({
			data: [{ quota_usage: 1 }]
		});
		await later(DAY);
		caller = await client.caller(login);
		expect((await limit()).data?.[0]?.quota_usage).toBe(0);
	});
});

test('a container ripens by the clock, and ends after a day', async () => {
	await switches({ imageSeconds: 60 });
	const { id } = await create({ image_url: picture });
	expect(await statusOf(id)).toBe('IN_PROGRESS');
	expect((await publish(id)).error).toMatchObject({
		code: 9007,
		error_subcode: 2_207_027,
		message: 'Media ID is not available'
	});
	await later(60_000);
	expect(await statusOf(id)).toBe('FINISHED');
	await later(DAY);
	caller = await client.caller('instagram');
	expect(await statusOf(id)).toBe('EXPIRED');
	expect((await publish(id)).error).toMatchObject({ code: 24, error_subcode: 2_207_008 });
	expect(await posts()).toHaveLength(30);
});

test('a film that cannot be had fails while the container ripens', async () => {
	const { id } = await create({ media_type: 'REELS', video_url: picture });
	expect(await statusOf(id)).toBe('IN_PROGRESS');
	await later(5000);
	const told = await caller.get(String(id), { fields: 'status,status_code' });
	expect(told.status_code).toBe('ERROR');
	expect(told.status).toBe('Error: Media upload has failed with error code 2207026');
	expect((await publish(id)).error?.code).toBe(-1);
});

test('a container is published once: again it is refused, or by switch doubled', async () => {
	const { id } = await create({ image_url: picture });
	const both = await Promise.all([publish(id), publish(id)]);
	expect(both.filter((told) => told.id)).toHaveLength(1);
	expect(both.find((told) => told.error)?.error).toMatchObject({ error_subcode: 2_207_008 });
	expect(await posts()).toHaveLength(31);
	await switches({ secondPublish: 'doubled' });
	expect(await publish(id)).toHaveProperty('id');
	expect(await posts()).toHaveLength(32);
});

test.each([
	['done_code_2', 500, { code: 2, is_transient: true }],
	['done_code_1', 500, { code: 1 }],
	['done_2207051', 403, { code: 4, error_subcode: 2_207_051 }]
])('published, and told as if it had failed: %s', async (kind, status, error) => {
	await switches({ publishAnswer: kind });
	const { id } = await create({ image_url: picture });
	const answer = await caller.call('POST', `${caller.id}/media_publish`, {
		creation_id: String(id)
	});
	expect(answer.status).toBe(status);
	expect(answer.body.error).toMatchObject(error);
	expect(await posts()).toHaveLength(31);
	expect(await statusOf(id)).toBe('PUBLISHED');
	await switches({ publishAnswer: 'true' });
});

test('published, and the connection reset, or left without an answer', async () => {
	for (const kind of ['done_reset', 'done_timeout']) {
		const { id } = await create({ image_url: picture });
		await client.control('POST', 'faults', { endpoint: 'publish', kind, times: 1 });
		const query = new URLSearchParams({ access_token: caller.token, creation_id: String(id) });
		const signal = AbortSignal.timeout(500);
		const sent = fetch(`${client.url}/me/media_publish?${query}`, { method: 'POST', signal });
		await expect(sent).rejects.toThrow();
		expect(await statusOf(id)).toBe('PUBLISHED');
	}
	expect(await posts()).toHaveLength(32);
});

test('by switch a published container is silent, and the post is late in lists', async () => {
	await switches({ publishedContainer: 'FINISHED', listLagSeconds: 60 });
	const { id } = await create({ image_url: picture });
	const told = await publish(id);
	expect(await statusOf(id)).toBe('FINISHED');
	expect(await posts()).not.toContain(told.id);
	await later(61_000);
	expect((await posts())[0]).toBe(told.id);
	expect((await publish(id)).error?.error_subcode).toBe(2_207_008);
});

test('the time of an answer is that of the simulator', async () => {
	await client.control('POST', 'clock', { now: '2027-02-03T04:05:06Z' });
	const { headers } = await caller.call('GET', `${caller.id}/media`);
	expect(headers.get('date')).toMatch(/^Wed, 03 Feb 2027 04:05:/);
});

test('a fault that says done does not hide a refusal', async () => {
	await client.control('POST', 'faults', { endpoint: 'publish', kind: 'done_code_2', times: 1 });
	expect((await publish('17880000000000000')).error?.code).toBe(24);
});

test('a second app posts at the same time, by switch with the same words', async () => {
	for (const [secondApp, caption] of [
		['other_caption', 'Posted by another app'],
		['same_caption', 'Mine']
	]) {
		await switches({ secondApp });
		const { id } = await create({ image_url: picture, caption: 'Mine' });
		const told = await publish(id);
		const { data = [] } = await caller.get('me/media', { fields: 'caption', limit: '2' });
		expect(data.map((post) => post.caption).sort()).toEqual([caption, 'Mine'].sort());
		expect(idsIn({ data })).toContain(told.id);
	}
});

test('containers belong to the app that made them, and to its account', async () => {
	const { id } = await create({ image_url: picture });
	caller = await client.caller('facebook');
	expect((await caller.get(String(id))).error?.error_subcode).toBe(33);
	expect((await publish(id)).error?.code).toBe(24);
	caller = await client.caller('instagram', 'north.pier.radio');
	expect((await publish(id)).error?.code).toBe(24);
});

test('after so many containers of one day there are no more', async () => {
	await switches({ fetcher: 'trusting', containerQuota: 3 });
	for (let made = 0; made < 3; made += 1)
		expect(await create({ image_url: picture })).toHaveProperty('id');
	expect((await create({ image_url: picture })).error?.code).toBe(4);
	await later(DAY);
	caller = await client.caller('instagram');
	expect(await create({ image_url: picture })).toHaveProperty('id');
});

test.each<[string, Record<string, string>, number, number | undefined]>([
	['nothing', {}, 100, undefined],
	['an unknown kind', { media_type: 'GIF' }, 100, 2_207_023],
	['a single video for the feed', { media_type: 'VIDEO', video_url: 'x' }, 100, 2_207_067],
	['a reel without a film', { media_type: 'REELS' }, 100, undefined],
	['a carousel of one', { media_type: 'CAROUSEL', children: '1' }, 100, 2_207_028],
	['a carousel of strangers', { media_type: 'CAROUSEL', children: '1,2' }, 24, 2_207_006],
	['2201 letters', { image_url: 'x', caption: 'a'.repeat(2201) }, 36_004, 2_207_010],
	['31 hashtags', { image_url: 'x', caption: '#a '.repeat(31) }, 36_004, 2_207_010],
	['21 names', { image_url: 'x', caption: '@a '.repeat(21) }, 36_004, 2_207_010],
	['a long description', { image_url: 'x', alt_text: 'a'.repeat(1001) }, 100, undefined],
	['tags that are no list', { image_url: 'x', user_tags: '{}' }, 100, 2_207_035],
	['a sponsor by Instagram Login', { image_url: 'x', is_paid_partnership: 'true' }, 100, undefined],
	[
		'made by a machine, as a child',
		{ image_url: 'x', is_carousel_item: 'true', is_ai_generated: 'true' },
		100,
		undefined
	],
	['an odd offset', { media_type: 'REELS', video_url: 'x', thumb_offset: '-1' }, 1, 2_207_057]
])('%s makes no container', async (_name, parameters, code, subcode) => {
	const { error } = await create(parameters);
	expect(error?.code).toBe(code);
	expect(error?.error_subcode).toBe(subcode);
});
