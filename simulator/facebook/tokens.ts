import { newFacebookToken } from '../ids.ts';

/** "About an hour or two" (Meta, access tokens): an hour and a half. */
export const SHORT_USER_LIFE_MS = 5_400_000;

/** Why a token is dead before its time. */
export type FacebookDeath = 'expired' | 'password_changed' | 'app_removed' | 'logged_out';

export type FacebookToken = {
	token: string;
	kind: 'short' | 'long' | 'page';
	clientId: string;
	username: string;
	/** Set for Page tokens. */
	pageId: string | null;
	issuedAt: number;
	/** Null: never. */
	expiresAt: number | null;
	death: FacebookDeath | null;
	/** Killed over the control address, so that `restore` may bring it back. */
	wasKilledByControl: boolean;
};

type Issue = Omit<FacebookToken, 'token' | 'death' | 'wasKilledByControl'>;

/** Every user and Page token ever given out, alive or dead. */
export function createFacebookTokens() {
	const tokens = new Map<string, FacebookToken>();
	const pageTokens = new Map<string, FacebookToken>();
	const issue = (given: Issue): FacebookToken => {
		const token = {
			...given,
			token: newFacebookToken(),
			death: null,
			wasKilledByControl: false
		};
		tokens.set(token.token, token);
		return token;
	};
	return {
		issue,
		/**
		 * The Page token that goes with a user token: without an end from a long-lived one, ending with
		 * a short-lived one (Meta, get-long-lived). Asked again it is the same.
		 */
		pageToken(user: FacebookToken, pageId: string, now: number): FacebookToken {
			const key = `${user.token} ${pageId}`;
			const known = pageTokens.get(key);
			if (known) return known;
			const token = issue({
				...user,
				kind: 'page',
				pageId,
				issuedAt: now,
				expiresAt: user.kind === 'long' ? null : user.expiresAt
			});
			pageTokens.set(key, token);
			return token;
		},
		find: (text: string) => tokens.get(text),
		/** Ends all that one person allowed one app. */
		removeApp(username: string, clientId: string) {
			for (const token of tokens.values())
				if (token.username === username && token.clientId === clientId)
					token.death ??= 'app_removed';
		},
		/** A session that ran out or was logged out spares the tokens without an end. */
		kill(isMeant: (username: string) => boolean, death: FacebookDeath) {
			const isOfSession = death === 'expired' || death === 'logged_out';
			for (const token of tokens.values()) {
				if (!isMeant(token.username) || (token.death && !token.wasKilledByControl)) continue;
				if (isOfSession && token.expiresAt === null) continue;
				token.death = death;
				token.wasKilledByControl = true;
			}
		},
		restore(isMeant: (username: string) => boolean) {
			for (const token of tokens.values()) {
				if (!isMeant(token.username) || !token.wasKilledByControl) continue;
				token.death = null;
				token.wasKilledByControl = false;
			}
		},
		all: () => [...tokens.values()]
	};
}
