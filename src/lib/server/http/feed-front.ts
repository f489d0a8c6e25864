import type { IncomingMessage } from 'node:http';
import type { Feeds } from '../feed/feeds.ts';
import { openHeaders } from '../feed/open-headers.ts';
import type { Log } from '../log.ts';
import { clientKey } from './client-key.ts';
import { type FrontAnswer, frontAddress, type FrontSettings } from './front-request.ts';
import { askedOf, originAsked } from './worlds.ts';

type FeedApp = { feeds: Pick<Feeds, 'quickly'>; requestLines: Pick<Log, 'info' | 'debug'> };

/**
 * Answers documents of feeds ahead of the application, where nothing can have changed since it
 * answered the same. Everything else goes on to feeds.ts.
 * @param level how loud a line on a request is
 */
export function feedFront(settings: FrontSettings, level: 'info' | 'debug') {
	const open = openHeaders(settings.origin.protocol === 'https:');
	return (app: FeedApp, request: IncomingMessage): FrontAnswer | null => {
		const { method = '', headers } = request;
		if (method !== 'GET' && method !== 'HEAD') return null;
		const asked = askedOf(request.url ?? '');
		if (asked?.world !== 'feed' || originAsked(headers.host, settings) === null) return null;
		const { path, query } = asked;
		const get = (name: string) => headers[name]?.toString() ?? null;
		const client = clientKey(frontAddress(request, settings));
		const found = app.feeds.quickly({ path, query, headers: { get } }, client);
		if (!found) return null;
		app.requestLines[level]({ method, route: '/feed/[...rest]', status: found.status }, 'request');
		return {
			status: found.status,
			headers: { ...open, ...found.headers },
			body: method === 'HEAD' ? null : found.body
		};
	};
}
