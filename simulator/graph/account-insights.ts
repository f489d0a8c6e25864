import type { Account } from '../instagram/accounts.ts';
import type { List } from '../pager.ts';
import { versionOf } from '../version.ts';
import { type InsightsRequest, readInsightsRequest } from './account-insights-request.ts';
import { ACCOUNT_METRICS, type AccountMetric, DIMENSIONS } from './account-metrics.ts';
import { stableNumber } from './ids.ts';
import { shareOut } from './media-insights.ts';
import { metaTime } from './plain-values.ts';
import { nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

const DAY_MS = 86_400_000;
/** Days end at midnight on the Pacific coast; summer time is not minded. */
const DAY_ENDS_MS = 8 * 3_600_000;

/** `/{ig}/insights` (Meta, IG User Insights). */
export function accountInsights(
	viewer: Viewer,
	account: Account,
	parameters: Map<string, string>
): List | Response {
	const closed = refusalWithout(viewer, 'insights');
	if (closed) return closed;
	const request = readInsightsRequest(viewer, parameters);
	if (request instanceof Response) return request;
	const readable = request.names.filter((name) => isEnough(account, ACCOUNT_METRICS[name]));
	const data = readable.flatMap((name) => {
		const metric = ACCOUNT_METRICS[name];
		return metric ? [metricOf(viewer, account, name, metric, request)] : [];
	});
	if (!data.length || request.isTotal) return { data };
	return { data, paging: neighbours(viewer, account, parameters, request) };
}

const isEnough = ({ followersCount }: Account, metric: AccountMetric | undefined) =>
	followersCount >= (metric?.fewestFollowers ?? 0);

/** The ends of the days within a span; those of the last 48 hours may lag behind, by switch. */
function daysIn(viewer: Viewer, { since, until }: InsightsRequest): number[] {
	const newest = nowOf(viewer) - switchesOf(viewer).insightsLagHours * 3_600_000;
	const first = Math.floor((since - DAY_ENDS_MS) / DAY_MS) + 1;
	const ends: number[] = [];
	for (let day = first; day * DAY_MS + DAY_ENDS_MS <= until; day += 1) {
		const end = day * DAY_MS + DAY_ENDS_MS;
		if (end <= newest) ends.push(end);
	}
	return ends;
}

const ofDay = ({ userId, followersCount }: Account, name: string, percent: number, end: number) =>
	Math.round(
		(followersCount * percent * stableNumber(`${name} ${userId} ${end}`, 40, 160)) / 10_000
	);

function metricOf(
	viewer: Viewer,
	account: Account,
	name: string,
	metric: AccountMetric,
	request: InsightsRequest
) {
	const head = { name, period: metric.period };
	const tail = {
		title: metric.title,
		description: `${metric.title} of the account.`,
		id: `${account.userId}/insights/${name}/${metric.period}`
	};
	const days = daysIn(viewer, request);
	if (metric.types.includes('hours')) {
		const hours = Object.fromEntries(
			Array.from({ length: 24 }, (_, hour) => [
				String(hour),
				ofDay(account, `${name} ${hour}`, metric.daily, 0)
			])
		);
		const end = metaTime(days.at(-1) ?? request.until);
		return { ...head, values: [{ value: hours, end_time: end }], ...tail };
	}
	const values = days.map((end) => ({
		value: ofDay(account, name, metric.daily, end),
		end_time: metaTime(end)
	}));
	if (!request.isTotal) return { ...head, values, ...tail };
	const value = metric.isDemographic
		? ofDay(account, name, metric.daily, 0)
		: Math.max(1, days.length) * ofDay(account, name, metric.daily, days.at(-1) ?? 0);
	const dimension = request.breakdown;
	if (dimension === null) return { ...head, total_value: { value }, ...tail };
	const seed = `${account.userId} ${name} ${dimension}`;
	const results = shareOut(seed, value, DIMENSIONS[dimension] ?? []);
	return {
		...head,
		total_value: { value, breakdowns: [{ dimension_keys: [dimension], results }] },
		...tail
	};
}

/** Links to the spans of the same length before and after. */
function neighbours(
	{ visit, token }: Viewer,
	{ userId }: Account,
	parameters: Map<string, string>,
	{ since, until }: InsightsRequest
) {
	const kept = [...parameters].filter(([name]) =>
		/^(metric|period|metric_type|breakdown)$/.test(name)
	);
	const version = versionOf(visit.url.pathname) ?? 'v25.0';
	const address = (from: number) =>
		`${visit.publicUrl}/${version}/${userId}/insights?` +
		new URLSearchParams([
			['access_token', token],
			...kept,
			['since', String(Math.trunc(from / 1000))],
			['until', String(Math.trunc((from + until - since) / 1000))]
		]).toString();
	return { previous: address(since - (until - since)), next: address(until) };
}
