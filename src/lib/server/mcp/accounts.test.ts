import { describe, expect, it } from 'vitest';
import {
	ADA,
	callTool,
	KIT,
	mcpWorld,
	metaError,
	type ToolResult
} from '../../../../tests/support/mcp-world.ts';
import { ACTION_IDS } from '../keys/actions.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';

const both = { actions: ACTION_IDS, connections: [ADA, KIT] };
const textOf = ({ isError, content }: ToolResult) => (isError ? content[0]?.text : undefined);
const refusal = (code: string, message: string, cure: string, headers = {}) => ({
	status: 429,
	headers,
	body: { error: { message, code: 4, mooring: { code, cure } } }
});

describe('the account of a call', () => {
	it.each([undefined, 'ada.draws', '@ADA.draws', ADA.account.id, 'con_ada'])(
		'is the one that %s means',
		async (account) => {
			const world = mcpWorld(() => ({ body: { data: [] } }));
			const connections = account === undefined ? [ADA] : [KIT, ADA];
			const input = account === undefined ? {} : { account };
			await callTool(world, 'list_media', input, { ...both, connections });
			expect(world.calls.map(({ connection, row }) => `${connection} ${row}`)).toEqual([
				`con_ada GET ${ADA.account.id}/media`
			]);
		}
	);

	it.each([
		['none of several', {}, [ADA, KIT], /several accounts.*ada\.draws \(con_ada\), kit\.at\.home/],
		[
			'one that the key does not cover',
			{ account: 'someone' },
			[ADA],
			/no such account.*ada\.draws/
		],
		[
			'one that both logins hold',
			{ account: 'ada.draws' },
			[ADA, { ...KIT, account: ADA.account }],
			/both logins.*con_ada.*con_kit/
		],
		['one where none is left', {}, [], /gone/]
	])('cannot be %s', async (_what, input, connections, sentence) => {
		const world = mcpWorld(() => ({ body: { data: [] } }));
		const result = await callTool(world, 'list_media', input, { ...both, connections });
		expect(textOf(result)).toMatch(sentence);
		expect(world.calls).toEqual([]);
	});

	it('is found for a post or comment by asking, healthy ones first', async () => {
		const calls: [string, Record<string, unknown>][] = [
			['get_media', { media_id: '1' }],
			['list_comments', { media_id: '1' }],
			['get_insights', { media_id: '1' }],
			['reply_to_comment', { comment_id: '1', text: 'Thanks' }],
			['moderate_comment', { comment_id: '1', do: 'unhide' }]
		];
		const connections = [{ ...ADA, status: 'warning' as const }, KIT];
		for (const [tool, input] of calls) {
			const world = mcpWorld(({ connection }) =>
				connection === 'con_kit'
					? metaError(100, 'does not exist', 33)
					: { body: { id: '2', data: [{ name: 'reach', values: [{ value: 1 }] }] } }
			);
			const result = await callTool(world, tool, input, { ...both, connections });
			expect(result.structuredContent?.['account']).toMatchObject({ connection: 'con_ada' });
			expect(world.calls[0]?.connection).toBe('con_kit');
		}
	});

	it('is not looked for further where something may have been done', async () => {
		for (const answer of [
			metaError(2),
			metaError(100),
			refusal('outcome_unknown', 'Unknown.', '')
		]) {
			const world = mcpWorld(() => answer);
			const input = { comment_id: '1', text: 'Thanks' };
			const result = await callTool(world, 'reply_to_comment', input, both);
			expect(result.isError).toBe(true);
			expect(world.calls).toHaveLength(1);
		}
	});

	it('tells of an account that could not be asked rather than that nothing is there', async () => {
		const world = mcpWorld(({ connection }) =>
			connection === 'con_ada'
				? metaError(100, 'does not exist', 33)
				: refusal('needs_reconnect', 'The token ended.', 'Connect again.')
		);
		const result = await callTool(world, 'get_media', { media_id: '1' }, both);
		expect(textOf(result)).toBe('The token ended. Connect again.');
	});
});

