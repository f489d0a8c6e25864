import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renewalWorld } from '../../../../tests/support/renewal-world.ts';
import { openMetrics } from './metrics.ts';

type Dashboard = {
	panels: { title: string; targets: { expr: string }[] }[];
	templating: { list: { query: string | { query: string } }[] };
};
const DASHBOARD = JSON.parse(readFileSync('docs/grafana.json', 'utf8')) as Dashboard;
const QUERIES = [
	...DASHBOARD.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
	...DASHBOARD.templating.list.map(({ query }) => (typeof query === 'string' ? query : query.query))
];
const NAMES = new Set(QUERIES.join('\n').match(/\b(?:mooring|nodejs|process)_\w+/g));

let world: ReturnType<typeof renewalWorld>;
let text: string;
beforeAll(async () => {
	world = renewalWorld();
	const { db, clock } = world;
	const metrics = await openMetrics('t'.repeat(16), { db, clock, vault: { isLocked: false } });
	metrics?.callOver({ outcome: 'answered', ms: 1, asked: null, answeredBy: null });
	text = (await metrics?.read())?.text ?? '';
});
afterAll(() => world.close());

test('the dashboard asks for nothing that is not shown', () => {
	expect(NAMES.size).toBeGreaterThan(10);
	for (const name of NAMES) expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
});

test('the dashboard shows every figure of Mooring', () => {
	const ours = [...text.matchAll(/^# TYPE (mooring_\w+)/gm)].map(([, name = '']) => name);
	expect(ours).toHaveLength(8);
	for (const name of ours) expect(QUERIES.join('\n')).toContain(name);
});

test('the labels that it asks for are there, with these values', () => {
	const asked = QUERIES.join('\n').matchAll(
		/(mooring_\w+)\{instance=~"\$instance",(\w+)=~?"([^"]+)"/g
	);
	const found = [...asked];
	expect(found.length).toBeGreaterThan(2);
	for (const [, name = '', label = '', values = ''] of found) {
		for (const value of values.split('|')) expect(text).toContain(`${name}{${label}="${value}"}`);
	}
});

test('its panels stand beside each other, each with a query', () => {
	expect(DASHBOARD.panels.every(({ targets }) => targets.length > 0)).toBe(true);
	expect(new Set(DASHBOARD.panels.map(({ title }) => title)).size).toBe(DASHBOARD.panels.length);
});
