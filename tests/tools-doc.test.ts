import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIONS, ANY_KEY_WORDS } from '../src/lib/server/keys/actions.ts';
import { TOOL_REFUSALS } from '../src/lib/server/keys/tool-refusal.ts';
import { TOOLS } from '../src/lib/server/mcp/tools.ts';
import { workflowFile } from '../src/routes/tools/_recipes/workflow.ts';

const CLIENTS = join(import.meta.dirname, 'clients');
const doc = readFileSync(join(import.meta.dirname, '../docs/TOOLS.md'), 'utf8');
const blocks = [...doc.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');

describe('docs/TOOLS.md', () => {
	const scripts = readdirSync(CLIENTS).filter((name) => /\.(sh|py|mjs|php)$/.test(name));

	it.each(scripts)('shows %s word for word', (name) => {
		expect(blocks).toContain(readFileSync(join(CLIENTS, name), 'utf8'));
	});

	it('shows the workflow that the pages show', () => {
		expect(blocks).toContain(`${workflowFile('https://mooring.example.org/graph')}\n`);
	});

	it('says of every action what it does, in the words of the pages', () => {
		const rows = doc.split('\n').filter((line) => line.startsWith('| '));
		for (const [id, { words }] of Object.entries(ACTIONS)) {
			const row = rows.find((line) => line.startsWith(`| \`${id}\``));
			expect(row).toContain(`| ${words} `);
		}
		expect(doc).toContain(`| ${ANY_KEY_WORDS} |`);
	});

	it('names every tool of an assistant with the action that it needs', () => {
		const rows = doc.split('\n').filter((line) => /^\| `[a-z]+_/.test(line));
		for (const { name, action } of TOOLS) {
			const row = rows.find((line) => line.includes(`\`${name}\``));
			expect([name, row]).toEqual([name, expect.stringContaining(action ?? 'any')]);
		}
	});

	it('tells every refusal with its status', () => {
		const rows = doc.split('\n').filter((line) => /^\| \d{3}/.test(line));
		for (const [code, { status }] of Object.entries(TOOL_REFUSALS)) {
			const row = rows.find((line) => line.includes(`\`${code}\``));
			expect([code, row?.slice(2, 20)]).toEqual([code, expect.stringContaining(String(status))]);
		}
	});
});