describe('what the relay refuses', () => {
	it('is a result with cause, cure and when it is worth another try', async () => {
		const limited = refusal('meta_rate_limited', 'The limit is reached.', 'Wait.', {
			'Retry-After': '60'
		});
		const world = mcpWorld(() => limited);
		const result = await callTool(world, 'list_media', { account: 'ada.draws' }, both);
		expect(textOf(result)).toBe('The limit is reached. Wait. Try again in 60 seconds.');
	});

	it('is one also where it is thrown', async () => {
		const world = mcpWorld(() => {
			throw new ToolRefusal('key_rate_limited', 'Too many.', 'Wait.', { retryAfter: 3 });
		});
		const result = await callTool(world, 'list_media', { account: 'ada.draws' }, both);
		expect(textOf(result)).toBe('Too many. Wait. Try again in 3 seconds.');
	});

	it('says nothing of a mistake of ours but where to look', async () => {
		const world = mcpWorld(() => {
			throw new Error('secret');
		});
		const result = await callTool(world, 'list_media', { account: 'ada.draws' }, both);
		expect(JSON.stringify(result)).not.toContain('secret');
		expect(textOf(result)).toMatch(/req_1/);
		expect(world.faults).toHaveLength(1);
	});

	it.each([
		['HTML', 200, '<html>'],
		['nothing', 200, ''],
		['an error with a good status', 200, metaError(2).body]
	])('is also %s', async (_what, status, body) => {
		const world = mcpWorld(() => ({ status, body }));
		const result = await callTool(world, 'list_media', { account: 'ada.draws' }, both);
		expect(textOf(result)).toMatch(/fault of its own/);
	});
});

it('writes go to the rows of their action', async () => {
	const world = mcpWorld(() => ({ body: { id: '5', success: true } }));
	const who = { actions: ACTION_IDS };
	await callTool(world, 'reply_to_comment', { comment_id: '1_2', text: 'Thanks & 🎨+' }, who);
	for (const what of ['hide', 'unhide', 'delete'])
		await callTool(world, 'moderate_comment', { comment_id: '3', do: what }, who);
	expect(world.calls.map(({ row, parameters }) => [row, parameters])).toEqual([
		['POST 1_2/replies', { message: 'Thanks & 🎨+' }],
		['POST 3', { hide: 'true' }],
		['POST 3', { hide: 'false' }],
		['DELETE 3', {}]
	]);
	for (const { call } of world.calls) {
		expect(call.authorization).toBe('Bearer moor_abcd1234_secret');
		expect(call.base).toBe('https://mooring.example/graph');
	}
});

it.each(['../me', '1/comments', '1?fields=x', '', '1 2', 'me'])(
	'no id leaves its place in the path: %j',
	async (id) => {
		const world = mcpWorld(() => ({ body: {} }));
		for (const tool of ['get_media', 'list_comments', 'get_insights'])
			expect((await callTool(world, tool, { media_id: id }, both)).isError).toBe(true);
		for (const input of [{ text: 'x' }, { do: 'delete' }])
			expect(
				(
					await callTool(
						world,
						'text' in input ? 'reply_to_comment' : 'moderate_comment',
						{ comment_id: id, ...input },
						both
					)
				).isError
			).toBe(true);
		expect(world.calls).toEqual([]);
	}
);

it('pages go on where Meta says, and end where it says nothing', async () => {
	const page = (next?: string) => ({
		body: { data: [{ id: '9007199254740993' }], paging: { cursors: { after: 'QVFI_-=' }, next } }
	});
	const world = mcpWorld(({ parameters }) =>
		page(parameters['after'] === undefined ? 'https://graph.example/next' : undefined)
	);
	const who = { actions: ACTION_IDS };
	const first = await callTool(world, 'list_media', { limit: 50 }, who);
	expect(first.structuredContent).toMatchObject({
		after: 'QVFI_-=',
		media: [{ id: '9007199254740993' }]
	});
	const last = await callTool(world, 'list_media', { limit: 50, after: 'QVFI_-=' }, who);
	expect(last.structuredContent).toMatchObject({ after: null });
	expect(world.calls.map(({ parameters }) => parameters['limit'])).toEqual(['50', '50']);
	expect((await callTool(world, 'list_media', { limit: 51 }, who)).isError).toBe(true);
});
