/**
 * Whether a start was clicked on a page of ours, or typed: another site must not send somebody to
 * Meta on our behalf. Without Fetch Metadata a foreign Referer tells.
 */
export function isOurClick(headers: Headers, origin: URL): boolean {
	const site = headers.get('sec-fetch-site');
	if (site !== null) return site === 'same-origin' || site === 'none';
	const referer = headers.get('referer');
	return referer === null || (URL.canParse(referer) && new URL(referer).origin === origin.origin);
}
