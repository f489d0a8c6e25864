import { describe, expect, it } from 'vitest';
import {
	callTool,
	type FakeGraph,
	KIT,
	mcpWorld,
	metaError,
	type ToolResult
} from '../../../../../tests/support/mcp-world.ts';
import type { ActionId } from '../../keys/actions.ts';

const BOTH: ActionId[] = ['insights.read', 'media.read'];
const namesIn = (metric = '') => metric.split(',');

/** Numbers for all metrics but those that are refused, which fail their whole call with these words. */
const graph =
	(refused: string[], words: (name: string) => string, kind = 'REELS'): FakeGraph =>
	({ row, parameters }) => {
		if (!row.endsWith('/insights')) return { body: { id: '1', media_product_type: kind } };
		const names = namesIn(parameters['metric']);
		const bad = names.find((name) => refused.includes(name));
		if (bad !== undefined) return metaError(100, words(bad));
		return { body: { data: names.map((name) => ({ name, values: [{ value: name.length }] })) } };
	};

type Window = {
	from: string;
	until: string;
	numbers: { metric: string; value: number | null; by_day?: object[]; breakdown?: object[] }[];
	left_out: { metric: string; reason: string; untrusted: { meta_says: string } }[];
	no_data: string[];
};
const windowsIn = ({ structuredContent }: ToolResult) =>
	(structuredContent?.['windows'] ?? []) as Window[];

describe('numbers of a post', () => {
	it.each([
		['FEED', 'profile_visits', 'navigation'],
		['REELS', 'ig_reels_avg_watch_time', 'follows'],
		['STORY', 'navigation', 'saved']
	])('of the kind %s are asked for in one call: %s, not %s', async (kind, has, hasNot) => {
		const world = mcpWorld(graph([], String, kind));
		const result = await callTool(world, 'get_insights', { media_id: '1' }, { actions: BOTH });
		expect(world.calls.map(({ row }) => row)).toEqual(['GET 1', 'GET 1/insights']);
		const metrics = windowsIn(result)[0]?.numbers.map(({ metric }) => metric);
		expect(metrics).toContain(has);
		expect(metrics).not.toContain(hasNot);
	});

	const SAYINGS: [string, (name: string) => string][] = [
		['names it', (name) => `(#100) Insights Media API does not support the metrics: ${name}`],
		['names another', () => '(#100) reach is fine, but something is not'],
		['names nothing', () => '(#100) Invalid parameter'],
		[
			'lists the good ones',
			() => '(#100) metric[0] must be one of the following values: reach, views'
		]
	];
	describe.each(SAYINGS)('where Meta %s', (_what, words) => {
		it.each([[['reposts']], [['reposts', 'facebook_views']], [['views', 'reposts', 'reach']]])(
			'leave out and name %j, and lose none of the others',
			async (refused) => {
				const world = mcpWorld(graph(refused, words));
				const result = await callTool(world, 'get_insights', { media_id: '1' }, { actions: BOTH });
				const [window] = windowsIn(result);
				expect(window?.left_out.map(({ metric }) => metric).toSorted()).toEqual(refused.toSorted());
				expect(window?.numbers).toHaveLength(13 - refused.length);
				expect(window?.left_out[0]?.untrusted.meta_says).toContain('#100');
			}
		);
	});

	it('cost three calls where one is refused by name', async () => {
		const world = mcpWorld(graph(['reposts'], (name) => `does not support the metrics: ${name}`));
		await callTool(world, 'get_insights', { media_id: '1' }, { actions: BOTH });
		expect(world.calls.filter(({ row }) => row.endsWith('insights'))).toHaveLength(3);
	});

	it('are found without the right to read the post', async () => {
		const world = mcpWorld(graph(['follows'], (name) => `does not support ${name}`));
		const result = await callTool(
			world,
			'get_insights',
			{ media_id: '1' },
			{ actions: ['insights.read'] }
		);
		expect(world.calls.every(({ row }) => row.endsWith('insights'))).toBe(true);
		expect(windowsIn(result)[0]?.numbers.length).toBeGreaterThan(10);
	});

	it('have more behind a Page', async () => {
		const world = mcpWorld(graph([], String, 'FEED'));
		const who = { actions: BOTH, connections: [KIT] };
		const result = await callTool(world, 'get_insights', { media_id: '1' }, who);
		expect(windowsIn(result)[0]?.numbers.map(({ metric }) => metric)).toContain('link_clicks');
	});

	it('say why there are none', async () => {
		for (const [code, subcode, words, sentence] of [
			[100, 33, 'Object does not exist', /knows no such post/],
			[100, 2_108_006, 'Invalid parameter', /older than the professional account/],
			[10, undefined, '(#10) Not enough viewers for the media', /Fewer than five/],
			[100, undefined, 'Invalid parameter', /refuses what was asked \(code 100\)/],
			[4, undefined, 'Application request limit reached', /limit of calls/]
		] as const) {
			const world = mcpWorld(({ row }) =>
				row.endsWith('insights')
					? metaError(code, words, subcode)
					: { body: { media_product_type: 'STORY' } }
			);
			const result = await callTool(world, 'get_insights', { media_id: '1' }, { actions: BOTH });
			expect(result.isError).toBe(true);
			expect(result.content[0]?.text).toMatch(sentence);
		}
	});

	it('have no days', async () => {
		const world = mcpWorld(graph([], String));
		const input = { media_id: '1', from: '2026-01-01' };
		const result = await callTool(world, 'get_insights', input, { actions: BOTH });
		expect(result.content[0]?.text).toMatch(/whole life/);
		expect(world.calls).toEqual([]);
	});
});

