import { newCode } from './ids.ts';

/** "The code is valid for 1 hour and can only be used once" (Meta, Business Login). */
export const CODE_LIFE_MS = 3_600_000;

export type Code = {
	code: string;
	clientId: string;
	redirectUri: string;
	username: string;
	scopes: string[];
	issuedAt: number;
	isUsed: boolean;
};

export type Codes = ReturnType<typeof createCodes>;

export type Refusal = 'unknown' | 'used' | 'other_redirect_uri';

/** Authorization codes: one hour, single use, bound to the app and the redirect URI. */
export function createCodes() {
	const codes = new Map<string, Code>();
	return {
		issue(given: Omit<Code, 'code' | 'isUsed'>): Code {
			const code = { ...given, code: newCode(), isUsed: false };
			codes.set(code.code, code);
			return code;
		},
		/** Looks up and marks as used in one step, so that of two exchanges only one wins. */
		consume(asked: {
			code: string;
			clientId: string;
			redirectUri: string;
			now: number;
		}): Code | Refusal {
			const code = codes.get(asked.code);
			if (!code || code.clientId !== asked.clientId) return 'unknown';
			if (code.isUsed) return 'used';
			if (asked.now - code.issuedAt >= CODE_LIFE_MS) return 'unknown';
			if (code.redirectUri !== asked.redirectUri) return 'other_redirect_uri';
			code.isUsed = true;
			return code;
		},
		all: () => [...codes.values()]
	};
}
