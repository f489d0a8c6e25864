import { ACCOUNT_METRICS, TIMEFRAMES } from './account-metrics.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import { namesIn } from './media-insights.ts';
import { momentIn } from './moments.ts';
import { nowOf, type Viewer } from './viewer.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 30 * DAY_MS;

/** What a call for an account's insights asks for; times in milliseconds. */
export type InsightsRequest = {
	names: string[];
	isTotal: boolean;
	breakdown: string | null;
	since: number;
	until: number;
};

/**
 * Reads the parameters of `/{ig}/insights`. One thing that cannot be fails the whole call.
 * @returns Meta's refusal of the first
 */
export function readInsightsRequest(
	viewer: Viewer,
	parameters: Map<string, string>
): InsightsRequest | Response {
	const invalid = (message: string) => invalidParameter(viewer, message);
	const names = namesIn(parameters.get('metric'));
	if (!names.length) return missingParameter(viewer, 'metric');
	const unknown = names.findIndex((name) => !Object.hasOwn(ACCOUNT_METRICS, name));
	if (unknown >= 0)
		return invalid(
			`metric[${unknown}] must be one of the following values: ` +
				Object.keys(ACCOUNT_METRICS).join(', ')
		);
	const metrics = names.flatMap((name) => ACCOUNT_METRICS[name] ?? []);
	const period = parameters.get('period');
	if (!period) return missingParameter(viewer, 'period');
	const wrong = names.filter((_name, index) => {
		const metric = metrics[index];
		return period !== metric?.period && !(period === 'day' && metric?.types.includes('hours'));
	});
	if (wrong.length)
		return invalid(
			`The following metrics (${wrong.join(', ')}) are incompatible with the period ${period}`
		);

	const type = parameters.get('metric_type') ?? 'time_series';
	if (!/^(time_series|total_value)$/.test(type))
		return invalid('metric_type must be one of the following values: time_series, total_value');
	const isTotal = type === 'total_value';
	const other = names.filter((_name, index) => {
		const types = metrics[index]?.types ?? [];
		return isTotal ? !types.includes('total_value') : types.every((one) => one === 'total_value');
	});
	if (other.length)
		return invalid(
			`The following metrics (${other.join(', ')}) should be specified with parameter ` +
				`metric_type=${isTotal ? 'time_series' : 'total_value'}`
		);
	const breakdown = parameters.get('breakdown') || null;
	if (breakdown !== null && !metrics.every((metric) => metric.breakdowns.includes(breakdown)))
		return invalid(`An invalid breakdown (${breakdown}) was specified for the queried metrics`);
	if (metrics.some((metric) => metric.isDemographic)) {
		if (!TIMEFRAMES.includes(parameters.get('timeframe') ?? ''))
			return invalid(`timeframe must be one of the following values: ${TIMEFRAMES.join(', ')}`);
		if (breakdown === null) return missingParameter(viewer, 'breakdown');
	}
	const span = spanOf(viewer, parameters, names.includes('follower_count'));
	return span instanceof Response ? span : { names, isTotal, breakdown, ...span };
}

/** `since` to `until`, the last 24 hours without them; at most 30 days. */
function spanOf(viewer: Viewer, parameters: Map<string, string>, isFollowerCount: boolean) {
	const invalid = (message: string) => invalidParameter(viewer, message);
	const now = nowOf(viewer);
	const until = momentIn(parameters, 'until') ?? now;
	const since = momentIn(parameters, 'since') ?? until - DAY_MS;
	if (Number.isNaN(since) || Number.isNaN(until))
		return invalid('since and until must be valid dates');
	if (since > until) return invalid('since must be before until');
	if (until - since > LONGEST_MS)
		return invalid('There cannot be more than 30 days (2592000 s) between since and until');
	if (isFollowerCount && since < now - LONGEST_MS - DAY_MS)
		return invalid(
			'(follower_count) metric only supports querying data for the last 30 days excluding the current day'
		);
	return { since, until };
}
