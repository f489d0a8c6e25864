import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareFolder } from './file-rights.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mooring-folder-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder is made with all above it, for its owner alone', () => {
	prepareFolder(join(folder, 'a', 'b'));
	expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
	expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700);
	prepareFolder(join(folder, 'a', 'b'));
});

test.each([
	['a file', () => writeFileSync(join(folder, 'x'), '')],
	['a link that leads nowhere', () => symlinkSync('nowhere', join(folder, 'x'))],
	['a link to itself', () => symlinkSync('x', join(folder, 'x'))]
])('%s in its place, or in that of a folder above it, is one sentence', (_, put) => {
	put();
	for (const path of ['x', 'x/y']) {
		expect(() => prepareFolder(join(folder, path))).toThrow(/something else stands in its place/);
	}
});

test('what the system does not let be made is one sentence, and ends', () => {
	expect(() => prepareFolder('/proc/mooring')).toThrow(/cannot be written \(E\w+\): \w/);
});

test('a link to a folder is followed', () => {
	mkdirSync(join(folder, 'x'));
	symlinkSync('x', join(folder, 'y'));
	prepareFolder(join(folder, 'y'));
});
