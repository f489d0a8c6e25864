import { newCode } from './ids.ts';

/** "The code is valid for 1 hour and can only be used once" (Meta, Business Login). */
export const CODE_LIFE_MS = 3_600_000;

/** Meta gives no number for Facebook Login; ten minutes is what clients report. */
export const FACEBOOK_CODE_LIFE_MS = 600_000;

export type Code = {
	code: string;
	clientId: string;
	redirectUri: string;
	username: string;
	issuedAt: number;
	isUsed: boolean;
};

export type Refusal = 'unknown' | 'used' | 'expired' | 'other_redirect_uri';

/**
 * Authorization codes of one login: single use, bound to the app and the redirect URI.
 * @param lifeMs how long each may be exchanged; `More` is what a code carries beside
 */
export function createCodes<More extends object = object>(lifeMs: number) {
	type Full = Code & More;
	const codes = new Map<string, Full>();
	return {
		issue(given: Omit<Code, 'code' | 'isUsed'> & More): Full {
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
		}): Full | Refusal {
			const code = codes.get(asked.code);
			if (!code || code.clientId !== asked.clientId) return 'unknown';
			if (code.isUsed) return 'used';
			if (asked.now - code.issuedAt >= lifeMs) return 'expired';
			if (code.redirectUri !== asked.redirectUri) return 'other_redirect_uri';
			code.isUsed = true;
			return code;
		},
		all: () => [...codes.values()]
	};
}
