import type { FacebookApp } from '../apps.ts';
import { createCodes, FACEBOOK_CODE_LIFE_MS } from '../codes.ts';
import { newLoginId } from '../ids.ts';
import { createGrants } from './grants.ts';
import { namedPeople } from './named-people.ts';
import type { Person } from './people.ts';
import { createFacebookTokens } from './tokens.ts';

/** What can befall a person, or what they allowed. */
export const FACEBOOK_CAUSES = [
	'expired',
	'logged_out',
	'password_changed',
	'app_removed',
	'checkpoint',
	'lost_role',
	'data_access_expired'
] as const;
export type FacebookCause = (typeof FACEBOOK_CAUSES)[number];

const LOGINS_KEPT = 10_000;

export type FacebookWorld = ReturnType<typeof createFacebookWorld>;

/** All that the pretend Facebook knows of people, Pages and what they allowed. */
export function createFacebookWorld(given: FacebookApp[]) {
	const apps = new Map(given.map((app) => [app.clientId, structuredClone(app)]));
	const people = new Map(namedPeople().map((person) => [person.username, person]));
	const grants = createGrants();
	const tokens = createFacebookTokens();
	const logins = new Map<string, string>();
	const meant = (username: string) => (name: string) => username === '*' || name === username;

	return {
		apps,
		people,
		grants,
		tokens,
		codes: createCodes(FACEBOOK_CODE_LIFE_MS),
		/** Webhook fields per app and Page. */
		subscriptions: new Map<string, string[]>(),
		/** Every `state` that a client sent, for those who search for leaks. */
		states: new Set<string>(),
		logIn(username: string): string {
			const id = newLoginId();
			logins.set(id, username);
			const oldest = logins.keys().next().value;
			if (logins.size > LOGINS_KEPT && oldest) logins.delete(oldest);
			return id;
		},
		loggedIn(id: string | undefined): Person | null {
			const username = id && logins.get(id);
			return (username && people.get(username)) || null;
		},
		/**
		 * @param username one person, or `*` for all
		 * @param pageId for a lost role: only on this Page
		 */
		kill(username: string, cause: FacebookCause, pageId: string | null = null) {
			const isMeant = meant(username);
			const those = [...people.values()].filter((person) => isMeant(person.username));
			switch (cause) {
				case 'checkpoint':
					for (const person of those) person.stopped = cause;
					return;
				case 'lost_role':
					for (const page of those.flatMap(({ pages }) => pages))
						if (pageId === null || page.id === pageId) page.hasRole = false;
					return;
				case 'data_access_expired':
					grants.cutDataAccess(isMeant);
					return;
				case 'app_removed':
					grants.takeAway(isMeant);
			}
			tokens.kill(isMeant, cause);
		},
		/** Undoes every `kill`: a convenience of the control page, Meta has nothing like it. */
		restore(username: string) {
			const isMeant = meant(username);
			tokens.restore(isMeant);
			grants.giveBack(isMeant);
			for (const person of people.values()) {
				if (!isMeant(person.username)) continue;
				person.stopped = null;
				for (const page of person.pages) page.hasRole = true;
			}
		}
	};
}
