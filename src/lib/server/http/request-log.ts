import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import type { Log } from '../log.ts';
import type { Settings } from '../settings/settings.ts';
import { routeOf } from './routes.ts';

/** Where it broke, without the message: that may quote what was being read. */
const whereOf = (error: unknown) =>
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

/** Gives each request its id, and logs it by its route: paths and queries may hold one-time codes. */
export const requestLog =
	(log: () => Log, level: () => ReturnType<typeof requestLevel>): Handle =>
	async ({ event, resolve }) => {
		const requestId = randomUUID();
		event.locals.requestId = requestId;
		event.locals.report = (error) => {
			log().error({ requestId, route: event.route.id, ...whereOf(error) }, 'unexpected error');
		};
		const began = performance.now();
		const response = await resolve(event);
		// What is kept by caches would bring an old one.
		if (event.locals.asked?.world !== 'feed' || response.status >= 400) {
			response.headers.set('x-request-id', event.locals.requestId);
		}
		if (!event.locals.isUnlogged && !routeOf(event.route.id)?.isProbe) {
			log()[level()](
				{
					requestId: event.locals.requestId,
					method: event.request.method,
					route: event.route.id ?? 'none',
					status: response.status,
					ms: Math.round(performance.now() - began)
				},
				'request'
			);
		}
		return response;
	};
