import type { Handle } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { isOurHost } from './host.ts';
import { PLAIN_PAGE_HEADERS } from './plain-page.ts';
import { routeOf } from './routes.ts';
import { wrongHost } from './wrong-host-page.ts';

/** Answers only under ORIGIN's Host, probes apart; the server in front checks too, before static files. */
export function hostCheck(app: () => Pick<App, 'settings' | 'log'>): Handle {
	let pageFor: ReturnType<typeof wrongHost> | undefined;
	return ({ event, resolve }) => {
		const { settings } = app();
		const headers = Object.fromEntries(event.request.headers);
		if (routeOf(event.route.id)?.isProbe || isOurHost(headers['host'], settings.origin)) {
			return resolve(event);
		}
		pageFor ??= wrongHost(settings, () => app().log);
		return new Response(pageFor(headers), { status: 421, headers: PLAIN_PAGE_HEADERS });
	};
}
