import { createHash } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { npmCommand } from './ensure-ready.mjs';
import { PLATFORM } from './node-binary.mjs';
import { findNode, nodeOutside } from './right-node.mjs';

const FROM_NPM = 'node_modules/node-of-test/bin';
let root = '';

/** A program that answers as `node -p process.versions.node` does. */
function program(folder: string, script: string) {
	mkdirSync(join(root, folder), { recursive: true });
	const file = join(root, folder, 'node');
	writeFileSync(file, `#!/bin/sh\n${script}\n`);
	chmodSync(file, 0o755);
	return file;
}

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'mooring-node-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A table in which this file is the Node of this platform. */
const knows = (file: string) => ({
	[PLATFORM]: {
		package: 'node-of-test',
		sha256: createHash('sha256').update(readFileSync(file)).digest('hex')
	}
});

describe('the Node that runs Mooring', () => {
	test('is the one from npm, with the flags that it needs', () => {
		const executable = program(FROM_NPM, 'echo 22.17.0');
		const found = findNode(root, knows(executable));
		expect(found).toMatchObject({ executable });
		expect(found?.flags).toContain('--experimental-strip-types');
	});

	test.each([
		['does not start', 'exit 127'],
		['is too old', 'echo 20.20.2']
	])('is the running one where the one from npm %s', (_, script) => {
		const executable = program(FROM_NPM, script);
		expect(findNode(root, knows(executable))?.executable).toBe(process.execPath);
	});

	test('is the running one where the table does not know this platform', () => {
		const proof = join(root, 'was-run');
		program(FROM_NPM, `touch ${proof}; echo 26.10.0`);
		expect(findNode(root, {})?.executable).toBe(process.execPath);
		expect(existsSync(proof)).toBe(false);
	});
});

describe('the Node that runs npm', () => {
	test('is the running one where an install leaves it alone', () => {
		expect(nodeOutside(root, '/usr/bin/node', '')).toBe('/usr/bin/node');
	});

	test('is another one of PATH where an install would replace the running one', () => {
		const inside = program('node_modules/.bin', 'echo 26.0.0');
		const outside = program('machine', 'echo 20.20.2');
		const path = [join(root, 'node_modules/.bin'), join(root, 'machine')].join(delimiter);
		expect(nodeOutside(root, inside, path)).toBe(outside);
	});
});

describe('npm', () => {
	test('is the one that runs us', () => {
		const script = join(root, 'npm-cli.js');
		writeFileSync(script, '');
		expect(npmCommand({ npm_execpath: script }, 'node')).toEqual(['node', [script]]);
	});

	test.each([undefined, '/nowhere/npm-cli.js', import.meta.filename])(
		'is that of PATH where %s runs us',
		(script) => {
			expect(npmCommand({ npm_execpath: script }, 'node')).toEqual(['npm', []]);
		}
	);
});
