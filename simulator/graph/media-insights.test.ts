import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	type Answer,
	type GraphCaller,
	type GraphTestClient,
	idsIn,
	LOGINS,
	startGraphClient
} from './test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => (client = await startGraphClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
});
afterAll(() => client.close());

const OF_KIND: Record<string, string> = {
	FEED: 'views,reach,likes,comments,saved,shares,total_interactions,follows,profile_visits',
	REELS:
		'views,reach,likes,comments,saved,shares,total_interactions,ig_reels_avg_watch_time,' +
		'ig_reels_video_view_total_time,reels_skip_rate,crossposted_views,facebook_views',
	STORY: 'views,reach,shares,total_interactions,follows,profile_visits,replies'
};

async function firstOf(kind: string): Promise<string> {
	const edge = kind === 'STORY' ? 'stories' : 'media';
	const { data = [] } = await caller.get(`${caller.id}/${edge}`, {
		fields: 'media_product_type,media_type'
	});
	const found = data.filter((media) => media.media_product_type === kind);
	// The newest story has hardly been seen.
	return String((kind === 'STORY' ? found.at(-1) : found[0])?.id);
}

const insights = (id: string, metric: string, more = {}) =>
	caller.get(`${id}/insights`, { metric, ...more });

describe.each(LOGINS)('by %s', (login) => {
	beforeEach(async () => (caller = await client.caller(login)));

	test.each(Object.entries(OF_KIND))('%s has %s', async (kind, metrics) => {
		const id = await firstOf(kind);
		const { data = [] } = await insights(id, metrics);
		expect(data.map(({ name }) => name)).toEqual(metrics.split(','));
		expect(data[0]).toEqual({
			name: 'views',
			period: 'lifetime',
			values: [{ value: expect.any(Number) as unknown }],
			title: expect.any(String) as unknown,
			description: expect.any(String) as unknown,
			id: `${id}/insights/views/lifetime`
		});
	});

	test('need their permission', async () => {
		caller = await client.caller(login, 'ada.draws', ['insights']);
		expect((await insights(await firstOf('FEED'), 'views')).error?.code).toBe(10);
	});

	test('stand in the braces of a post', async () => {
		const id = await firstOf('FEED');
		const node = await caller.get(id, { fields: 'id,insights.metric(reach,views){name,values}' });
		expect((node.insights as Answer).data).toHaveLength(2);
	});
});

test('what a breakdown asks for is told by its dimension', async () => {
	const id = await firstOf('FEED');
	const { data = [] } = await insights(id, 'profile_activity', { breakdown: 'action_type' });
	expect(data[0]?.total_value).toEqual({
		value: expect.any(Number) as unknown,
		breakdowns: [{ dimension_keys: ['action_type'], results: expect.any(Array) as unknown }]
	});
	const [plain] = (await insights(id, 'profile_activity')).data ?? [];
	expect(plain?.total_value).not.toHaveProperty('breakdowns');
	const story = await firstOf('STORY');
	const navigation = await insights(story, 'navigation', {
		breakdown: 'story_navigation_action_type'
	});
	expect(JSON.stringify(navigation)).toContain('tap_forward');
});

test.each([
	['views,impressions', 'Starting from version v22.0 and above, the impressions metric'],
	['reach,plays', 'metric[1] must be one of the following values: views, reach'],
	['engagement', 'metric[0] must be one of'],
	['taps_forward', 'metric[0] must be one of'],
	['video_views', 'metric[0] must be one of'],
	['saves', 'metric[0] must be one of'],
	['views,replies', 'does not support the replies metric for this media product type'],
	['total_likes', 'The metric total_likes is not available on this endpoint'],
	['reposts', 'does not support the metrics: reposts'],
	['', 'The parameter metric is required']
])('one bad metric of %s fails the whole call', async (metrics, words) => {
	const { error } = await insights(await firstOf('FEED'), metrics);
	expect(error).toMatchObject({ code: 100, type: 'IGApiException' });
	expect(error?.message).toContain(words);
});

test('Facebook Login has metrics of its own, and reposts', async () => {
	caller = await client.caller('facebook');
	const metrics = 'total_likes,total_comments,total_views,link_clicks,reposts';
	expect((await insights(await firstOf('FEED'), metrics)).data).toHaveLength(5);
});

test('reposts are served to Instagram Login by switch', async () => {
	await client.control('POST', 'switches', { repostsMetric: 'served' });
	expect((await insights(await firstOf('FEED'), 'reposts')).data).toHaveLength(1);
});

test('impressions are still there for what is older than July 2024', async () => {
	const old = { username: 'ada.draws', timestamp: '2024-06-30T10:00:00Z' };
	const { id } = await client.control('POST', 'media', old);
	expect((await insights(String(id), 'impressions')).data).toHaveLength(1);
	expect((await insights(String(id), 'impressions,plays')).error?.code).toBe(100);
});

test('a reel refuses follows', async () => {
	const { error } = await insights(await firstOf('REELS'), 'follows');
	expect(error?.message).toContain('does not support the follows metric');
});

test('a story tells nothing to so few viewers', async () => {
	const [fresh = ''] = idsIn(await caller.get('me/stories'));
	expect((await insights(fresh, 'views')).error).toMatchObject({
		code: 10,
		message: '(#10) Not enough viewers for the media to show insights'
	});
});

test('what is older than the professional account tells nothing', async () => {
	const id = await firstOf('FEED');
	await client.control('POST', `media/${id}`, { isBeforeConversion: true });
	expect((await insights(id, 'views')).error).toMatchObject({
		code: 100,
		error_subcode: 2_108_006
	});
});

test('numbers lag behind, by switch: no data is an empty list', async () => {
	await client.control('POST', 'switches', { insightsLagHours: 48 });
	const id = await firstOf('FEED');
	expect(await insights(id, 'views')).toEqual({ data: [] });
	await client.control('POST', 'clock', { advanceMs: 2 * 86_400_000 });
	caller = await client.caller('instagram');
	expect((await insights(id, 'views')).data).toHaveLength(1);
});

test('a child of a carousel has none', async () => {
	const { data = [] } = await caller.get('me/media', { fields: 'children{id}', limit: '100' });
	const [child = ''] = data.flatMap(({ children }) => idsIn((children as Answer) ?? {}));
	expect((await insights(child, 'views')).error?.code).toBe(100);
});
