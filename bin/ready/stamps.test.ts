import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
	isBuilt,
	isImage,
	isInstalled,
	sourcesFingerprint,
	stampBuild,
	stampInstall
} from './stamps.mjs';

let root = '';

function write(file: string, content: unknown) {
	mkdirSync(dirname(join(root, file)), { recursive: true });
	const text = typeof content === 'string' ? content : JSON.stringify(content);
	writeFileSync(join(root, file), text);
}

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'mooring-stamps-'));
	write('package-lock.json', {
		packages: {
			'': {},
			'node_modules/a': { version: '1.0.0' },
			'node_modules/b': { version: '2.0.0', optional: true }
		}
	});
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('an install', () => {
	test('is missing without node_modules', () => {
		expect(isInstalled(root)).toBe(false);
	});

	test('is there once it is stamped, until the lockfile changes', () => {
		write('node_modules/a/package.json', {});
		stampInstall(root);
		expect(isInstalled(root)).toBe(true);
		write('package-lock.json', { packages: { 'node_modules/a': { version: '1.1.0' } } });
		expect(isInstalled(root)).toBe(false);
	});

	test('that was interrupted is missing: npm writes its record last', () => {
		write('node_modules/a/package.json', {});
		expect(isInstalled(root)).toBe(false);
	});

	test.each([
		['all, an optional one left out', { 'node_modules/a': { version: '1.0.0' } }, true],
		['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
		['none', {}, false]
	])('made by hand counts by what npm recorded: %s', (_, packages, expected) => {
		write('node_modules/a/package.json', {});
		write('node_modules/.package-lock.json', { packages });
		expect(isInstalled(root)).toBe(expected);
	});

	test('made by hand does not count once a package was removed', () => {
		const packages = { 'node_modules/a': { version: '1.0.0' } };
		write('node_modules/.package-lock.json', { packages });
		expect(isInstalled(root)).toBe(false);
	});
});

describe('a build', () => {
	const files = ['src/app.html', 'src/routes/+page.svelte', 'static/anchor.svg', 'vite.config.ts'];

	beforeEach(() => {
		for (const file of files) write(file, 'x');
		write('build/handler.js', '');
		stampBuild(root, sourcesFingerprint(root));
	});

	test('stands as long as nothing changes, tests apart', () => {
		write('src/routes/page.test.ts', 'x');
		expect(isBuilt(root)).toBe(true);
	});

	test.each(files)('is old once %s is touched', (file) => {
		utimesSync(join(root, file), 0, 0);
		expect(isBuilt(root)).toBe(false);
	});

	test('is old once a source is added or removed', () => {
		write('src/new.ts', '');
		expect(isBuilt(root)).toBe(false);
		rmSync(join(root, 'src/new.ts'));
		expect(isBuilt(root)).toBe(true);
		rmSync(join(root, 'src/routes/+page.svelte'));
		expect(isBuilt(root)).toBe(false);
	});

	test('without its sources is an image', () => {
		expect(isImage(root)).toBe(false);
		rmSync(join(root, 'src/app.html'));
		expect(isImage(root)).toBe(true);
	});
});
