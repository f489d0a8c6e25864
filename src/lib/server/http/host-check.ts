import type { Handle } from '@sveltejs/kit';
import { isOurHost, wrongHostPage } from './host.ts';
import { PLAIN_PAGE_HEADERS } from './plain-page.ts';

/** Container probes come under any name. */
const ANY_HOST = new Set(['/healthz', '/readyz']);

/** Answers only under ORIGIN's Host; the server in front checks too, before static files. */
export const hostCheck =
	(origin: () => URL): Handle =>
	({ event, resolve }) => {
		const host = event.request.headers.get('host') ?? undefined;
		if (ANY_HOST.has(event.url.pathname) || isOurHost(host, origin())) return resolve(event);
		return new Response(wrongHostPage(origin()), { status: 421, headers: PLAIN_PAGE_HEADERS });
	};
