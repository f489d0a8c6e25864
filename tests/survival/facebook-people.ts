import { DEFAULT_FACEBOOK_APP } from '../../simulator/apps.ts';
import { createPage, createPerson } from '../../simulator/facebook/people.ts';
import { ALL_FACEBOOK_SCOPES } from '../../simulator/facebook/scopes.ts';
import { createAccount } from '../../simulator/instagram/accounts.ts';
import type { createWorld } from '../../simulator/world.ts';

const { clientId, redirectUris } = DEFAULT_FACEBOOK_APP;
export const FACEBOOK_REDIRECT = redirectUris[0] ?? '';

/** Creators who come by Facebook Login: each with one Page, to which their account is linked. */
export function facebookPeople(world: ReturnType<typeof createWorld>, now: () => number) {
	const { people, grants, codes, tokens } = world.facebook;
	return {
		add(username: string) {
			world.accounts.set(username, createAccount({ username }));
			const page = createPage(username, { name: `Page of ${username}`, instagram: username });
			people.set(username, createPerson(username, username, [page]));
		},
		/** A code, as the dialog hands it out to who allows everything. */
		consent(username: string): string {
			const person = people.get(username);
			grants.consent({
				clientId,
				username,
				offered: ALL_FACEBOOK_SCOPES,
				ticked: ALL_FACEBOOK_SCOPES,
				pageIds: person?.pages.map(({ id }) => id) ?? null,
				instagramIds: [world.accounts.get(username)?.userId ?? ''],
				now: now()
			});
			const from = { clientId, redirectUri: FACEBOOK_REDIRECT, username, issuedAt: now() };
			return codes.issue(from).code;
		},
		/** A token as the other login's are; one of a Page has no end of its own. */
		tokenOf(text: string) {
			const token = tokens.find(text);
			return token && { ...token, expiresAt: token.expiresAt ?? Infinity };
		},
		newestPageToken: (username: string) =>
			tokens.all().findLast((token) => token.kind === 'page' && token.username === username)
				?.token ?? null,
		setStopped(username: string, isStopped: boolean) {
			const person = people.get(username);
			if (person) person.stopped = isStopped ? 'checkpoint' : null;
		}
	};
}
