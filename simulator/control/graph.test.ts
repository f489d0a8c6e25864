import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	type Answer,
	type GraphCaller,
	type GraphTestClient,
	idsIn,
	startGraphClient
} from '../graph/test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => (client = await startGraphClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
});
afterAll(() => client.close());

const post = (body: object = {}) =>
	client.control('POST', 'media', { username: 'ada.draws', ...body });
const newest = async (fields = 'id') => (await caller.get('me/media', { fields })).data?.[0] ?? {};

test('a post from the app, as it was described', async () => {
	const { id } = await post({
		caption: 'Posted by hand',
		mediaType: 'VIDEO',
		productType: 'REELS',
		audioType: 'MUSIC',
		hasMediaUrl: false,
		isSharedToFeed: false,
		timestamp: '2026-11-01T10:00:00Z',
		likeCount: 5
	});
	const fields =
		'caption,media_type,media_product_type,media_audio_type,media_url,is_shared_to_feed,timestamp,like_count';
	expect(await caller.get(String(id), { fields })).toEqual({
		id,
		caption: 'Posted by hand',
		media_type: 'VIDEO',
		media_product_type: 'REELS',
		media_audio_type: 'MUSIC',
		is_shared_to_feed: false,
		timestamp: '2026-11-01T10:00:00+0000',
		like_count: 5
	});
});

test('a carousel, one by another app, an advertisement', async () => {
	const { id } = await post({ children: 3 });
	const node = await caller.get(String(id), { fields: 'children{media_type}' });
	expect((node.children as Answer).data).toHaveLength(3);
	await post({ bySecondApp: true, caption: 'Mine too' });
	expect(await newest('caption')).toMatchObject({ caption: 'Mine too' });
	await post({ productType: 'AD' });
	expect(await newest('media_product_type')).toMatchObject({ media_product_type: 'AD' });
});

test('a post is changed, loses its words, and goes', async () => {
	const { id = '' } = await newest();
	await client.control('POST', `media/${id}`, { caption: 'Other words' });
	expect(await newest('caption')).toMatchObject({ caption: 'Other words' });
	await client.control('POST', `media/${id}`, { caption: null });
	expect(await newest('caption')).not.toHaveProperty('caption');
	await client.control('DELETE', `media/${id}`);
	expect((await caller.get(id)).error?.error_subcode).toBe(33);
	expect((await caller.get('me', { fields: 'media_count' })).media_count).toBe(29);
});

test('comments by strangers, with answers, and hidden ones', async () => {
	const { id: mediaId } = await post();
	const first = await client.control('POST', 'comments', { mediaId, text: 'Hello' });
	const answer = { mediaId, text: 'Answer', parentId: first.id, username: 'old.harbour' };
	await client.control('POST', 'comments', { ...answer, isHidden: true });
	const told = await caller.get(`${String(mediaId)}/comments`, {
		fields: 'text,replies{text,username,hidden}'
	});
	expect(told.data).toMatchObject([
		{
			text: 'Hello',
			replies: { data: [{ text: 'Answer', username: 'old.harbour', hidden: true }] }
		}
	]);
});

test('tells all that an account has posted', async () => {
	const image_url = `${client.url}/_simulator/drawn/x.jpg`;
	const container = await caller.post('me/media', { image_url });
	const told = await client.control('GET', 'content/ada.draws');
	const [story] = (told.media as Answer[]).filter((media) => media.productType === 'STORY');
	expect(story).toMatchObject({ username: 'ada.draws', comments: [] });
	expect(told.media).toHaveLength(32);
	expect(told.containers).toMatchObject([{ id: container.id, statusCode: 'FINISHED' }]);
});

test('the number of posts of an account, up and down', async () => {
	for (const [posts, expected] of [
		[3, 3],
		[40, 40],
		[0, 0]
	]) {
		await client.control('POST', 'accounts', { username: 'ada.draws', posts });
		expect(idsIn(await caller.get('me/media', { limit: '100' }))).toHaveLength(Number(expected));
	}
});

test.each<[string, string, object]>([
	['media', 'an unknown account', { username: 'nobody' }],
	['media', 'no account', { username: null }],
	['media', 'an odd kind', { mediaType: 'GIF' }],
	['media', 'an odd time', { timestamp: 'yesterday' }],
	['media', 'a carousel of one', { children: 1 }],
	['media', 'an odd flag', { hidesLikes: 'yes' }],
	['media', 'an odd field', { shoes: 1 }],
	['media/1', 'an unknown post', {}],
	['comments', 'an unknown post', { mediaId: '1', text: 'x' }],
	['comments', 'no text', { mediaId: '1' }]
])('%s refuses %s', async (path, _name, changes) => {
	const body = path === 'media' ? { username: 'ada.draws', ...changes } : changes;
	await expect(client.control('POST', path, body)).rejects.toThrow('"message"');
});

test('a comment answers one under the same post only', async () => {
	const [one, two] = [await post(), await post()];
	const comment = await client.control('POST', 'comments', { mediaId: one.id, text: 'x' });
	const body = { mediaId: two.id, text: 'y', parentId: comment.id };
	await expect(client.control('POST', 'comments', body)).rejects.toThrow('parentId');
	await expect(client.control('GET', 'content/nobody')).rejects.toThrow('no account');
});
