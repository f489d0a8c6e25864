import type { Handle } from '@sveltejs/kit';
import { isOurHost, wrongHostPage } from './host.ts';
import { PLAIN_PAGE_HEADERS } from './plain-page.ts';
import { routeOf } from './routes.ts';

/** Answers only under ORIGIN's Host, probes apart; the server in front checks too, before static files. */
export const hostCheck =
	(origin: () => URL): Handle =>
	({ event, resolve }) => {
		const host = event.request.headers.get('host') ?? undefined;
		if (routeOf(event.route.id)?.isProbe || isOurHost(host, origin())) return resolve(event);
		return new Response(wrongHostPage(origin()), { status: 421, headers: PLAIN_PAGE_HEADERS });
	};
