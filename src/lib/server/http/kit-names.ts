import { notFound } from '../errors.ts';
import type { Gate } from './gates.ts';
import { refusal } from './refusal.ts';

/**
 * Whether all that a query names of Kit's is a form's action: a parameter that begins with a slash.
 * Kit looks names up in plain objects, so `constructor` would be found, and `default` beside others
 * crashes; `/remote` asks for a remote function, of which Mooring has none.
 */
const areActions = (query: URLSearchParams) =>
	[...query.keys()]
		.filter((key) => key.startsWith('/'))
		.map((key) => key.slice(1))
		.every((name) => !['default', 'remote'].includes(name) && !(name in Object.prototype));

/** Answers 404 to names that Kit would look up and fall over. */
export const kitNames: Gate = (event) =>
	event.isRemoteRequest || !areActions(event.url.searchParams) ? refusal(event, notFound()) : null;
