import type { Gate } from './gates.ts';

/**
 * A form that is sent without our script gets a page, or its redirect, with the true status. Kit
 * would answer whoever accepts anything (curl, a plain fetch) with JSON under 200.
 */
export const plainForms: Gate = ({ request: { method, headers } }) => {
	if (method === 'POST' && !headers.has('x-sveltekit-action')) headers.set('accept', 'text/html');
	return null;
};
