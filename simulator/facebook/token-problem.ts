import { pacificTime } from '../clock.ts';
import { TOKEN_ENDS } from '../token-words.ts';
import type { Page, Person } from './people.ts';
import type { FacebookToken } from './tokens.ts';

export type TokenProblem = { code: 190; message: string; subcode: number };

const problem = (text: string, subcode: number): TokenProblem => ({
	code: 190,
	message: `Error validating access token: ${text}`,
	subcode
});

/**
 * Why a token does not work, in Facebook's words and with its subcodes, or null for one that does.
 * The same stands in the answer of a call and in that of `debug_token`.
 */
export function facebookTokenProblem(
	token: FacebookToken,
	person: Person,
	page: Page | null,
	now: number
): TokenProblem | null {
	switch (token.death) {
		case 'password_changed':
			return { code: 190, ...TOKEN_ENDS.password_changed };
		case 'app_removed':
			return problem(`The user has not authorized application ${token.clientId}.`, 458);
		case 'logged_out':
			return { code: 190, ...TOKEN_ENDS.logged_out };
	}
	const end = token.expiresAt ?? Infinity;
	if (token.death === 'expired' || now >= end) {
		const at = pacificTime(Math.min(end, now));
		return problem(`Session has expired on ${at}. The current time is ${pacificTime(now)}.`, 463);
	}
	if (person.stopped === 'checkpoint')
		return problem(
			'You cannot access the app till you log in to www.facebook.com and follow the ' +
				'instructions given.',
			459
		);
	if (token.kind === 'page' && !page?.hasRole) return { code: 190, ...TOKEN_ENDS.lost_role };
	return null;
}
