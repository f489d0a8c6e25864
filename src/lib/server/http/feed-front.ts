import type { IncomingMessage } from 'node:http';
import type { Feeds } from '../feed/feeds.ts';
import { openHeaders } from '../feed/open-headers.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings/settings.ts';
import { clientKey } from './client-key.ts';
import { askedOf, originAsked } from './worlds.ts';

type FrontSettings = Pick<Settings, 'origin' | 'toolsOrigins' | 'addressHeader' | 'xffDepth'>;
type FrontApp = { feeds: Pick<Feeds, 'quickly'>; log: Pick<Log, 'info' | 'debug'> };

export type FrontAnswer = {
	status: number;
	headers: Record<string, string>;
	body: Uint8Array | null;
};

/**
 * Answers documents of feeds ahead of the application, where nothing can have changed since it
 * answered the same. Everything else goes on to feeds.ts.
 * @param level how loud a line on a request is
 */
export function feedFront(settings: FrontSettings, level: 'info' | 'debug') {
	const open = openHeaders(settings.origin.protocol === 'https:');
	return (app: FrontApp, request: IncomingMessage): FrontAnswer | null => {
		const { method = '', headers } = request;
		if (method !== 'GET' && method !== 'HEAD') return null;
		const asked = askedOf(request.url ?? '');
		if (asked?.world !== 'feed' || originAsked(headers.host, settings) === null) return null;
		const { path, query } = asked;
		const get = (name: string) => headers[name]?.toString() ?? null;
		const client = clientKey(addressOf(request, settings));
		const found = app.feeds.quickly({ path, query, headers: { get } }, client);
		if (!found) return null;
		app.log[level]({ method, route: '/feed/[...rest]', status: found.status }, 'request');
		return {
			status: found.status,
			headers: { ...open, ...found.headers },
			body: method === 'HEAD' ? null : found.body
		};
	};
}

/** As the adapter reads it: behind proxies the last address that one of ours added. */
function addressOf(
	{ headers, socket }: IncomingMessage,
	{ addressHeader, xffDepth }: FrontSettings
): string | null {
	if (addressHeader === null) return socket.remoteAddress ?? null;
	const value = headers[addressHeader]?.toString();
	if (value === undefined) return null;
	if (addressHeader !== 'x-forwarded-for') return value;
	return value.split(',').at(-xffDepth)?.trim() ?? null;
}
