import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const DOC = read('docs/OPERATIONS.md');
const all = (pattern: RegExp, text = DOC) =>
	[...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))].sort();

test('every command that it names is there', () => {
	const help = spawnSync(process.execPath, ['bin/mooring.ts', 'help'], { encoding: 'utf8' }).stdout;
	const known = all(/^ {2}([a-z-]+) /gm, help);
	const named = all(/(?:mooring --|bin\/mooring\.ts) ([a-z-]+)/g);
	expect(named.length).toBeGreaterThan(3);
	expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test('every script that it names is there', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const named = all(/npm run ([a-z:]+)/g);
	expect(named.length).toBeGreaterThan(2);
	expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('every script begins as all do, so that signals arrive', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	for (const [name, script] of Object.entries(scripts)) {
		expect(script).toBe(`exec "\${npm_node_execpath:-node}" bin/run.mjs ${name}`);
	}
	const expected = ['build', 'check', 'lint', 'format', 'test:unit', 'test:e2e', 'test:proxies'];
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(expected));
});

test('every file that it leads to is there, and it leads to all of deploy/', () => {
	const paths = all(/\]\(([^)#:]+)(?:#[^)]*)?\)/g);
	expect(paths.filter((path) => !existsSync(`docs/${path}`))).toEqual([]);
	const deployed = readdirSync('deploy').map((name) => `../deploy/${name}`);
	expect(deployed.filter((path) => !paths.includes(path))).toEqual([]);
});

test('every setting that it names can be set', () => {
	const known = all(/^#([A-Z_]+)=/gm, read('.env.example'));
	const named = all(/`([A-Z][A-Z]+(?:_[A-Z]+)+)(?:_FILE)?(?:=[^`]*)?`/g).map((name) =>
		name.replace(/_FILE$/, '')
	);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test('its links within the page lead to its own headings', () => {
	const headings = all(/^#{2,3} (.+)$/gm).map((text) =>
		text
			.toLowerCase()
			.replace(/[^a-z0-9 -]/g, '')
			.replaceAll(' ', '-')
	);
	const links = all(/\]\(#([^)]+)\)/g);
	expect(links.filter((link) => !headings.includes(link))).toEqual([]);
});

test.each(['compose.yaml', 'compose.lan.yaml'])('%s runs the image as it is meant', (file) => {
	const [, mooring = ''] = /^ {2}mooring:\n((?: {4}.*\n)+)/m.exec(read(file)) ?? [];
	for (const line of [
		'read_only: true',
		'tmpfs:\n      - /tmp\n',
		'cap_drop:\n      - ALL\n',
		'no-new-privileges:true',
		'data:/data',
		'DATA_DIR: /data'
	]) {
		expect(mooring).toContain(line);
	}
	expect(mooring.match(/:\/data|:\/app/g)).toHaveLength(1);
});
