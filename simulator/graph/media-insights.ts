import type { List } from '../pager.ts';
import { textsInJson } from '../query.ts';
import { invalidParameter, missingParameter, refusal } from './errors.ts';
import { stableNumber } from './ids.ts';
import { isStory, type Media } from './media.ts';
import {
	DEAD_MEDIA_METRICS,
	IMPRESSIONS_UNTIL,
	MEDIA_METRICS,
	type MediaMetric
} from './media-metrics.ts';
import { nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** A story tells nothing to so few. */
const FEWEST_VIEWERS = 5;
const HOUR_MS = 3_600_000;

/** The names in `metric`: with commas between, or a list in JSON. */
export const namesIn = (text: string | undefined) =>
	(textsInJson(text ?? '') ?? (text ?? '').split(',')).map((name) => name.trim()).filter(Boolean);

/**
 * `/{media}/insights` (Meta, IG Media Insights). One metric that cannot be had fails the whole call;
 * no data is an empty list.
 */
export function mediaInsights(
	viewer: Viewer,
	media: Media,
	parameters: Map<string, string>
): List | Response {
	const closed = refusalWithout(viewer, 'insights');
	if (closed) return closed;
	const names = namesIn(parameters.get('metric'));
	if (!names.length) return missingParameter(viewer, 'metric');
	for (const [index, name] of names.entries()) {
		const complaint = complaintAbout(viewer, media, name, index);
		if (complaint) return complaint;
	}
	const unread = unreadable(viewer, media);
	if (unread) return unread;
	const lagMs = switchesOf(viewer).insightsLagHours * HOUR_MS;
	if (nowOf(viewer) - media.at < lagMs) return { data: [] };
	const asked = parameters.get('breakdown') ?? null;
	return {
		data: names.map((name) => metricOf(media, name, MEDIA_METRICS[name] ?? IMPRESSIONS, asked))
	};
}

const IMPRESSIONS: MediaMetric = {
	kinds: ['FEED', 'REELS', 'STORY'],
	title: 'Impressions',
	description: 'The number of times that it was seen.',
	value: ({ viewers }) => viewers * 2
};

/** Why a metric cannot be had of this media, in Meta's words; null where it can. */
function complaintAbout(
	viewer: Viewer,
	media: Media,
	name: string,
	index: number
): Response | null {
	if (name === 'impressions')
		return media.at < IMPRESSIONS_UNTIL
			? null
			: invalidParameter(
					viewer,
					'Starting from version v22.0 and above, the impressions metric is no longer supported ' +
						'for the queried media.'
				);
	const metric = Object.hasOwn(MEDIA_METRICS, name) ? MEDIA_METRICS[name] : undefined;
	if (!metric || DEAD_MEDIA_METRICS.includes(name))
		return invalidParameter(
			viewer,
			`metric[${index}] must be one of the following values: ` +
				Object.keys(MEDIA_METRICS).join(', ')
		);
	if (viewer.login === 'instagram' && metric.only === 'facebook')
		return invalidParameter(viewer, `The metric ${name} is not available on this endpoint`);
	const { repostsMetric } = switchesOf(viewer);
	if (viewer.login === 'instagram' && metric.only === 'reposts' && repostsMetric === 'refused')
		return invalidParameter(
			viewer,
			`Instagram Insights Media API endpoint does not support the metrics: ${name}`
		);
	const kind = media.productType === 'AD' ? 'FEED' : media.productType;
	return metric.kinds.includes(kind)
		? null
		: invalidParameter(
				viewer,
				`The Media Insights API does not support the ${name} metric for this media product type.`
			);
}

/** Media that tell no numbers: children, what is older than the professional account, few viewers. */
function unreadable(viewer: Viewer, media: Media): Response | null {
	if (media.parentId !== null)
		return invalidParameter(viewer, 'Insights are not available for children of a carousel', 33);
	if (media.isBeforeConversion)
		return refusal(viewer, {
			message: 'Invalid parameter',
			type: 'OAuthException',
			code: 100,
			subcode: 2_108_006,
			isTransient: false,
			userTitle: 'Media posted before business account conversion',
			userMessage:
				'The media was posted before the most recent time that the account was converted to a ' +
				'business account from a personal account.'
		});
	if (isStory(media) && media.viewers < FEWEST_VIEWERS)
		return refusal(viewer, {
			message: '(#10) Not enough viewers for the media to show insights',
			code: 10
		});
	return null;
}

function metricOf(media: Media, name: string, metric: MediaMetric, asked: string | null) {
	const value = metric.value(media);
	const head = { name, period: 'lifetime' };
	const tail = {
		title: metric.title,
		description: metric.description,
		id: `${media.id}/insights/${name}/lifetime`
	};
	if (!metric.breakdown) return { ...head, values: [{ value }], ...tail };
	const { name: dimension, values } = metric.breakdown;
	const breakdowns = [
		{ dimension_keys: [dimension], results: shareOut(`${media.id} ${name}`, value, values) }
	];
	return {
		...head,
		total_value: { value, ...(asked === dimension ? { breakdowns } : {}) },
		...tail
	};
}

/** A number shared out among the values of a dimension; those that get nothing are left out. */
export function shareOut(seed: string, value: number, values: readonly string[]) {
	let left = value;
	return values
		.map((dimension, index) => {
			const isLast = index === values.length - 1;
			const share = isLast
				? left
				: Math.min(left, Math.round((value * stableNumber(`${seed} ${dimension}`, 0, 50)) / 100));
			left -= share;
			return { dimension_values: [dimension], value: share };
		})
		.filter((result) => result.value > 0);
}
