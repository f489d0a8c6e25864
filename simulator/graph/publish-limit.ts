import type { Account } from '../instagram/accounts.ts';
import type { List } from '../pager.ts';
import { invalidParameter } from './errors.ts';
import type { ListRequest } from './lists.ts';
import { momentIn } from './moments.ts';
import { plainNode } from './plain-node.ts';
import { contentOf, nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

const SECONDS = 86_400;

/** Carousels and stories count as one post each. */
export const isQuotaUsedUp = (viewer: Viewer, { username }: Account) =>
	contentOf(viewer).containers.publishedSince(username, nowOf(viewer) - SECONDS * 1000) >=
	switchesOf(viewer).publishQuota;

/** `/{ig}/content_publishing_limit`: how many posts of the last 24 hours count. */
export function publishingLimit(
	viewer: Viewer,
	{ username }: Account,
	{ fields, parameters }: ListRequest
): List | Response {
	const closed = refusalWithout(viewer, 'publish');
	if (closed) return closed;
	const since = momentIn(parameters, 'since') ?? nowOf(viewer) - SECONDS * 1000;
	if (Number.isNaN(since) || since < nowOf(viewer) - SECONDS * 1000 - 60_000)
		return invalidParameter(viewer, 'since must be within the last 24 hours');
	const values = {
		quota_usage: contentOf(viewer).containers.publishedSince(username, since),
		config: { quota_total: switchesOf(viewer).publishQuota, quota_duration: SECONDS }
	};
	const told = plainNode(viewer, 'IGContentPublishingLimit', values, fields, ['quota_usage']);
	if (told instanceof Response) return told;
	const { id: _none, ...data } = told;
	return { data: [data] };
}
