import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROWS, STEPS } from './test-steps.mjs';

test('npm test runs every step once, but for the long one', () => {
	const run = ROWS.flat(2);
	expect([...run, 'long'].sort()).toEqual(Object.keys(STEPS).sort());
});

test('every script begins on npm’s own Node, which is not the one that is to be compared', () => {
	const file = join(import.meta.dirname, '../../package.json');
	const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: Record<string, string> };
	for (const [name, script] of Object.entries(scripts)) {
		expect(script).toBe(`exec "${'${npm_node_execpath:-node}'}" bin/run.mjs ${name}`);
	}
});
