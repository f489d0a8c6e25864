import { redirect } from '@sveltejs/kit';
import { sessionOf } from '../access.server.ts';
import type { PageServerLoad } from './$types';
import { getApp } from '$lib/server/app.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { credentialsOf } from '$lib/server/creators/passkeys.ts';
import { partyOf } from '$lib/server/creators/relying-party.ts';
import { pageAfterProof } from '$lib/server/proof-pages.ts';
import { isProofFor, mustBeFirm } from '$lib/server/sessions/proof.ts';
import { configuredLogins, endsByPaste } from '$lib/server/settings/login.ts';

/** Asks a creator to prove again who it is, by passkey or, where that is enough, by the logins that sign them in. */
export const load: PageServerLoad = async (event) => {
	const { db, settings, vault } = getApp();
	const session = sessionOf(event);
	const next = pageAfterProof(event.url.searchParams.get('next'));
	if (await isProofFor(db, session, next)) redirect(303, next);
	const isFirm = await mustBeFirm(db, session.creatorId, next);
	const party = partyOf(settings.origin);
	const passkeys = party ? await credentialsOf(db, session.creatorId, party.id) : [];
	const creator = await readCreator(db, session.creatorId);
	const identities = creator?.identities ?? [];
	const logins =
		vault.isLocked || isFirm
			? []
			: configuredLogins(settings).filter(
					(login) =>
						identities.some(({ provider }) => provider === login) &&
						// A pasted address proves nothing.
						!endsByPaste(settings, login)
				);
	return {
		next,
		isFirm,
		isOwner: creator?.isOwner ?? false,
		passkey: passkeys.length > 0,
		ways: logins.map((login) => ({
			login,
			href: `/auth/${login}/login?${new URLSearchParams({ confirm: next }).toString()}`
		}))
	};
};
