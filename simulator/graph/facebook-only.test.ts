import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	type Answer,
	type GraphCaller,
	type GraphTestClient,
	idsIn,
	startGraphClient
} from './test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => (client = await startGraphClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('facebook');
});
afterAll(() => client.close());

const discover = (username: string, fields: string) =>
	caller.get(caller.id, { fields: `business_discovery.username(${username}){${fields}}` });

test('another professional account, with cursors and without links', async () => {
	const told = await discover(
		'north.pier.radio',
		'username,media_count,media.limit(2){caption,like_count,media_url}'
	);
	const found = told.business_discovery as Answer;
	expect(found).toMatchObject({ username: 'north.pier.radio', media_count: 30 });
	const media = found.media as Answer;
	expect(media.data).toHaveLength(2);
	expect(Object.keys(media.paging ?? {})).toEqual(['cursors']);
	expect((await discover('nobody', 'id')).error).toMatchObject({
		code: 110,
		error_subcode: 2_207_013
	});
	expect((await discover('kit.at.home', 'id')).error?.code).toBe(110);
	expect((await discover('north.pier.radio', 'insights')).error?.code).toBe(100);
	expect((await discover('north.pier.radio', 'media{comments{text}}')).error?.code).toBe(10);
});

test('a hashtag: its id, its posts of a day, the most liked ones', async () => {
	const search = (q: string, more: object = { user_id: caller.id }) =>
		caller.get('ig_hashtag_search', { q, ...more });
	const [id = ''] = idsIn(await search('ink'));
	expect(await caller.get(id, { fields: 'id,name' })).toEqual({ id, name: 'ink' });
	const posts = (edge: string) =>
		caller.get(`${id}/${edge}`, { user_id: caller.id, fields: 'caption,like_count' });
	const recent = (await posts('recent_media')).data ?? [];
	expect(recent.length).toBeGreaterThan(0);
	for (const { caption } of recent) expect(caption).toContain('#ink');
	const likes = ((await posts('top_media')).data ?? []).map(({ like_count }) => Number(like_count));
	expect(likes).toEqual([...likes].sort((a, b) => b - a));
	expect((await search('nobodyhasthis')).error?.error_subcode).toBe(2_207_024);
	expect((await search('ink', {})).error?.message).toContain('user_id');
	expect((await search('ink', { user_id: '17841400000000001' })).error?.error_subcode).toBe(33);
});

test('mentions: read what names the account, and answer it', async () => {
	const { id: media } = await client.control('POST', 'media', {
		username: 'north.pier.radio',
		caption: 'With @ada.draws'
	});
	const { id: comment } = await client.control('POST', 'comments', {
		mediaId: media,
		text: '@ada.draws look'
	});
	const mediaId = String(media);
	const commentId = String(comment);
	const fields =
		`mentioned_media.media_id(${mediaId}){caption},` +
		`mentioned_comment.comment_id(${commentId}){text}`;
	expect(await caller.get(caller.id, { fields })).toMatchObject({
		mentioned_media: { caption: 'With @ada.draws' },
		mentioned_comment: { text: '@ada.draws look' }
	});
	expect(idsIn(await caller.get(`${caller.id}/tags`))).toEqual([mediaId]);
	const answer = { media_id: mediaId, comment_id: commentId, message: 'Here I am' };
	expect(await caller.post(`${caller.id}/mentions`, answer)).toHaveProperty('id');
	const other = await client.caller('facebook', 'north.pier.radio');
	const replies = await other.get(`${commentId}/replies`, { fields: 'text,username' });
	expect(replies.data).toMatchObject([{ text: 'Here I am', username: 'ada.draws' }]);
	const [own = ''] = idsIn(await caller.get(`${caller.id}/media`));
	const refused = { media_id: own, message: 'x' };
	expect((await caller.post(`${caller.id}/mentions`, refused)).error?.error_subcode).toBe(33);
});

test('none of it by Instagram Login', async () => {
	caller = await client.caller('instagram');
	expect((await discover('north.pier.radio', 'id')).error?.message).toContain('business_discovery');
	expect((await caller.get('ig_hashtag_search', { q: 'ink' })).error?.code).toBe(2500);
	for (const edge of ['tags', 'mentions'])
		expect(
			(await caller.call(edge === 'tags' ? 'GET' : 'POST', `me/${edge}`)).body.error?.message
		).toContain(`nonexisting field (${edge})`);
});
