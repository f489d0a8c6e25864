import { TOOL_REFUSALS, type ToolRefusal } from '../keys/tool-refusal.ts';

/**
 * A refusal of ours in the shape of Meta's errors (Graph API, "Handling errors"), so that clients
 * made for Meta show it as they show Meta's. What is ours in it stands under `mooring`.
 */
export function graphError(refusal: ToolRefusal, requestId: string) {
	const { graphCode, isTransient } = TOOL_REFUSALS[refusal.code];
	return {
		error: {
			message: refusal.message,
			type: 'OAuthException',
			code: graphCode,
			is_transient: isTransient,
			fbtrace_id: requestId,
			mooring: { code: refusal.code, cure: refusal.cure }
		}
	};
}
