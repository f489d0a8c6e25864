import { redirect } from '@sveltejs/kit';
import { sessionOf } from '../access.server.ts';
import type { PageServerLoad } from './$types';
import { getApp } from '$lib/server/app.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { pageAfterProof } from '$lib/server/proof-pages.ts';
import { isFresh } from '$lib/server/sessions/fresh.ts';
import { configuredLogins, endsByPaste } from '$lib/server/settings/login.ts';

/** Asks a creator to prove again who it is, by the logins that sign them in. */
export const load: PageServerLoad = async (event) => {
	const { db, settings, vault } = getApp();
	const session = sessionOf(event);
	const next = pageAfterProof(event.url.searchParams.get('next'));
	if (isFresh(session)) redirect(303, next);
	const identities = (await readCreator(db, session.creatorId))?.identities ?? [];
	const logins = vault.isLocked
		? []
		: configuredLogins(settings).filter(
				(login) =>
					identities.some(({ provider }) => provider === login) &&
					// A pasted address proves nothing.
					!endsByPaste(settings, login)
			);
	return {
		ways: logins.map((login) => ({
			login,
			href: `/auth/${login}/login?${new URLSearchParams({ confirm: next }).toString()}`
		}))
	};
};
