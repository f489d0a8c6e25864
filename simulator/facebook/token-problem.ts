import { pacificTime } from '../clock.ts';
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
			return problem(
				'The session has been invalidated because the user changed their password or Facebook ' +
					'has changed the session for security reasons.',
				460
			);
		case 'app_removed':
			return problem(`The user has not authorized application ${token.clientId}.`, 458);
		case 'logged_out':
			return problem('The session is invalid because the user logged out.', 467);
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
	if (token.kind === 'page' && !page?.hasRole)
		return problem(
			'The user must be an administrator, editor, or moderator of the page in order to ' +
				'impersonate it.',
			492
		);
	return null;
}
