import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const SERVER = join(import.meta.dirname, '../src/lib/server');

/** What a file loads when it runs; types are gone by then. */
function loadedBy(file: string): string[] {
	const text = readFileSync(file, 'utf8');
	const found = text.matchAll(
		/^\s*(?:import|export)\s+(?!type\b)(?:[^;]*?from\s+)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm
	);
	return [...found].map(([, fixed, late]) => join(dirname(file), fixed ?? late ?? ''));
}

/** All that is loaded with some files, they themselves among it. */
function reachedFrom(start: string[]): string[] {
	const reached = new Set(start);
	for (const file of reached) {
		for (const next of loadedBy(file).filter((path) => existsSync(path))) reached.add(next);
	}
	return [...reached].map((path) => path.slice(SERVER.length + 1));
}

const feedFiles = readdirSync(join(SERVER, 'feed'))
	.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
	.map((name) => join(SERVER, 'feed', name));

it('what serves and writes feeds cannot reach a token, a key or Meta', () => {
	const reached = reachedFrom(feedFiles);
	expect(reached).toContain('content/store.ts');
	expect(reached.length).toBeGreaterThan(feedFiles.length);
	const forbidden = /^(vault|renewal|meta|relay|keys|sessions)\/|token|secret/;
	expect(reached.filter((path) => forbidden.test(path))).toEqual([]);
});

it('the walk finds what would be wrong', () => {
	const reached = reachedFrom([join(SERVER, 'renewal/renew-now.ts')]);
	expect(reached.some((path) => path.startsWith('vault/'))).toBe(true);
});
