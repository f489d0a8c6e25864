import { describe, expect, it } from 'vitest';
import { ACTION_IDS } from '../../../lib/server/keys/actions.ts';
import { environment, recipesFor } from './recipes.ts';

const PLACE = {
	origin: 'http://localhost:4173',
	graph: 'http://localhost:4173/graph',
	key: 'moor_abcd1234_secret',
	accountId: '17841400008460056',
	connectionId: 'c1',
	image: 'http://127.0.0.1:4174/_simulator/drawn/first.jpg'
};
const idsFor = (...actions: string[]) => recipesFor(PLACE, new Set(actions)).map(({ id }) => id);

describe('recipes', () => {
	it('show what the key may do, and no more', () => {
		expect(idsFor('profile.read')).toEqual(['curl-profile', 'claude-code', 'mcp']);
		expect(idsFor('media.read')).toEqual([
			'n8n',
			'python',
			'curl',
			'npm',
			'php',
			'github-actions',
			'claude-code',
			'mcp'
		]);
		expect(idsFor('publish')).toEqual(['n8n-publish', 'python-publish', 'claude-code', 'mcp']);
		expect(idsFor('token.read')).toEqual(['curl-token']);
	});

	it('of a key that only reads never publish', () => {
		const reading = ACTION_IDS.filter((id) => id.endsWith('.read') && id !== 'token.read');
		const text = JSON.stringify(recipesFor(PLACE, new Set(reading)));
		expect(text).not.toMatch(/media_publish|PostPublish|image_url/);
		expect(environment(PLACE, new Set(reading)).text).not.toContain('GRAPH_IMAGE');
	});

	it('carry the address and the key, and each its own id', () => {
		const all = recipesFor(PLACE, new Set(ACTION_IDS));
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		for (const { id } of all.filter(({ fields }) => fields)) {
			expect(JSON.stringify(all.find((one) => one.id === id))).toContain(PLACE.key);
		}
		expect(environment(PLACE, new Set(ACTION_IDS)).text.split('\n')).toEqual([
			'export MOORING_URL="http://localhost:4173"',
			'export MOORING_CONNECTION="c1"',
			'export GRAPH_KEY="moor_abcd1234_secret"',
			'export GRAPH_URL="http://localhost:4173/graph"',
			'export GRAPH_ACCOUNT="17841400008460056"',
			'export GRAPH_IMAGE="http://127.0.0.1:4174/_simulator/drawn/first.jpg"'
		]);
	});

	it('to paste have no line that zsh would take for a command', () => {
		const pasted = recipesFor(PLACE, new Set(ACTION_IDS))
			.flatMap(({ codes }) => codes)
			.filter(({ label }) => label === 'In a terminal');
		expect(pasted.length).toBeGreaterThan(3);
		expect(pasted.filter(({ text }) => /^#/m.test(text))).toEqual([]);
	});
});
