import { AppError } from '../errors.ts';
import type { Gate } from './gates.ts';
import { refusal } from './refusal.ts';
import { routeOf } from './routes.ts';

/** How browsers and link scanners say that nobody has opened the address yet: today's name first. */
const NAMES = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** Whether an address is only looked at ahead of a click (Fetch, "Sec-Purpose"). */
export const looksAhead = (headers: Headers): boolean =>
	NAMES.some((name) => /\b(prefetch|prerender|preview)\b/i.test(headers.get(name) ?? ''));

/** Refuses to be looked at ahead where a GET acts, before anything happens there. */
export const lookAhead: Gate = (event) =>
	routeOf(event.route.id)?.acts && looksAhead(event.request.headers)
		? refusal(event, new AppError('not_allowed', 'This address is not there to be prefetched.'))
		: null;
