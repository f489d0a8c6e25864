import type { ActionId } from '../../src/lib/server/keys/actions.ts';
import type { Key } from '../../src/lib/server/keys/key.ts';
import { answerMcp, type McpDeps } from '../../src/lib/server/mcp/answer-mcp.ts';
import { createUnfinished } from '../../src/lib/server/mcp/publishing/unfinished.ts';
import type { Call, Relayed } from '../../src/lib/server/relay/call.ts';
import type { ConnectionView } from '../../src/lib/view.ts';

/** An answer of the relay: a body, or a status with one. */
export type FakeAnswer = { status?: number; headers?: Record<string, string>; body: unknown };

/** What was asked of the relay, read. */
export type FakeCall = {
	connection: string;
	/** `GET 123/comments`. */
	row: string;
	parameters: Record<string, string>;
	call: Call;
};

export type FakeGraph = (asked: FakeCall) => FakeAnswer | Promise<FakeAnswer>;

export const ADA: ConnectionView = {
	id: 'con_ada',
	provider: 'instagram',
	account: {
		id: '17841400000000001',
		username: 'ada.draws',
		name: 'Ada',
		accountType: 'creator',
		pictureUrl: null
	},
	status: 'healthy',
	problem: null,
	permissions: { granted: null, missing: null },
	connectedAt: '2026-01-01T00:00:00.000Z',
	issuedAt: '2026-01-01T00:00:00.000Z',
	expiresAt: '2026-03-02T00:00:00.000Z',
	nextRefreshAt: null,
	lastRefreshAt: null
};
export const KIT: ConnectionView = {
	...ADA,
	id: 'con_kit',
	provider: 'facebook',
	account: { ...ADA.account, id: '17841400000000002', username: 'kit.at.home', name: 'Kit' }
};

export const keyWith = (actions: ActionId[], connections = [ADA]): Key => ({
	id: 'abcd1234',
	creatorId: 'creator',
	name: 'an assistant',
	actions,
	connectionIds: connections.map(({ id }) => id),
	createdAt: 0,
	expiresAt: null,
	lastUsedAt: null,
	revokedAt: null
});

/** `answerMcp` in front of an invented Graph; `sleep` passes time at once. */
export function mcpWorld(graph: FakeGraph, start = Date.UTC(2026, 1, 1)) {
	let time = start;
	const calls: FakeCall[] = [];
	const faults: unknown[] = [];
	const deps: McpDeps = {
		version: '0.1.0',
		unfinished: createUnfinished(),
		now: () => time,
		sleep: (ms) => {
			time += ms;
			return Promise.resolve();
		},
		onFault: (error) => void faults.push(error),
		relay: async (call) => {
			const asked = read(call);
			calls.push(asked);
			return relayed(await graph(asked));
		}
	};
	return { deps, calls, faults, now: () => time };
}
export type McpWorld = ReturnType<typeof mcpWorld>;

function read(call: Call): FakeCall {
	const [, connection = '', path = ''] = /^\/connections\/([^/]+)\/(.+)$/.exec(call.path) ?? [];
	const text = call.body === null ? call.query : new TextDecoder().decode(call.body.bytes);
	return {
		connection,
		row: `${call.method} ${path}`,
		parameters: Object.fromEntries(new URLSearchParams(text)),
		call
	};
}

const relayed = ({ status = 200, headers = {}, body }: FakeAnswer): Relayed => ({
	status,
	headers: { 'Content-Type': 'application/json', ...headers },
	body: bytesOf(body)
});

const bytesOf = (body: unknown) =>
	body instanceof Uint8Array
		? body
		: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));

/** A request to /mcp as a program without a client library sends it. */
export const post = (
	{ deps }: McpWorld,
	body: unknown,
	{
		actions = [],
		connections = [ADA],
		headers = {},
		method = 'POST',
		type = 'application/json'
	}: {
		actions?: ActionId[];
		connections?: ConnectionView[];
		headers?: Record<string, string>;
		method?: string;
		type?: string | null;
	} = {}
) =>
	answerMcp(deps, {
		call: {
			method,
			path: '',
			query: '',
			body: {
				type,
				bytes: bytesOf(body)
			},
			authorization: 'Bearer moor_abcd1234_secret',
			base: 'https://mooring.example/graph',
			requestId: 'req_1',
			address: '127.0.0.1'
		},
		headers: new Headers(headers),
		key: keyWith(actions, connections),
		connections
	});

export type ToolResult = {
	isError?: boolean;
	content: { type: string; text: string }[];
	structuredContent?: Record<string, unknown>;
};

/** Calls a tool as plain curl would, and reads the result. */
export async function callTool(
	world: McpWorld,
	name: string,
	input: Record<string, unknown>,
	who: { actions?: ActionId[]; connections?: ConnectionView[] } = {}
): Promise<ToolResult> {
	const response = await post(
		world,
		{ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } },
		who
	);
	const { result, error } = (await response.json()) as { result?: ToolResult; error?: unknown };
	if (result === undefined) throw new Error(`no result: ${JSON.stringify(error)}`);
	return result;
}

/** An error as Meta shapes it. */
export const metaError = (code: number, message = 'Invalid parameter', subcode?: number) => ({
	status: 400,
	body: { error: { message, type: 'OAuthException', code, error_subcode: subcode } }
});
