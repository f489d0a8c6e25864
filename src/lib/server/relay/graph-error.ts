import { TOOL_REFUSALS, type ToolRefusal } from '../keys/tool-refusal.ts';

/**
 * A refusal of ours in the shape of Meta's errors (Graph API, "Handle Errors"), so that a client's
 * own handling of errors holds; what is ours alone stands under `mooring`.
 * @param requestId stands where Meta's trace id does
 */
export function graphError(refusal: ToolRefusal, requestId: string): Uint8Array {
	const { graphCode, isTransient } = TOOL_REFUSALS[refusal.code];
	const error = {
		message: refusal.message,
		type: 'OAuthException',
		code: graphCode,
		is_transient: isTransient,
		fbtrace_id: requestId,
		mooring: { code: refusal.code, cure: refusal.cure }
	};
	return new TextEncoder().encode(JSON.stringify({ error }));
}
