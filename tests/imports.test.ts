import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Which rooms under src/lib/server/ a room may import from; `plain` are its files without a room. */
const MAY_IMPORT: Record<string, string[]> = {
	settings: [],
	problems: ['plain'],
	database: ['problems', 'plain'],
	audit: ['database', 'settings', 'plain'],
	vault: ['database', 'settings', 'plain'],
	meta: ['problems', 'settings', 'plain'],
	creators: ['database', 'settings', 'plain'],
	sessions: ['creators', 'database', 'plain'],
	connections: ['audit', 'creators', 'database', 'meta', 'problems', 'vault', 'plain'],
	pictures: ['connections', 'database', 'meta', 'settings', 'plain'],
	brake: ['database', 'meta', 'plain'],
	renewal: ['audit', 'brake', 'connections', 'database', 'meta', 'problems', 'vault', 'plain'],
	keys: ['audit', 'connections', 'creators', 'database', 'settings', 'plain'],
	relay: [
		'audit',
		'brake',
		'connections',
		'database',
		'keys',
		'meta',
		'problems',
		'renewal',
		'settings',
		'vault',
		'plain'
	],
	mcp: ['connections', 'database', 'keys', 'relay', 'plain'],
	openapi: ['keys', 'plain'],
	authorization: [
		'audit',
		'connections',
		'creators',
		'database',
		'meta',
		'problems',
		'sessions',
		'settings',
		'vault',
		'plain'
	],
	'meta-apps': [
		'audit',
		'authorization',
		'database',
		'meta',
		'problems',
		'settings',
		'setup',
		'vault',
		'plain'
	],
	alerts: [
		'audit',
		'connections',
		'creators',
		'database',
		'problems',
		'renewal',
		'settings',
		'vault',
		'plain'
	],
	'meta-changes': ['creators', 'database', 'meta', 'plain'],
	activity: ['audit', 'database', 'problems', 'plain'],
	content: [
		'brake',
		'connections',
		'database',
		'meta',
		'pictures',
		'problems',
		'renewal',
		'settings',
		'vault',
		'plain'
	],
	feed: ['audit', 'content', 'database', 'settings', 'plain'],
	backup: ['audit', 'connections', 'database', 'settings', 'vault', 'plain'],
	rotation: ['audit', 'backup', 'database', 'settings', 'vault', 'plain'],
	metrics: ['alerts', 'backup', 'connections', 'database', 'meta', 'renewal', 'plain'],
	'own-data': ['content', 'creators', 'database', 'pictures', 'plain'],
	deletion: [
		'audit',
		'authorization',
		'connections',
		'content',
		'creators',
		'database',
		'meta',
		'settings',
		'plain'
	],
	practice: ['plain'],
	setup: [
		'content',
		'backup',
		'creators',
		'database',
		'meta',
		'meta-changes',
		'problems',
		'renewal',
		'rotation',
		'settings',
		'vault',
		'plain'
	],
	commands: [
		'alerts',
		'audit',
		'authorization',
		'backup',
		'connections',
		'creators',
		'database',
		'deletion',
		'feed',
		'keys',
		'meta',
		'meta-apps',
		'own-data',
		'pictures',
		'problems',
		'renewal',
		'rotation',
		'settings',
		'setup',
		'vault',
		'plain'
	],
	http: [
		'activity',
		'audit',
		'authorization',
		'connections',
		'creators',
		'database',
		'deletion',
		'feed',
		'keys',
		'mcp',
		'meta',
		'meta-apps',
		'openapi',
		'relay',
		'renewal',
		'sessions',
		'settings',
		'setup',
		'app',
		'plain'
	]
};
/** Of app.ts `http` may know the type only: the app comes as a parameter. */
const TYPES_ONLY: Record<string, string[]> = { http: ['app'] };
/** The composition root and what is beside it may import every room. */
const COMPOSITION = new Set(['app.ts', 'app-jobs.ts', 'app-parts.ts', 'app-stop.ts']);

type Import = { from: string; to: string; isType: boolean };

const sources = (folder: string) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ts|js|mjs|svelte)$/.test(name))
		.map((name) => join(folder, name));

