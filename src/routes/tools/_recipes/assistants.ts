import type { Place, Recipe } from './recipe.ts';

/** Assistants that speak MCP and can send a header. */
export function assistants({ origin, key }: Place): Recipe[] {
	const url = `${origin}/mcp`;
	const headers = { Authorization: `Bearer ${key}` };
	const servers = { mcpServers: { mooring: { type: 'http', url, headers } } };
	return [
		{
			id: 'claude-code',
			title: 'Claude Code',
			does: 'The assistant gets a tool for each thing that this key may do.',
			codes: [
				{
					label: 'In a terminal',
					text: `claude mcp add --transport http mooring ${url} --header "Authorization: Bearer ${key}"`
				}
			]
		},
		{
			id: 'mcp',
			title: 'Other assistants, by MCP',
			does: 'For every assistant that takes the address of an MCP server and a header.',
			codes: [{ label: 'In its settings', text: JSON.stringify(servers, null, 2) }],
			note: 'claude.ai and ChatGPT let in what signs people in by OAuth only, so they cannot use a key.'
		}
	];
}
