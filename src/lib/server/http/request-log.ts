import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import type { Log } from '../log.ts';
import { routeOf } from './routes.ts';

/** Where it broke, without the message: that may quote what was being read. */
const whereOf = (error: unknown) =>
	error instanceof Error
		? { name: error.name, stack: error.stack?.match(/^ {4}at .*$/gm)?.join('\n') }
		: { name: 'unknown' };

/** Gives each request its id, and logs it by its route: paths and queries may hold one-time codes. */
export const requestLog =
	(log: () => Log): Handle =>
	async ({ event, resolve }) => {
		const requestId = randomUUID();
		event.locals.requestId = requestId;
		event.locals.report = (error) => {
			log().error({ requestId, route: event.route.id, ...whereOf(error) }, 'unexpected error');
		};
		const began = performance.now();
		const response = await resolve(event);
		response.headers.set('x-request-id', event.locals.requestId);
		if (!event.locals.isUnlogged && !routeOf(event.route.id)?.isProbe) {
			log().info(
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
