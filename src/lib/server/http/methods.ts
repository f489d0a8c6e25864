import { AppError } from '../errors.ts';
import type { Gate } from './gates.ts';
import { refusal } from './refusal.ts';
import { type Route, routeOf } from './routes.ts';

/** The methods of a route as its row means them. */
const methodsOf = ({ methods, acts }: Route) =>
	methods !== 'any' && methods.includes('GET') && !acts ? [...methods, 'HEAD'] : methods;

/**
 * Answers a method that a route does not have (405, RFC 9110, 15.5.6), before Kit does: for some it
 * would run the page, for others throw. OPTIONS is one of them everywhere, as nobody else's page may
 * ask here (no CORS).
 */
export const methods: Gate = (event) => {
	const route = routeOf(event.route.id);
	const known = route ? methodsOf(route) : 'any';
	const { method } = event.request;
	const isKnown = known === 'any' ? method !== 'OPTIONS' : known.includes(method);
	if (isKnown) return null;
	return refusal(event, new AppError('method_not_allowed', 'This address has no such method.'), {
		allow: known === 'any' ? 'GET, HEAD' : known.join(', ')
	});
};