describe('numbers of an account', () => {
	const who = { actions: BOTH };
	const daily: FakeGraph = ({ parameters }) => ({
		body: {
			data: namesIn(parameters['metric']).flatMap((name): object[] => {
				if (name === 'replies') return [];
				if (parameters['metric_type'] !== 'total_value')
					return [1, 2].map((value) => ({
						name,
						values: [1, 2].map((day) => ({ value, end_time: `2026-01-0${day}T08:00:00+0000` }))
					}));
				const results = [{ dimension_values: ['FOLLOWER'], value: 3 }];
				const breakdowns = parameters['breakdown'] ? [{ results }] : undefined;
				return [{ name, total_value: { value: 9, breakdowns } }];
			})
		}
	});

	it('are of the last seven days, reach as one number', async () => {
		const world = mcpWorld(daily);
		const result = await callTool(world, 'get_insights', {}, who);
		const [window] = windowsIn(result);
		expect([window?.from, window?.until]).toEqual([
			'2026-01-25T00:00:00.000Z',
			'2026-02-01T00:00:00.000Z'
		]);
		const reach = window?.numbers.find(({ metric }) => metric === 'reach');
		expect(reach).toEqual({ metric: 'reach', value: 9 });
		expect(window?.no_data).toEqual(['replies']);
		expect(
			window?.numbers.find(({ metric }) => metric === 'follows_and_unfollows')?.breakdown
		).toEqual([{ of: 'FOLLOWER', value: 3 }]);
		expect(window?.numbers.find(({ metric }) => metric === 'follower_count')).toEqual({
			metric: 'follower_count',
			value: null,
			by_day: [
				{ until: '2026-01-01T08:00:00.000Z', value: 1 },
				{ until: '2026-01-02T08:00:00.000Z', value: 1 }
			]
		});
		const calls = world.calls.filter(({ parameters }) =>
			namesIn(parameters['metric']).includes('reach')
		);
		expect(calls.map(({ parameters }) => parameters['metric_type'])).toEqual(['total_value']);
	});

	it('of more than 30 days come in windows, none longer', async () => {
		const world = mcpWorld(daily);
		const input = { from: '2025-11-01', to: '2026-01-31' };
		const windows = windowsIn(await callTool(world, 'get_insights', input, who));
		expect(windows.map(({ from, until }) => `${from.slice(0, 10)} ${until.slice(0, 10)}`)).toEqual([
			'2025-11-01 2025-12-01',
			'2025-12-01 2025-12-31',
			'2025-12-31 2026-01-30',
			'2026-01-30 2026-02-01'
		]);
		for (const { parameters } of world.calls)
			expect(Number(parameters['until']) - Number(parameters['since'])).toBeLessThanOrEqual(
				2_592_000
			);
		expect(windows[0]?.left_out.map(({ metric }) => metric)).toEqual(['follower_count']);
	});

	it.each([
		[{ from: '2026-01-10', to: '2026-01-01' }, /not before/],
		[{ from: '2027-01-01' }, /not before/],
		[{ from: '2026-02-30' }, /no day of the calendar/],
		[{ to: '2026-13-01' }, /no day of the calendar/],
		[{ from: '2020-01-01' }, /180 days/],
		[{ from: 'yesterday' }, /from/]
	])('refuse %j', async (input, sentence) => {
		const world = mcpWorld(daily);
		const result = await callTool(world, 'get_insights', input, who);
		expect(result.isError).toBe(true);
		expect(result.content[0]?.text).toMatch(sentence);
		expect(world.calls).toEqual([]);
	});

	it('keep what was given where a whole call is refused', async () => {
		const world = mcpWorld((asked) =>
			asked.parameters['metric'] === 'follower_count' ? metaError(4) : daily(asked)
		);
		const [window] = windowsIn(await callTool(world, 'get_insights', {}, who));
		expect(window?.numbers.length).toBeGreaterThan(10);
		expect(window?.left_out.map(({ metric }) => metric)).toEqual(['follower_count']);
	});
});
