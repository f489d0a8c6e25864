import type { ConnectionView } from '../../view.ts';
import type { Key } from '../keys/key.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Call } from '../relay/call.ts';
import { INVALID_REQUEST, jsonRpcError, METHOD_NOT_FOUND, PARSE_ERROR } from './json-rpc.ts';
import { fieldOf } from './pick.ts';
import { loadSdk, type Sdk, serverFor } from './server.ts';
import type { ToolContext } from './tool.ts';

export type McpDeps = Pick<ToolContext, 'relay' | 'unfinished' | 'now' | 'sleep'> & {
	/** Mooring's. */
	version: string;
	/** Gets what nobody foresaw. */
	onFault: (error: unknown) => void;
};

/** A request to /mcp whose key is known. */
export type McpCall = {
	call: Call;
	headers: Headers;
	key: Key;
	/** The key's, disconnected ones too. */
	connections: readonly ConnectionView[];
};

/**
 * Answers a request to /mcp (Model Context Protocol, "Streamable HTTP", without sessions): of the
 * revision 2026-07-28, where each request says which it speaks, and of those before, both in JSON.
 * @returns errors before JSON-RPC with the id null
 * @throws ToolRefusal `method_not_allowed` for anything but POST, `not_found` behind /mcp
 */
export async function answerMcp(deps: McpDeps, asked: McpCall): Promise<Response> {
	const { call, headers, key, connections } = asked;
	if (call.path !== '' && call.path !== '/')
		throw new ToolRefusal('not_found', 'There is nothing at this address.', 'Use /mcp itself.');
	if (call.method !== 'POST')
		throw new ToolRefusal(
			'method_not_allowed',
			'This address knows POST only.',
			'There are no streams and no sessions here: send each message by POST.',
			{ allow: ['POST'] }
		);
	const message = messageIn(call.body?.bytes);
	if (message === undefined)
		return jsonRpcError(400, PARSE_ERROR, 'The body is no JSON. Send one JSON-RPC message.');
	if (typeof message !== 'object' || message === null || Array.isArray(message))
		return jsonRpcError(
			400,
			INVALID_REQUEST,
			'The body is no JSON-RPC message. Send one at a time, as an object.'
		);
	const sdk = await loadSdk();
	const request = requestFor(call, headers);
	const isLegacy = await sdk.isLegacyRequest(request, message);
	if (fieldOf(message, 'method') === 'subscriptions/listen') return noStreams(message, isLegacy);
	const { authorization, base, requestId, address } = call;
	const context: ToolContext = {
		...deps,
		key,
		connections,
		caller: { authorization, base, requestId, address }
	};
	const factory = () => serverFor(sdk, context, deps.version, deps.onFault);
	if (isLegacy) return answerLegacy(sdk, factory, request, message, deps.onFault);
	return sdk
		.createMcpHandler(factory, { legacy: 'reject', onerror: () => {} })
		.fetch(request, { parsedBody: message });
}

/** As the handler's own answer to the older revisions, except that it is JSON and no stream. */
async function answerLegacy(
	sdk: Sdk,
	factory: () => ReturnType<typeof serverFor>,
	request: Request,
	parsedBody: object,
	onFault: (error: unknown) => void
): Promise<Response> {
	const server = factory();
	const transport = new sdk.WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
	try {
		await server.connect(transport);
		return await transport.handleRequest(request, { parsedBody });
	} finally {
		await server.close().catch(onFault);
	}
}

/** What the SDK reads of a request: JSON comes back whatever the client accepts. */
function requestFor(call: Call, headers: Headers): Request {
	const own = [...headers].filter(([name]) => name.startsWith('mcp-') && name !== 'mcp-session-id');
	return new Request('http://mooring.invalid/mcp', {
		method: 'POST',
		headers: [
			...own,
			['accept', 'application/json, text/event-stream'],
			['content-type', call.body?.type ?? '']
		],
		body: '{}'
	});
}

/** Nothing here is told by itself, so there is nothing to listen to. */
function noStreams(message: object, isLegacy: boolean): Response {
	const id = fieldOf(message, 'id');
	return jsonRpcError(
		isLegacy ? 200 : 404,
		METHOD_NOT_FOUND,
		'Method not found: nothing here is sent by itself.',
		typeof id === 'string' || typeof id === 'number' ? id : null
	);
}

/** The message as it came; undefined: no JSON. */
function messageIn(bytes: Uint8Array | undefined): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		return undefined;
	}
}
