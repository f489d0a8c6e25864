import { EMBED_POLICY } from './embed-style.ts';

/** RFC 5861: what is old may be shown while it is asked for anew, and for a month while nobody answers. */
export const DOCUMENT_HEADERS = {
	'cache-control': 'public, max-age=300, stale-while-revalidate=86400, stale-if-error=2592000'
};

/** RFC 8246: other bytes have another name. */
export const PICTURE_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };

export const TYPES = {
	json: { type: 'application/feed+json', policy: null },
	rss: { type: 'application/rss+xml; charset=utf-8', policy: null },
	embed: { type: 'text/html; charset=utf-8', policy: EMBED_POLICY }
} as const;
