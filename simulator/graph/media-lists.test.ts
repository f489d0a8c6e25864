import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Login } from './permissions.ts';
import {
	type Answer,
	type GraphCaller,
	type GraphTestClient,
	idsIn,
	LOGINS,
	startGraphClient
} from './test-client.ts';

const DAY = 86_400_000;
/** Every field of C1 that both logins have. */
const FIELDS =
	'id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,shortcode,timestamp,' +
	'username,owner{id},like_count,comments_count,children{id,media_type,media_url,timestamp,username},' +
	'is_comment_enabled,is_shared_to_feed,alt_text,copyright_check_information,ig_id,media_audio_type';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => (client = await startGraphClient()));
afterAll(() => client.close());

const list = (parameters: Record<string, string> = {}) =>
	caller.get(`${caller.id}/media`, parameters);
const switches = (body: object) => client.control('POST', 'switches', body);

describe.each<Login>(LOGINS)('the posts of an account, by %s', (login) => {
	beforeEach(async () => {
		await client.control('POST', 'reset');
		caller = await client.caller(login);
	});

	test('thirty distinct ones, newest first, with their ids and nothing else', async () => {
		const all = await list({ limit: '100' });
		expect(all.data).toHaveLength(30);
		expect(new Set(idsIn(all)).size).toBe(30);
		for (const post of all.data ?? []) {
			expect(Object.keys(post)).toEqual(['id']);
			expect(BigInt(String(post.id)) > 2n ** 53n).toBe(true);
		}
		const times = (await list({ limit: '100', fields: 'timestamp' })).data ?? [];
		const sorted = times.map(({ timestamp }) => Date.parse(String(timestamp)));
		expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
	});

	test('have all the fields that are documented', async () => {
		const posts = (await list({ limit: '100', fields: FIELDS })).data ?? [];
		const seen = new Set(posts.flatMap((post) => Object.keys(post)));
		for (const field of FIELDS.replace(/\{.*?\}/g, '').split(',')) expect(seen).toContain(field);
		for (const post of posts) {
			expect(post.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
			expect(post.permalink).toMatch(/^https:\/\/www\.instagram\.com\/(p|reel)\/[\w-]{11}\/$/);
			expect(post).toMatchObject({ username: 'ada.draws', owner: { id: caller.id } });
			const isVideo = post.media_type === 'VIDEO';
			expect('thumbnail_url' in post).toBe(isVideo);
			expect(post.media_product_type).toBe(isVideo ? 'REELS' : 'FEED');
			expect('children' in post).toBe(post.media_type === 'CAROUSEL_ALBUM');
		}
		const kinds = new Set(posts.map((post) => post.media_type));
		expect([...kinds].sort()).toEqual(['CAROUSEL_ALBUM', 'IMAGE', 'VIDEO']);
		const audio = new Set(posts.map((post) => post.media_audio_type));
		expect(audio).toEqual(new Set([undefined, 'MUSIC', 'ORIGINAL_SOUND']));
		expect(posts.filter((post) => !('media_url' in post))).toHaveLength(1);
		expect(posts.filter((post) => !('caption' in post))).toHaveLength(1);
		expect(posts.filter((post) => !('like_count' in post))).toHaveLength(1);
		expect(posts.filter((post) => post.is_shared_to_feed === false)).toHaveLength(1);
		expect(posts.filter((post) => post.is_comment_enabled === false)).toHaveLength(1);
	});

	test('come in parts of 25, of 100 at most, and every link carries the token', async () => {
		const first = await list({ fields: 'id,caption' });
		expect(first.data).toHaveLength(25);
		const { cursors, next = '', previous } = first.paging ?? {};
		expect(previous).toBeUndefined();
		expect(cursors?.after).toMatch(/^QVFI[\w-]+$/);
		const link = new URL(next);
		expect(link.pathname).toBe(`/v25.0/${caller.id}/media`);
		expect(Object.fromEntries(link.searchParams)).toEqual({
			access_token: caller.token,
			fields: 'id,caption',
			limit: '25',
			after: cursors?.after
		});
		const second = (await (await fetch(next)).json()) as Answer;
		expect(second.data).toHaveLength(5);
		expect(second.paging).not.toHaveProperty('next');
		const back = (await (await fetch(second.paging?.previous ?? '')).json()) as Answer;
		expect(idsIn(back)).toEqual(idsIn(first));
		await client.control('POST', 'accounts', { username: 'ada.draws', posts: 250 });
		expect((await list({ limit: '200' })).data).toHaveLength(100);
	});

	test('are written as Meta writes JSON', async () => {
		const { text } = await caller.call('GET', `${caller.id}/media`, { fields: 'media_url' });
		expect(text).toContain('"next":"http:\\/\\/127.0.0.1');
		expect(text).toContain('\\u0026after=');
		expect(text).not.toMatch(/[^\\]\/|&|[^\x20-\x7e]/);
	});

	test('within since and until, which the links repeat', async () => {
		const all = (await list({ limit: '100', fields: 'timestamp' })).data ?? [];
		const at = Date.parse(String(all[9]?.timestamp)) / 1000;
		const newer = await list({ since: String(at), limit: '4' });
		expect(new URL(newer.paging?.next ?? '').searchParams.get('since')).toBe(String(at));
		expect((await list({ since: String(at), limit: '100' })).data).toHaveLength(10);
		expect((await list({ until: String(at), limit: '100' })).data).toHaveLength(21);
		expect((await list({ since: 'yesterday-ish' })).error?.code).toBe(100);
	});

	test('a part goes on where it was, when a post is gone meanwhile', async () => {
		const all = idsIn(await list({ limit: '100' }));
		const first = await list({ limit: '5' });
		await client.control('DELETE', `media/${all[4]}`);
		const second = (await (await fetch(first.paging?.next ?? '')).json()) as Answer;
		expect(idsIn(second)).toEqual(all.slice(5, 10));
		expect((await list({ after: 'QVFInonsense' })).error?.code).toBe(100);
	});

	test('long captions come cut in a list only', async () => {
		const posts = (await list({ limit: '100', fields: 'caption' })).data ?? [];
		const long = posts.find(({ caption }) => String(caption).length === 2000);
		expect((await caller.get(String(long?.id), { fields: 'caption' })).caption).toHaveLength(2200);
		await switches({ captionsCut: false });
		const whole = (await list({ limit: '100', fields: 'caption' })).data ?? [];
		expect(whole.some(({ caption }) => String(caption).length === 2200)).toBe(true);
	});

	test('archived posts and stories are not among them', async () => {
		const [first = ''] = idsIn(await list());
		await client.control('POST', `media/${first}`, { isArchived: true });
		expect(idsIn(await list())).not.toContain(first);
		expect((await caller.get(first)).id).toBe(first);
		await switches({ archivedPosts: 'listed' });
		expect(idsIn(await list())).toContain(first);
		const stories = await caller.get(`${caller.id}/stories`, { fields: 'id,media_product_type' });
		expect(stories.data).toHaveLength(2);
		for (const story of stories.data ?? []) expect(story.media_product_type).toBe('STORY');
	});

	test('stories are there for a day', async () => {
		const [story = ''] = idsIn(await caller.get(`${caller.id}/stories`));
		expect((await caller.get(story)).id).toBe(story);
		await client.control('POST', 'clock', { advanceMs: DAY });
		caller = await client.caller(login);
		expect(await caller.get(`${caller.id}/stories`)).toEqual({ data: [] });
		expect((await caller.get(story)).error).toMatchObject({ code: 100, error_subcode: 33 });
	});

	test('quirks by switch: empty, failing, shorter, an empty first part, no addresses, bare ids', async () => {
		await switches({ mediaLists: 'empty' });
		expect(await list()).toEqual({ data: [] });
		await switches({ mediaLists: 'failing' });
		expect((await list()).error?.code).toBe(1);
		await switches({ mediaLists: 'true', mostPosts: 3 });
		expect((await list()).data).toHaveLength(3);
		await switches({ mostPosts: 0, emptyFirstPart: true });
		const empty = await list();
		expect(empty.data).toEqual([]);
		expect(((await (await fetch(empty.paging?.next ?? '')).json()) as Answer).data).toHaveLength(
			25
		);
		await switches({ emptyFirstPart: false, mostAtOnce: 10 });
		expect((await list({ limit: '50' })).error?.message).toContain('reduce the amount of data');
		await switches({ mostAtOnce: 0, missingMediaUrl: 'all' });
		expect((await list({ fields: 'media_url' })).data?.[0]).not.toHaveProperty('media_url');
		await switches({ mediaIdShape: 'number', postsDrawn: 1000 });
		const { text } = await caller.call('GET', `${caller.id}/media`);
		expect(text).toMatch(/\{"data":\[\{"id":17906\d{12}/);
		expect((await list({ limit: '100' })).data).toHaveLength(100);
	});

	test('one account has none', async () => {
		caller = await client.caller(login, 'long.name');
		expect(await list()).toEqual({ data: [] });
		expect(await caller.get(`${caller.id}/stories`)).toEqual({ data: [] });
		const node = await caller.get(caller.id, { fields: 'media_count,media{id}' });
		expect(node).toMatchObject({ media_count: 0 });
		expect(node).not.toHaveProperty('media');
	});

	test('stand in the braces of the account, with modifiers', async () => {
		const fields = 'username,media_count,media.limit(2){id,children.limit(1){id}},stories{id}';
		const node = await caller.get(caller.id, { fields });
		expect(node).toMatchObject({ username: 'ada.draws', media_count: 30 });
		const media = node.media as Answer;
		expect(media.data).toHaveLength(2);
		expect(new URL(media.paging?.next ?? '').searchParams.get('fields')).toContain('children');
		expect((node.stories as Answer).data).toHaveLength(2);
	});

	test('need the basic permission', async () => {
		caller = await client.caller(login, 'ada.draws', ['basic']);
		expect((await caller.call('GET', `${caller.id}/media`)).status).toBe(403);
		expect((await list()).error?.code).toBe(10);
	});

	test('pictures lie behind signed addresses that run out, one for each post', async () => {
		const posts = (await list({ limit: '100', fields: 'media_url,thumbnail_url' })).data ?? [];
		const sums = new Set<string>();
		for (const { media_url: url, thumbnail_url: thumbnail } of posts) {
			const picture = await fetch(String(thumbnail ?? url));
			expect(picture.headers.get('content-type')).toBe('image/jpeg');
			sums.add(Buffer.from(await picture.arrayBuffer()).toString('base64'));
		}
		expect(sums.size).toBe(30);
		const address = String(posts[0]?.media_url);
		expect((await fetch(address.replace('oh=', 'oh=x'))).status).toBe(403);
		await client.control('POST', 'clock', { advanceMs: 5 * DAY });
		expect((await fetch(address)).status).toBe(403);
	});
});

test('fields of Facebook Login only do not exist for Instagram Login', async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('facebook');
	const [post = ''] = idsIn(await list());
	expect(await caller.get(post, { fields: 'saved_count,total_like_count' })).toHaveProperty(
		'saved_count'
	);
	expect((await caller.get(post, { fields: 'text' })).error?.message).toBe(
		'(#100) Tried accessing nonexisting field (text) on node type (Media)'
	);
	caller = await client.caller('instagram');
	expect((await caller.get(post, { fields: 'saved_count' })).error).toMatchObject({
		code: 100,
		type: 'IGApiException',
		message: '(#100) Tried accessing nonexisting field (saved_count)'
	});
	expect((await caller.get(`${caller.id}/tags`)).error?.code).toBe(100);
});

test('an account by me and by its app-scoped id, which a switch refuses in paths', async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
	const { id = '' } = await caller.get('me');
	for (const name of ['me', id]) expect((await caller.get(`${name}/media`)).data).toHaveLength(25);
	await switches({ appScopedIdInPaths: false });
	expect((await caller.get(`${id}/media`)).error).toMatchObject({ code: 100, error_subcode: 33 });
});

test('what belongs to others does not exist, whatever the method', async () => {
	await client.control('POST', 'reset');
	const other = await client.caller('instagram', 'north.pier.radio');
	const [post = ''] = idsIn(await other.get('me/media'));
	for (const login of LOGINS) {
		caller = await client.caller(login);
		for (const method of ['GET', 'POST', 'DELETE'])
			for (const path of [post, `${post}/comments`, `${post}/insights`, `${other.id}/media`])
				expect((await caller.call(method, path)).body.error).toMatchObject({
					code: 100,
					error_subcode: 33
				});
	}
});

test('a post is deleted by Facebook Login only, with its own permission', async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
	const [post = '', second = ''] = idsIn(await list());
	expect((await caller.call('DELETE', post)).body.error?.error_subcode).toBe(33);
	caller = await client.caller('facebook', 'ada.draws', ['erase']);
	expect((await caller.call('DELETE', post)).status).toBe(400);
	caller = await client.caller('facebook');
	expect((await caller.call('DELETE', post)).body).toEqual({ success: true });
	expect(idsIn(await list())[0]).toBe(second);
});

test('HEAD has the headers of GET and no body', async () => {
	caller = await client.caller('instagram');
	const answer = await client.ask(`/me/media?access_token=${caller.token}`, { method: 'HEAD' });
	expect(answer.status).toBe(200);
	expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
	expect(await answer.text()).toBe('');
});
