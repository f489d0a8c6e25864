import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Manifest = Record<
	'dependencies' | 'devDependencies' | 'optionalDependencies',
	Record<string, string>
>;
type Locked = { license?: string; dev?: boolean; devOptional?: boolean };
const read = (file: string) => readFileSync(file, 'utf8');
const MANIFEST = JSON.parse(read('package.json')) as Manifest;
const LOCK = (JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> })
	.packages;
const LICENCES = read('docs/DEPENDENCIES.md');
const DIRECT = Object.keys({
	...MANIFEST.dependencies,
	...MANIFEST.devDependencies,
	...MANIFEST.optionalDependencies
});
/** The packages in the first column of a table's rows, several in one. */
const inRows = (text: string) =>
	text
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
		.map(([, name = '']) => name);

test('every dependency has a reason', () => {
	const section = read('docs/ARCHITECTURE.md').split('\n## Dependencies\n')[1] ?? '';
	const named = inRows(section);
	// Node from npm is one reason in several packages, and types go with what they are of.
	const isCovered = (name: string) =>
		named.includes(name) ||
		name.startsWith('@types/') ||
		(/^node-(bin-)?(linux|darwin)-/.test(name) && named.includes('node'));
	expect(DIRECT.filter((name) => !isCovered(name))).toEqual([]);
	const isThere = (name: string) => DIRECT.includes(name) || ['node', '@types/*'].includes(name);
	expect(named.filter((name) => !isThere(name))).toEqual([]);
});

test('every dependency has its licence, as the lockfile says it', () => {
	const listed = [...LICENCES.matchAll(/^\| `([^`]+)`\s*\| (.+?)\s*\|$/gm)];
	expect(listed.map(([, name]) => name).sort()).toEqual(DIRECT.toSorted());
	for (const [, name = '', licence] of listed) {
		expect([name, licence]).toEqual([name, LOCK[`node_modules/${name}`]?.license]);
	}
});

test('nothing that runs has a licence that is not named', () => {
	const running = Object.entries(LOCK).filter(
		([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional
	);
	expect(running.length).toBeGreaterThan(50);
	const unnamed = running.filter(
		([, { license }]) =>
			license === undefined ||
			!license.split(/ AND | OR /).every((one) => LICENCES.includes(one.replace(/[()]/g, '')))
	);
	expect(unnamed.map(([path]) => path)).toEqual([]);
});
