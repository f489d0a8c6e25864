import type { Endpoint } from './calls.ts';
import type { GraphErrorParts } from './errors.ts';
import type { FaultKind } from './faults.ts';
import { TOKEN_ENDS } from './token-words.ts';

const APP_LIMIT = '(#4) Application request limit reached';

const tooMany = (of: string) =>
	`There have been too many calls to this ${of}. Wait a bit and try again. For more info, please ` +
	'refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.';

const spam = (): GraphErrorParts => ({
	message: 'Application request limit reached',
	code: 4,
	subcode: 2_207_051,
	isTransient: false,
	status: 403,
	userTitle: 'Action is blocked',
	userMessage:
		'We restrict certain activity to protect our community. Tell us if you think we made a mistake.'
});

/** Meta's bodies for the faults that replace an answer (Graph API error handling, rate limiting). */
const ERRORS: Partial<Record<FaultKind, (endpoint: Endpoint) => GraphErrorParts>> = {
	transient_1: () => ({
		message: 'An unknown error has occurred.',
		code: 1,
		isTransient: true,
		status: 500
	}),
	transient_2: () => ({
		message: 'An unexpected error has occurred. Please retry your request later.',
		code: 2,
		isTransient: true,
		status: 500
	}),
	transient_minus_1: () => ({
		message: 'Failed to create media. Please try again.',
		code: -1,
		subcode: 2_207_032,
		isTransient: true
	}),
	transient_minus_2: () => ({
		message: 'Timeout when downloading the media.',
		code: -2,
		subcode: 2_207_003,
		isTransient: true
	}),
	error_200: () => ({ message: 'An unknown error has occurred.', code: 1, status: 200 }),
	rate_4: () => ({ message: APP_LIMIT, code: 4, isTransient: true, status: 403 }),
	rate_17: () => ({ message: '(#17) User request limit reached', code: 17 }),
	rate_32: () => ({ message: '(#32) Page request limit reached', code: 32 }),
	rate_341: () => ({ message: '(#341) Feed action request limit reached', code: 341 }),
	rate_368: () => ({
		message:
			'The action attempted has been deemed abusive or is otherwise disallowed (temporarily blocked ' +
			'for policies violations)',
		code: 368
	}),
	rate_613: () => ({
		message: '(#613) Calls to this api have exceeded the rate limit.',
		code: 613
	}),
	rate_80001: () => ({ message: `(#80001) ${tooMany('Page account')}`, code: 80_001 }),
	rate_80002: () => ({
		message: `(#80002) ${tooMany('Instagram account')}`,
		code: 80_002
	}),
	status_429: () => ({ message: APP_LIMIT, code: 4, status: 429 }),
	publish_spam: spam,
	done_code_1: () => ({ message: 'An unknown error has occurred.', code: 1, status: 500 }),
	done_code_2: () => ({
		message: 'An unexpected error has occurred. Please retry your request later.',
		code: 2,
		isTransient: true,
		status: 500
	}),
	done_2207051: spam,
	publish_quota: () => ({
		message: 'Application request limit reached',
		code: 9,
		subcode: 2_207_042,
		isTransient: false,
		status: 403
	}),
	permission_10: () => ({
		message: '(#10) Application does not have permission for this action',
		type: 'IGApiException',
		code: 10,
		status: 403
	}),
	permission_200: () => ({
		message: '(#200) The user has not granted the permission that this call needs',
		code: 200,
		status: 403
	}),
	app_deactivated: () => ({
		message: 'API access deactivated. To reactivate, go to the app dashboard.',
		code: 200
	}),
	app_blocked: () => ({ message: 'API access blocked.', code: 200 }),
	// 101 where the app itself asks, 190 where a token of it does.
	app_deleted: (endpoint) => ({
		message: 'Error validating application. Application has been deleted.',
		code: /^fb_(exchange|long_lived)$/.test(endpoint) ? 101 : 190
	}),
	wrong_proof: () => ({
		message: 'Invalid appsecret_proof provided in the API argument',
		type: 'GraphMethodException',
		code: 100
	}),
	token_460: () => ({ code: 190, ...TOKEN_ENDS.password_changed }),
	token_467: () => ({ code: 190, ...TOKEN_ENDS.logged_out }),
	token_492: () => ({ code: 190, ...TOKEN_ENDS.lost_role }),
	two_factor: () => ({
		message:
			'Two factor authentication required. User have to enter a code from SMS or TOTP code ' +
			'generator to pass 2fac. This could happen when accessing a 2fac-protected asset like a page ' +
			'that is owned by a 2fac-protected business manager.',
		code: 415,
		subcode: 2_859_009,
		isTransient: false,
		userTitle: 'Two-factor authentication required',
		userMessage:
			'To continue working in your account, please refresh this page to authenticate. Or navigate ' +
			'to the business settings page and authenticate when prompted.'
	})
};

/** What a fault of this kind says at this endpoint; HTTP 400 unless it names another. */
export const faultError = (kind: FaultKind, endpoint: Endpoint): GraphErrorParts =>
	ERRORS[kind]?.(endpoint) ?? { message: 'An unknown error has occurred.', code: 1 };

/** Limits that Meta tells with the headers of use: everything is used up. */
export const TELLS_USAGE: ReadonlySet<FaultKind> = new Set<FaultKind>([
	'rate_4',
	'rate_17',
	'rate_32',
	'rate_80001',
	'rate_80002',
	'status_429'
]);
