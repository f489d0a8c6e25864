import { PLAIN_POLICY, PLAIN_STYLE } from './plain-style.ts';

/** Makes text safe inside HTML, in attributes too. */
export const escapeHtml = (text: string) =>
	text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

/** The headers of a page that needs nothing but its own words. */
export const PLAIN_PAGE_HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store',
	'content-security-policy': PLAIN_POLICY,
	'x-content-type-options': 'nosniff',
	// The address may hold a code, and there is no form that would suffer.
	'referrer-policy': 'no-referrer'
};

/**
 * The HTML of such a page.
 * @param parts HTML, with everything that came from outside escaped in it already
 */
export const plainHtml = (title: string, { head = '', body }: { head?: string; body: string }) =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${head}<title>${escapeHtml(title)} · Mooring</title><style>${PLAIN_STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

/**
 * A page of one sentence, for answers given before the application's own pages are reached.
 * @param parts HTML, with everything that came from outside escaped in it already
 */
export const plainPage = (
	status: number,
	title: string,
	parts: { head?: string; body: string },
	headers: Record<string, string> = {}
) =>
	new Response(plainHtml(title, parts), { status, headers: { ...PLAIN_PAGE_HEADERS, ...headers } });
