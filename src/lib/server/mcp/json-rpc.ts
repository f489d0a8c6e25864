/** JSON-RPC 2.0, section 5.1. */
export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
export const METHOD_NOT_FOUND = -32_601;

/** An error in JSON-RPC's shape; id null: before, or without, a request that could be read. */
export const jsonRpcError = (
	status: number,
	code: number,
	message: string,
	id: string | number | null = null
) => Response.json({ jsonrpc: '2.0', id, error: { code, message } }, { status });
