import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import type { App } from '../app.ts';
import type { Settings } from '../settings/settings.ts';
import { routeOf } from './routes.ts';

/** Where it broke, without the message: that may quote what was being read. */
export const errorFields = (error: unknown) =>
	error instanceof Error
		? { name: error.name, stack: error.stack?.match(/^ {4}at .*$/gm)?.join('\n') }
		: { name: 'unknown' };

/**
 * How loud a line on a request is. A log for operators has each; a terminal that somebody reads, and
 * practice, have them only where LOG_LEVEL asks.
 */
export const requestLevel = (
	{ practice, isLogLevelSet }: Pick<Settings, 'practice' | 'isLogLevelSet'>,
	isTerminal: boolean
) => ((practice !== null || isTerminal) && !isLogLevelSet ? 'debug' : 'info');

/** What a line on a request says. @param began by `performance.now` */
export const requestFields = ({
	began,
	...told
}: {
	requestId: string;
	method: string;
	route: string;
	status: number;
	began: number;
}) => ({ ...told, ms: Math.round(performance.now() - began) });

/** Gives each request its id, and logs it by its route: paths and queries may hold one-time codes. */
export const requestLog =
	(
		app: () => Pick<App, 'log' | 'requestLines'>,
		level: () => ReturnType<typeof requestLevel>
	): Handle =>
	async ({ event, resolve }) => {
		const requestId = randomUUID();
		event.locals.requestId = requestId;
		event.locals.report = (error) => {
			app().log.error(
				{ requestId, route: event.route.id, ...errorFields(error) },
				'unexpected error'
			);
		};
		const began = performance.now();
		const response = await resolve(event);
		// What is kept by caches would bring an old one.
		if (event.locals.asked?.world !== 'feed' || response.status >= 400) {
			response.headers.set('x-request-id', event.locals.requestId);
		}
		if (!event.locals.isUnlogged && !routeOf(event.route.id)?.isProbe) {
			const { method } = event.request;
			const [route, { status }] = [event.route.id ?? 'none', response];
			app().requestLines[level()](
				requestFields({ requestId, method, route, status, began }),
				'request'
			);
		}
		return response;
	};
