/**
 * Every refusal that a program gets, with its HTTP status and the number that stands for it in an
 * error of the Graph's shape (design: errors of ours have Meta's shape).
 */
export const TOOL_REFUSALS = {
	key_missing: { status: 401, graphCode: 190, isTransient: false },
	key_malformed: { status: 401, graphCode: 190, isTransient: false },
	key_unknown: { status: 401, graphCode: 190, isTransient: false },
	key_revoked: { status: 401, graphCode: 190, isTransient: false },
	key_expired: { status: 401, graphCode: 190, isTransient: false },
	key_not_here: { status: 401, graphCode: 190, isTransient: false },
	key_in_url: { status: 401, graphCode: 190, isTransient: false },
	needs_reconnect: { status: 401, graphCode: 190, isTransient: false },
	disconnected: { status: 401, graphCode: 190, isTransient: false },
	action_not_allowed: { status: 403, graphCode: 10, isTransient: false },
	path_not_allowed: { status: 403, graphCode: 10, isTransient: false },
	browser_refused: { status: 403, graphCode: 10, isTransient: false },
	https_needed: { status: 403, graphCode: 10, isTransient: false },
	permission_missing: { status: 403, graphCode: 10, isTransient: false },
	parameter_not_allowed: { status: 400, graphCode: 100, isTransient: false },
	field_not_allowed: { status: 400, graphCode: 100, isTransient: false },
	connection_needed: { status: 400, graphCode: 100, isTransient: false },
	credentials_conflict: { status: 400, graphCode: 100, isTransient: false },
	path_malformed: { status: 400, graphCode: 100, isTransient: false },
	request_malformed: { status: 400, graphCode: 100, isTransient: false },
	body_malformed: { status: 400, graphCode: 100, isTransient: false },
	not_found: { status: 404, graphCode: 100, isTransient: false },
	method_not_allowed: { status: 405, graphCode: 10, isTransient: false },
	body_too_large: { status: 413, graphCode: 100, isTransient: false },
	wrong_host: { status: 421, graphCode: 100, isTransient: false },
	key_rate_limited: { status: 429, graphCode: 4, isTransient: false },
	meta_rate_limited: { status: 429, graphCode: 4, isTransient: false },
	in_flight: { status: 429, graphCode: 4, isTransient: false },
	internal: { status: 500, graphCode: 1, isTransient: false },
	outcome_unknown: { status: 502, graphCode: 1, isTransient: false },
	answer_held_back: { status: 502, graphCode: 2, isTransient: false },
	meta_unreachable: { status: 502, graphCode: 2, isTransient: true },
	meta_odd_answer: { status: 502, graphCode: 2, isTransient: true },
	locked: { status: 503, graphCode: 2, isTransient: true },
	meta_timeout: { status: 504, graphCode: 2, isTransient: true }
} as const;

export type ToolRefusalCode = keyof typeof TOOL_REFUSALS;

/**
 * Why a program gets nothing: `message` is one sentence of cause, `cure` one of how to mend it. Both
 * are read by strangers' programs and kept in their logs, so neither holds a secret.
 */
export class ToolRefusal extends Error {
	readonly code: ToolRefusalCode;
	readonly status: number;
	readonly cure: string;
	/** Seconds after which it is worth another try (RFC 9110, section 10.2.3); null: not told. */
	readonly retryAfter: number | null;
	/** For 405: the methods that the address has. */
	readonly allow: readonly string[];

	constructor(
		code: ToolRefusalCode,
		message: string,
		cure: string,
		{
			retryAfter = null,
			allow = [],
			status = TOOL_REFUSALS[code].status
		}: { retryAfter?: number | null; allow?: readonly string[]; status?: number } = {}
	) {
		super(message);
		this.name = 'ToolRefusal';
		this.code = code;
		this.status = status;
		this.cure = cure;
		this.retryAfter = retryAfter;
		this.allow = allow;
	}
}
