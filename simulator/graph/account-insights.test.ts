import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	type Answer,
	type GraphCaller,
	type GraphTestClient,
	LOGINS,
	startGraphClient
} from './test-client.ts';

const DAY = 86_400;
let client: GraphTestClient;
let caller: GraphCaller;
let now: number;
beforeAll(async () => (client = await startGraphClient()));
beforeEach(async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
	now = Math.trunc(client.world.clock.now() / 1000);
});
afterAll(() => client.close());

const insights = (parameters: Record<string, string>) =>
	caller.get(`${caller.id}/insights`, { period: 'day', ...parameters });
const total = (metric: string, more = {}) =>
	insights({ metric, metric_type: 'total_value', ...more });

test.each(LOGINS)(
	'by %s: one number for each day, and links to the spans beside',
	async (login) => {
		caller = await client.caller(login);
		const span = { since: String(now - 7 * DAY), until: String(now) };
		const answer = await insights({ metric: 'reach', ...span });
		const [reach] = answer.data ?? [];
		expect(reach).toMatchObject({ name: 'reach', period: 'day' });
		const values = reach?.values as { value: number; end_time: string }[];
		expect(values).toHaveLength(7);
		for (const one of values) expect(one.end_time).toMatch(/T08:00:00\+0000$/);
		const previous = new URL(answer.paging?.previous ?? '');
		expect(previous.searchParams.get('access_token')).toBe(caller.token);
		expect(previous.searchParams.get('until')).toBe(span.since);
		expect(((await (await fetch(previous)).json()) as Answer).data).toHaveLength(1);
		caller = await client.caller(login, 'ada.draws', ['insights']);
		expect((await insights({ metric: 'reach' })).error?.code).toBe(10);
	}
);

test('one number for all, with a breakdown', async () => {
	const metric =
		'views,accounts_engaged,total_interactions,likes,comments,saves,shares,replies,reposts,' +
		'profile_links_taps,profile_views,website_clicks,follows_and_unfollows,reach';
	const answer = await total(metric);
	expect(answer.data).toHaveLength(14);
	expect(answer).not.toHaveProperty('paging');
	for (const one of answer.data ?? [])
		expect(one.total_value).toEqual({ value: expect.any(Number) as unknown });
	const [views] = (await total('views', { breakdown: 'media_product_type' })).data ?? [];
	expect(views?.total_value).toMatchObject({
		breakdowns: [
			{
				dimension_keys: ['media_product_type'],
				results: expect.arrayContaining([
					{ dimension_values: ['POST'], value: expect.any(Number) as unknown }
				]) as unknown
			}
		]
	});
});

test('demographics over a timeframe, and the hours of followers', async () => {
	const asked = { period: 'lifetime', timeframe: 'this_month', breakdown: 'country' };
	for (const who of ['follower', 'engaged_audience', 'reached_audience'])
		expect((await total(`${who}_demographics`, asked)).data).toHaveLength(1);
	for (const timeframe of ['last_30_days', 'prev_month'])
		expect(
			(await total('follower_demographics', { ...asked, timeframe })).error?.message
		).toContain('this_week, this_month');
	const [hours] = (await insights({ metric: 'online_followers', period: 'lifetime' })).data ?? [];
	const [{ value }] = hours?.values as [{ value: object }];
	expect(Object.keys(value)).toHaveLength(24);
});

test.each<[string, Record<string, string>]>([
	[
		'The following metrics (views) should be specified with parameter metric_type=total_value',
		{ metric: 'reach,views' }
	],
	['metric[1] must be one of the following values: reach', { metric: 'reach,impressions' }],
	['The parameter metric is required', {}],
	['The parameter period is required', { metric: 'reach', period: '' }],
	['incompatible with the period lifetime', { metric: 'reach', period: 'lifetime' }],
	[
		'should be specified with parameter metric_type=time_series',
		{ metric: 'follower_count', metric_type: 'total_value' }
	],
	['An invalid breakdown', { metric: 'likes', metric_type: 'total_value', breakdown: 'age' }],
	[
		'There cannot be more than 30 days (2592000 s) between since and until',
		{ metric: 'reach', since: '2026-01-01', until: '2026-03-01' }
	],
	['since must be before until', { metric: 'reach', since: '2026-03-01', until: '2026-01-01' }],
	[
		'(follower_count) metric only supports',
		{ metric: 'follower_count', since: '2026-01-01', until: '2026-01-20' }
	]
])('%s', async (words, parameters) => {
	const { error } = await insights(parameters);
	expect(error).toMatchObject({ code: 100 });
	expect(error?.message).toContain(words);
});

test('accounts with fewer than a hundred followers have no data for some', async () => {
	await client.control('POST', 'accounts', { username: 'ada.draws', followersCount: 99 });
	expect(await insights({ metric: 'follower_count' })).toEqual({ data: [] });
	expect((await insights({ metric: 'reach' })).data).toHaveLength(1);
});

test('the newest days are missing while numbers lag behind', async () => {
	await client.control('POST', 'switches', { insightsLagHours: 48 });
	const [reach] = (await insights({ metric: 'reach', since: String(now - 7 * DAY) })).data ?? [];
	expect((reach?.values as unknown[]).length).toBe(5);
});