function importsOf(file: string): Import[] {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm)].map(
		([, type, to = '']) => ({ from: file, to: resolve(file, to), isType: type !== undefined })
	);
}

function resolve(file: string, to: string) {
	if (to.startsWith('$lib/')) return join('src/lib', to.slice(5));
	return to.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), to)) : to;
}

/** What is left of a folder when its ends are taken away again and again: files that import each other. */
function circlesIn(folder: string) {
	let left = sources(folder);
	const arrows = left.flatMap((file) => [
		...importsOf(file),
		...[...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bimport\('([^']+)'\)/g)].map(
			([, to = '']) => ({ from: file, to: resolve(file, to) })
		)
	]);
	for (let before = -1; before !== left.length;) {
		before = left.length;
		const among = arrows.filter(({ from, to }) => left.includes(from) && left.includes(to));
		left = left.filter((file) => among.some(({ to }) => to === file));
		left = left.filter((file) => among.some(({ from }) => from === file));
	}
	return left;
}

/** `settings` for src/lib/server/settings/origin.ts, `plain` for src/lib/server/clock.ts. */
function roomOf(path: string) {
	const inside = /^src\/lib\/server\/(.+)$/.exec(path)?.[1];
	if (inside === undefined) return null;
	if (inside === 'app.ts') return 'app';
	return inside.includes('/') ? (inside.split('/')[0] ?? null) : 'plain';
}

const isTest = (file: string) => file.endsWith('.test.ts');
const server = sources('src/lib/server').filter((file) => !isTest(file));

describe('imports', () => {
	it('are found at all', () => {
		expect(server.flatMap(importsOf).length).toBeGreaterThan(100);
	});

	it('follow the arrows between the rooms of the server', () => {
		const wrong = server
			.filter((file) => !COMPOSITION.has(file.replace('src/lib/server/', '')))
			.flatMap(importsOf)
			.filter(({ from, to, isType }) => {
				const [own, other] = [roomOf(from), roomOf(to)];
				if (own === null || other === null || own === other) return false;
				if (own === 'plain') return other !== 'plain' && !isType;
				if (!(MAY_IMPORT[own] ?? []).includes(other)) return true;
				return (TYPES_ONLY[own] ?? []).includes(other) && !isType;
			})
			.map(({ from, to }) => `${from} -> ${to}`);
		expect(wrong).toEqual([]);
	});

	it.each(['src', 'simulator', 'bin'])('go round in no circle in %s/, types counted', (folder) => {
		expect(circlesIn(folder)).toEqual([]);
	});

	it('of SvelteKit stay in routes, hooks and http', () => {
		const wrong = server
			.flatMap(importsOf)
			.filter(
				({ from, to }) => roomOf(from) !== 'http' && /^(@sveltejs\/|\$app\/|\$env\/)/.test(to)
			)
			.map(({ from, to }) => `${from} -> ${to}`);
		expect(wrong).toEqual([]);
	});

	it('never lead from a component or a shared file to the server', () => {
		const shared = [
			...sources('src/lib/components'),
			...readdirSync(join(ROOT, 'src/lib'))
				.filter((name) => name.endsWith('.ts'))
				.map((name) => join('src/lib', name))
		];
		const wrong = shared
			.flatMap(importsOf)
			.filter(({ to }) => to.startsWith('src/lib/server/'))
			.map(({ from, to }) => `${from} -> ${to}`);
		expect(wrong).toEqual([]);
	});

	it('of the running app stay in routes, hooks and commands', () => {
		const wrong = server
			.filter((file) => /\bgetApp\(/.test(readFileSync(join(ROOT, file), 'utf8')))
			.filter((file) => file !== 'src/lib/server/app.ts');
		expect(wrong).toEqual([]);
	});

	it('keep the simulator a program of its own', () => {
		const outward = sources('simulator')
			.flatMap(importsOf)
			.filter(({ to }) => to.startsWith('src/'));
		const inward = sources('src')
			.flatMap(importsOf)
			.filter(({ to }) => to.startsWith('simulator/'));
		expect([...outward, ...inward]).toEqual([]);
	});
});
