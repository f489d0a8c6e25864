import type { Handle, RequestEvent } from '@sveltejs/kit';
import { AppError, notFound, notSignedIn } from '../errors.ts';
import { READING } from './csrf.ts';
import { isApi, pathOf, refusal } from './refusal.ts';
import { whoMay } from './routes.ts';

/**
 * Refuses by the table of routes.ts what a route should refuse by itself. A page that is only read
 * words its own refusal; here it is seen that it did.
 */
export const guard =
	(is: Record<'owner' | 'setup', (event: RequestEvent) => Promise<boolean>>): Handle =>
	async ({ event, resolve }) => {
		const { id } = event.route;
		const who = whoMay(id);
		if (id === null) return resolve(event);
		if (who === undefined) {
			event.locals.report(fault('RouteWithoutRow'));
			return refusal(event, notFound());
		}
		// An address with a door of its own, written in a way that is not one: nobody came by that door.
		if (who === 'key' || who === 'any-site') return refusal(event, notFound());
		if (await mayAsk()) return resolve(event);
		const isSignedIn = event.locals.session !== null;
		if (isApi(pathOf(event))) return refusal(event, isSignedIn ? notYours() : notSignedIn());
		if (!READING.has(event.request.method) || event.isDataRequest) {
			return isSignedIn ? refusal(event, notYours()) : toTheStart(event);
		}
		const response = await resolve(event);
		if (!response.ok) return response;
		event.locals.report(fault('RouteWithoutCheck'));
		return refusal(event, isSignedIn ? notYours() : notSignedIn());

		async function mayAsk() {
			if (who === 'owner' || who === 'setup') return is[who](event);
			return who !== 'signed-in' || event.locals.session !== null;
		}
	};

/** Named, because the log keeps an error's name and leaves its message out. */
const fault = (name: string) => Object.assign(new Error(), { name });

const notYours = () => new AppError('not_allowed', 'Only the owner of this Mooring sees this.');

/** As Kit's own redirects: a form that a script sent reads where to go from JSON. */
function toTheStart({ request }: RequestEvent) {
	const location = '/';
	return request.headers.get('x-sveltekit-action') === 'true'
		? Response.json({ type: 'redirect', status: 303, location })
		: new Response(null, { status: 303, headers: { location } });
}
