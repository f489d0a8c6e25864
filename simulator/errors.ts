import { pacificTime } from './clock.ts';
import { newTraceId } from './ids.ts';
import type { Account } from './instagram/accounts.ts';
import type { Token } from './instagram/tokens.ts';
import { jsonResponse } from './meta-json.ts';
import type { Switches } from './switches.ts';
import { TOKEN_ENDS } from './token-words.ts';

export type GraphErrorParts = {
	message: string;
	code: number;
	type?: 'OAuthException' | 'IGApiException' | 'GraphMethodException';
	/** Left out where undefined. */
	subcode?: number | null;
	isTransient?: boolean;
	/** Words for people, which some errors have. */
	userTitle?: string;
	userMessage?: string;
	errorData?: object;
	status?: number;
	headers?: HeadersInit;
};

/** An error in the shape of both Graph hosts (Meta, Graph API error handling). */
export function graphError(parts: GraphErrorParts): Response {
	const trace = newTraceId();
	const error = {
		message: parts.message,
		type: parts.type ?? 'OAuthException',
		code: parts.code,
		...(typeof parts.subcode === 'number' ? { error_subcode: parts.subcode } : {}),
		...(parts.isTransient === undefined ? {} : { is_transient: parts.isTransient }),
		...(parts.userTitle ? { error_user_title: parts.userTitle } : {}),
		...(parts.userMessage ? { error_user_msg: parts.userMessage } : {}),
		...(parts.errorData ? { error_data: parts.errorData } : {}),
		fbtrace_id: trace
	};
	const answer = jsonResponse({ error }, parts.status ?? 400, parts.headers);
	answer.headers.set('x-fb-trace-id', trace);
	if (parts.code === 190) {
		const told = parts.message.replaceAll('"', "'");
		answer.headers.set('www-authenticate', `OAuth "Facebook Platform" "invalid_token" "${told}"`);
	}
	return answer;
}

/** An error in the other shape, that of the token endpoint on api.instagram.com. */
export function exchangeError(message: string, status = 400): Response {
	return jsonResponse(
		{ error_type: 'OAuthException', code: status, error_message: message },
		status
	);
}

export const missingToken = () =>
	graphError({
		message: 'An access token is required to request this resource.',
		type: 'IGApiException',
		code: 190,
		errorData: {}
	});

export const garbageToken = () =>
	graphError({ message: 'Invalid OAuth access token - Cannot parse access token', code: 190 });

/** What an app sees that may not use an account, and what a wrong method gives. */
export const unsupportedRequest = (method: string) =>
	graphError({
		message: `Unsupported request - method type: ${method.toLowerCase()}`,
		type: 'IGApiException',
		code: 100
	});

export const unknownObject = (method: string, id: string) =>
	graphError({
		message:
			`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, ` +
			'cannot be loaded due to missing permissions, or does not support this operation',
		type: 'IGApiException',
		code: 100,
		subcode: 33
	});

export const unknownPath = (path: string) =>
	graphError({ message: `Unknown path components: ${path}`, code: 2500 });

export const permissionMissing = () =>
	graphError({
		message: '(#10) Application does not have permission for this action',
		type: 'IGApiException',
		code: 10,
		status: 403
	});

const validating = (text: string) => `Error validating access token: ${text}`;

/** The error for a token that is dead, expired or stopped, or null for one that works. */
export function tokenProblem(
	token: Token,
	account: Account,
	now: number,
	switches: Switches
): Response | null {
	const dead = (text: string, subcode: number | null) =>
		graphError({ message: validating(text), code: 190, subcode });

	switch (token.death) {
		case 'password_changed':
			return graphError({
				...TOKEN_ENDS.password_changed,
				code: 190,
				subcode: switches.passwordSubcode
			});
		case 'app_removed':
			return dead(`The user has not authorized application ${token.clientId}.`, 458);
		case 'logged_out':
		case 'replaced':
			return graphError({ ...TOKEN_ENDS.logged_out, code: 190 });
	}
	if (token.death === 'expired' || now >= token.expiresAt) {
		const at = pacificTime(Math.min(token.expiresAt, now));
		return dead(
			`Session has expired on ${at}. The current time is ${pacificTime(now)}.`,
			switches.expiredSubcode
		);
	}
	if (account.stopped === 'checkpoint')
		return dead(
			'You cannot access the app till you log in to www.instagram.com and follow the ' +
				'instructions given.',
			459
		);
	if (account.stopped === 'unconfirmed')
		return dead(
			'Sessions for the user are not allowed because the user is not a confirmed user.',
			464
		);
	return null;
}
