import { newToken } from '../ids.ts';
import type { Cause } from './accounts.ts';

export const SHORT_LIFE_MS = 3_600_000;
/** A long-lived token may be refreshed once it is 24 hours old (Meta, refresh_access_token). */
export const REFRESH_FROM_AGE_MS = 86_400_000;

/** Why a token is dead before its time. `replaced`: a refresh that kills the old string. */
export type Death = Exclude<Cause, 'checkpoint' | 'unconfirmed'> | 'replaced';

export type Token = {
	token: string;
	kind: 'short' | 'long';
	clientId: string;
	username: string;
	scopes: string[];
	issuedAt: number;
	expiresAt: number;
	death: Death | null;
	/** Killed over the control address, so that `restore` may bring it back. */
	wasKilledByControl: boolean;
};

type Issue = Omit<Token, 'token' | 'death' | 'wasKilledByControl'>;

/** Every token ever given out, alive or dead. */
export function createTokens() {
	const tokens = new Map<string, Token>();
	return {
		issue(given: Issue): Token {
			const token: Token = {
				...given,
				token: newToken(given.kind),
				death: null,
				wasKilledByControl: false
			};
			tokens.set(token.token, token);
			return token;
		},
		find: (text: string) => tokens.get(text),
		/** Ends what one person allowed one app, as Instagram's own page for removing apps does. */
		removeApp(username: string, clientId: string) {
			for (const token of tokens.values())
				if (token.username === username && token.clientId === clientId)
					token.death ??= 'app_removed';
		},
		kill(isMeant: (username: string) => boolean, death: Death) {
			for (const token of tokens.values()) {
				if (!isMeant(token.username) || (token.death && !token.wasKilledByControl)) continue;
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
