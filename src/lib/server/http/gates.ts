import type { Handle, RequestEvent } from '@sveltejs/kit';

/** A check of a request ahead of its route: the answer in the route's place, or null to go on. */
export type Gate = (event: RequestEvent) => Response | null | Promise<Response | null>;

/**
 * Asks one gate after the other, then the route. One handle for all of them: each handle of Kit's
 * costs every request, and a gate has nothing to do once the route has answered.
 */
export const gates =
	(...all: Gate[]): Handle =>
	async ({ event, resolve }) => {
		for (const gate of all) {
			const answer = gate(event);
			const inPlace = answer instanceof Promise ? await answer : answer;
			if (inPlace !== null) return inPlace;
		}
		return resolve(event);
	};
