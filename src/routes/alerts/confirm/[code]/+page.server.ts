import { fail } from '@sveltejs/kit';
import { addressToConfirm, confirmChannel } from '$lib/server/alerts/confirm.ts';
import { getApp } from '$lib/server/app.ts';
import type { Actions, PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Opening the link does nothing: mail scanners open it as well. The button confirms. */
export const load: PageServerLoad = async (event) => {
	const { db, clock } = getApp();
	const address = await addressToConfirm(db, event.params.code, clock.now());
	// What the button has confirmed has no open code any more, and says so by itself.
	if (address === null && event.request.method !== 'POST') event.locals.pageStatus = 404;
	return { address };
};

export const actions: Actions = {
	default: async (event) => {
		const { db, clock } = getApp();
		const channel = await confirmChannel(db, event.params.code, clock.now());
		if (channel === null) return fail(404, { confirmed: null });
		return { confirmed: channel.address };
	}
};
