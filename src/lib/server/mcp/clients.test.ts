import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mcpWorld, post } from '../../../../tests/support/mcp-world.ts';
import { ACTION_IDS } from '../keys/actions.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';

const world = mcpWorld(({ row }) => ({
	body: row.endsWith('/media')
		? { data: [{ id: '1', caption: 'Ink', timestamp: '2026-01-31T18:22:05+0000' }] }
		: { error: { code: 100, error_subcode: 33, message: 'Object does not exist' } }
}));
const types: (string | undefined)[] = [];

let server: Server;
let address: URL;
beforeAll(async () => {
	server = createServer((request, response) => {
		void (async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const answer = await post(world, new Uint8Array(Buffer.concat(chunks)), {
				actions: ACTION_IDS,
				method: request.method ?? '',
				type: request.headers['content-type'] ?? null,
				headers: request.headers as Record<string, string>
			}).catch((error: unknown) => {
				if (!(error instanceof ToolRefusal)) throw error;
				return new Response(null, { status: error.status });
			});
			types.push(answer.headers.get('content-type') ?? undefined);
			response.writeHead(answer.status, Object.fromEntries(answer.headers));
			response.end(Buffer.from(await answer.arrayBuffer()));
		})();
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe.each([
	['before 2026', { mode: 'legacy' }],
	['2026-07-28', { mode: { pin: '2026-07-28' } }],
	['what the server knows', { mode: 'auto' }]
] as const)('the official client, speaking %s', (era, versionNegotiation) => {
	it('finds the tools and uses them', async () => {
		const client = new Client({ name: 'test', version: '1' }, { versionNegotiation });
		await client.connect(new StreamableHTTPClientTransport(address));
		try {
			expect(client.getServerVersion()).toMatchObject({ name: 'mooring' });
			expect(client.getInstructions()).toMatch(/untrusted/);
			const modern = era !== 'before 2026';
			expect(client.getNegotiatedProtocolVersion()).toMatch(modern ? /^2026/ : /^2025/);
			const { tools } = await client.listTools();
			expect(tools).toHaveLength(8);
			const good = await client.callTool({ name: 'list_media', arguments: {} });
			expect(good.structuredContent).toMatchObject({
				media: [{ timestamp: '2026-01-31T18:22:05.000Z', untrusted: { caption: 'Ink' } }]
			});
			const bad = await client.callTool({ name: 'get_media', arguments: { media_id: '1' } });
			expect(bad.isError).toBe(true);
		} finally {
			await client.close();
		}
		expect(types.filter((type) => type !== undefined)).not.toContain('text/event-stream');
	});
});

it('a program without a library needs no more than curl would send', async () => {
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			jsonrpc: '2.0',
			id: 1,
			method: 'tools/call',
			params: { name: 'list_accounts', arguments: {} }
		})
	});
	expect(await response.json()).toMatchObject({
		result: { structuredContent: { accounts: [{ username: 'ada.draws', status: 'healthy' }] } }
	});
});
