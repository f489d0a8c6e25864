import type { Handle } from '@sveltejs/kit';

/**
 * A form that is sent without our script gets a page, or its redirect, with the true status. Kit
 * would answer whoever accepts anything (curl, a plain fetch) with JSON under 200.
 */
export const plainForms: Handle = ({ event, resolve }) => {
	const { method, headers } = event.request;
	if (method === 'POST' && !headers.has('x-sveltekit-action')) headers.set('accept', 'text/html');
	return resolve(event);
};
