import { redirect } from '@sveltejs/kit';
import { headline } from '$lib/server/setup/headline.ts';
import { configuredLogins } from '$lib/server/settings/login.ts';
import { callbackAddresses } from '$lib/server/setup/callback-addresses.ts';
import type { Actions, PageServerLoad } from './$types';
import { checksFor, forgetAnswers, visitSetup } from './visit.server.ts';

/** How to set up the Meta app, with live checks, for who may. */
export const load: PageServerLoad = async (event) => {
	const { settings } = await visitSetup(event);
	const checks = await checksFor(event);
	return {
		checks,
		headline: headline(checks),
		origin: settings.origin.origin,
		addresses: callbackAddresses(settings),
		isConfigured: configuredLogins(settings).length > 0
	};
};

export const actions: Actions = {
	/** "Check again". */
	again: async (event) => {
		await visitSetup(event);
		forgetAnswers();
		redirect(303, '/setup');
	}
};
