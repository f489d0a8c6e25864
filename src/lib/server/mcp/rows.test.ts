import { describe, expect, it } from 'vitest';
import {
	ADA,
	callTool,
	type FakeGraph,
	keyWith,
	KIT,
	mcpWorld
} from '../../../../tests/support/mcp-world.ts';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import type { ActionId } from '../keys/actions.ts';
import type { RowId } from '../keys/rows.ts';
import { judgeParameters, parameterNames, readParameters } from '../relay/parameters.ts';
import { readPath } from '../relay/path.ts';
import { chooseTarget } from '../relay/target.ts';

/** Each tool with a key that has its action alone, and the rows that it uses. */
const USES: [tool: string, action: ActionId, input: object, rows: RowId[]][] = [
	['list_media', 'media.read', { after: 'QVFI' }, ['media']],
	['get_media', 'media.read', { media_id: '1' }, ['node']],
	['get_insights', 'insights.read', {}, ['account-insights']],
	['get_insights', 'insights.read', { media_id: '1' }, ['media-insights']],
	['list_comments', 'comments.read', { media_id: '1', after: 'QVFI' }, ['comments']],
	['reply_to_comment', 'comments.write', { comment_id: '1', text: 'Thanks' }, ['reply']],
	['moderate_comment', 'comments.write', { comment_id: '1', do: 'hide' }, ['moderate']],
	['moderate_comment', 'comments.write', { comment_id: '1', do: 'delete' }, ['delete-comment']],
	[
		'publish_post',
		'publish',
		{ kind: 'image', media_urls: ['https://a.example/a.jpg'], caption: 'Ink', alt_text: 'A hand' },
		['container', 'node', 'publish']
	],
	[
		'publish_post',
		'publish',
		{ kind: 'carousel', media_urls: ['https://a.example/a.jpg', 'https://a.example/b.mp4'] },
		['container', 'node', 'publish']
	],
	[
		'publish_post',
		'publish',
		{ kind: 'reel', media_urls: ['https://a.example/a.mp4'], caption: 'Ink' },
		['container', 'node', 'publish']
	]
];

describe.each([ADA, KIT])('for $provider', (connection) => {
	it.each(USES)('%s needs %s alone: %j', async (tool, action, input, rows) => {
		const key = keyWith([action], [connection]);
		const reached = connectionRow({
			id: connection.id,
			provider: connection.provider,
			accountId: connection.account.id
		});
		const used = new Set<RowId>();
		/** The relay's own judgement of every call, in front of an invented Meta. */
		const graph: FakeGraph = async ({ call }) => {
			const given = await readParameters(call);
			const asked = { path: readPath(call.path), method: call.method };
			const names = parameterNames(given);
			const target = chooseTarget({ ...asked, parameterNames: names }, key, [reached]);
			judgeParameters(target, key, given);
			used.add(target.row.id);
			return { body: { id: '77', status_code: 'FINISHED', success: true, data: [] } };
		};
		const world = mcpWorld(graph);
		const who = { actions: [action], connections: [connection] };
		const result = await callTool(world, tool, { ...input }, who);
		expect(result.isError).toBeUndefined();
		expect(world.faults).toEqual([]);
		expect([...used].toSorted()).toEqual(rows.toSorted());
	});
});
