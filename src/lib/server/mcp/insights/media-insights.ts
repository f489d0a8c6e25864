import type { ConnectionView } from '../../../view.ts';
import { LOGINS } from '../../../logins.ts';
import { ask } from '../ask.ts';
import { ToolFailure } from '../failure.ts';
import { fieldOf, wordIn } from '../pick.ts';
import type { ToolContext } from '../tool.ts';
import { askMetrics, type Metrics } from './ask-metrics.ts';
import { MEDIA_METRICS, MEDIA_METRICS_BEHIND_PAGES, type MediaKind } from './metrics.ts';

/** The numbers of one post, for its whole life. @throws ToolFailure */
export async function mediaInsights(
	context: ToolContext,
	connection: ConnectionView,
	mediaId: string
): Promise<{ kind: MediaKind | null; metrics: Metrics }> {
	const kind = await kindOf(context, connection, mediaId);
	const metrics = await askMetrics(metricsFor(connection, kind), (metrics) =>
		ask(context, connection, `GET ${mediaId}/insights`, { metric: metrics.join(',') })
	);
	return { kind, metrics };
}

const KINDS = Object.keys(MEDIA_METRICS) as MediaKind[];

/** What there is of this kind; of an unknown kind, what there is of any. */
function metricsFor({ provider }: ConnectionView, kind: MediaKind | null): string[] {
	const isBehindPages = LOGINS[provider].brings === 'several accounts';
	const kinds = kind === null ? KINDS : [kind];
	return [
		...new Set(
			kinds.flatMap((one) => [
				...MEDIA_METRICS[one],
				...(isBehindPages ? MEDIA_METRICS_BEHIND_PAGES[one] : [])
			])
		)
	];
}

/** What kind of post it is, where the key may know it. @throws ToolFailure where it is not here */
async function kindOf(context: ToolContext, connection: ConnectionView, mediaId: string) {
	const { actions } = context.key;
	if (!actions.includes('media.read') && !actions.includes('publish')) return null;
	const media = await ask(context, connection, `GET ${mediaId}`, { fields: 'media_product_type' });
	const kind = wordIn(fieldOf(media, 'media_product_type'));
	// An advertisement has the numbers of a post.
	return kind === 'AD' ? 'FEED' : (KINDS.find((known) => known === kind) ?? null);
}

export const NO_DATES = () =>
	new ToolFailure(
		'The numbers of a post are of its whole life, not of some days.',
		'Leave out `from` and `to`, or `media_id` for the numbers of the account.'
	);
