import { newCode } from '../ids.ts';

/** Meta gives no number; ten minutes is what clients report. */
export const FACEBOOK_CODE_LIFE_MS = 600_000;

export type FacebookCode = {
	code: string;
	clientId: string;
	redirectUri: string;
	username: string;
	issuedAt: number;
	isUsed: boolean;
};

export type FacebookRefusal = 'unknown' | 'used' | 'expired' | 'other_redirect_uri';

/** Codes of the dialog: single use, bound to the app and the redirect URI. */
export function createFacebookCodes() {
	const codes = new Map<string, FacebookCode>();
	return {
		issue(given: Omit<FacebookCode, 'code' | 'isUsed'>): FacebookCode {
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
		}): FacebookCode | FacebookRefusal {
			const code = codes.get(asked.code);
			if (!code || code.clientId !== asked.clientId) return 'unknown';
			if (code.isUsed) return 'used';
			if (asked.now - code.issuedAt >= FACEBOOK_CODE_LIFE_MS) return 'expired';
			if (code.redirectUri !== asked.redirectUri) return 'other_redirect_uri';
			code.isUsed = true;
			return code;
		},
		all: () => [...codes.values()]
	};
}
