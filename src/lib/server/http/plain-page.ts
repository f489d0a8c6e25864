/** Makes text safe inside HTML, in attributes too. */
export const escapeHtml = (text: string) =>
	text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

/** The headers of a page that needs nothing but its own words. */
export const PLAIN_PAGE_HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store',
	'content-security-policy':
		"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff'
};

/** A page of one sentence, for answers given before the application's own pages are reached. */
export const plainPage = (status: number, title: string, body: string, headers = {}) =>
	new Response(
		`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · Mooring</title></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`,
		{ status, headers: { ...PLAIN_PAGE_HEADERS, ...headers } }
	);
