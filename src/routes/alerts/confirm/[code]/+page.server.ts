import { error } from '@sveltejs/kit';
import { addressToConfirm, confirmChannel } from '$lib/server/alerts/confirm.ts';
import { getApp } from '$lib/server/app.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Opening the link does nothing: mail scanners open it as well. The button confirms. */
export const load: PageServerLoad = async (event) => {
	const { db, clock } = getApp();
	const address = await addressToConfirm(db, event.params.code, clock.now());
	if (address === null && event.request.method !== 'POST') unknown(event);
	return { address };
};

export const actions: Actions = {
	default: async (event) => {
		const { db, clock } = getApp();
		const channel = await confirmChannel(db, event.params.code, clock.now());
		if (channel === null) unknown(event);
		return { confirmed: channel.address };
	}
};

function unknown({ locals }: RequestEvent): never {
	error(404, {
		code: 'not_found',
		message:
			'This link does not work: each works once, for a day. In Settings, under Alerts, “Send a test” sends a new one.',
		requestId: locals.requestId
	});
}
