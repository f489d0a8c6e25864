import type { Endpoint } from '../calls.ts';
import { ACCOUNT_EDGES, COMMENT_EDGES, MEDIA_EDGES } from './edges.ts';
import { type ContentKind, kindOfId } from './ids.ts';

type Endpoints = Record<string, Partial<Record<string, { endpoint: Endpoint }>>>;

const HASHTAG = { endpoint: 'hashtag' } as const;

const EDGES: Record<ContentKind, Endpoints> = {
	media: MEDIA_EDGES,
	comment: COMMENT_EDGES,
	container: {},
	hashtag: { recent_media: { GET: HASHTAG }, top_media: { GET: HASHTAG } }
};

/**
 * How a call for what accounts have posted is counted, by its method and its path without a version;
 * null for a call that is no such thing.
 */
export function contentEndpoint(
	method: string,
	[id = '', edge, ...rest]: readonly string[]
): Endpoint | null {
	if (id === 'ig_hashtag_search') return edge === undefined ? 'hashtag' : null;
	if (rest.length || !/^(me|\d+)$/.test(id)) return null;
	const kind = kindOfId(id);
	if (edge !== undefined) {
		const table: Endpoints = kind === null ? ACCOUNT_EDGES : EDGES[kind];
		const edges = Object.hasOwn(table, edge) ? table[edge] : undefined;
		return edges?.[method]?.endpoint ?? Object.values(edges ?? {})[0]?.endpoint ?? null;
	}
	if (kind === 'media') return method === 'GET' ? 'media' : 'media_write';
	if (kind === 'comment') return method === 'GET' ? 'comment' : 'comment_write';
	return kind;
}
