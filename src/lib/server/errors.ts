/** Every error code that Mooring answers with, and the HTTP status that goes with it. */
export const STATUS_OF = {
	invalid_request: 400,
	invalid_scopes: 400,
	denied: 400,
	state_unknown: 400,
	state_used: 400,
	state_expired: 400,
	state_foreign: 400,
	session_ended: 400,
	not_signed_in: 401,
	forbidden_origin: 403,
	invalid_signature: 403,
	not_allowed: 403,
	not_claimed: 403,
	stranger: 403,
	not_an_identity: 403,
	not_a_tester: 403,
	paste_cannot_sign_in: 403,
	invitation_ended: 403,
	not_confirmed: 403,
	passkey_refused: 403,
	proof_needed: 403,
	not_found: 404,
	nothing_to_choose: 404,
	method_not_allowed: 405,
	other_account: 409,
	nothing_linked: 409,
	account_taken: 409,
	was_disconnected: 409,
	app_changed: 409,
	not_connected: 409,
	token_too_young: 409,
	too_many_keys: 409,
	locked: 409,
	too_many: 409,
	slug_taken: 409,
	feed_off: 410,
	too_large: 413,
	encoded_body: 415,
	wrong_host: 421,
	rate_limited: 429,
	internal: 500,
	meta_refused: 502,
	meta_busy: 502,
	meta_unexpected: 502,
	meta_unreachable: 502,
	server_error: 502,
	temporarily_unavailable: 502,
	not_configured: 503
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(STATUS_OF, text);

/** An error that a person is told about: `message` is one plain sentence without any secret. */
export class AppError extends Error {
	readonly code: ErrorCode;
	readonly status: number;
	/** Seconds after which it is worth another try (RFC 9110, section 10.2.3); null: not told. */
	readonly retryAfter: number | null;

	constructor(
		code: ErrorCode,
		message: string,
		options: { cause?: unknown; retryAfter?: number } = {}
	) {
		super(message, options);
		this.name = 'AppError';
		this.code = code;
		this.status = STATUS_OF[code];
		this.retryAfter = options.retryAfter ?? null;
	}
}

/** Mooring cannot start; `message` is the one sentence that is printed. */
export class StartError extends Error {
	constructor(message: string, options?: { cause?: unknown }) {
		super(message, options);
		this.name = 'StartError';
	}
}

export const notFound = () => new AppError('not_found', 'There is nothing at this address.');
export const internal = () =>
	new AppError('internal', 'Something went wrong in Mooring; its log says what.');
export const notSignedIn = () => new AppError('not_signed_in', 'Sign in first.');
export const locked = () =>
	new AppError(
		'locked',
		'The key that sealed the tokens is not the one in use. Put the old key back and restart: whoever runs this Mooring can.'
	);
export const tooLarge = () => new AppError('too_large', 'That is more than Mooring reads at once.');
export const rateLimited = (retryAfter: number) =>
	new AppError(
		'rate_limited',
		`Too many requests in a short time. Try again in ${String(retryAfter)} ${retryAfter === 1 ? 'second' : 'seconds'}.`,
		{ retryAfter }
	);
