import {
	appendFileSync,
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNode, KNOWN_NODES, NODE_VERSION, nodeFromNpm, PLATFORM } from './node-binary.mjs';
import { findNode } from './right-node.mjs';

const REPOSITORY = join(import.meta.dirname, '../..');
const OWN = nodeFromNpm(REPOSITORY);
const SCRIPT = '#!/bin/sh\necho 26.10.0\n';

let root = '';
let file = '';
/** A table that knows `SCRIPT` as the Node of this platform. */
const known = {
	[PLATFORM]: { package: 'node-of-test', sha256: createHash('sha256').update(SCRIPT).digest('hex') }
};

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'mooring-binary-'));
	mkdirSync(join(root, 'node_modules/node-of-test/bin'), { recursive: true });
	file = join(root, 'node_modules/node-of-test/bin/node');
	writeFileSync(file, SCRIPT);
	chmodSync(file, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the Node from npm', () => {
	it.runIf(OWN)('is the one in the table, and a tampered copy is not run', () => {
		copyFileSync(OWN ?? '', file);
		checkNode(root, file);
		appendFileSync(file, 'x');
		expect(() => checkNode(root, file)).toThrow(
			/^\S+ is not Node \S+ as .*: remove .* run the command again\.$/
		);
	});

	it('that was changed after it was found right is refused, whatever its time says', async () => {
		utimesSync(file, 1_800_000_000, 1_800_000_000);
		checkNode(root, file, known);
		// Longer than the step of a file system's clock.
		await sleep(20);
		writeFileSync(file, SCRIPT.replace('26', '27'));
		utimesSync(file, 1_800_000_000, 1_800_000_000);
		expect(() => checkNode(root, file, known)).toThrow('SHA-256');
	});

	it('is refused before it runs', () => {
		const proof = join(root, 'was-run');
		writeFileSync(file, `${SCRIPT}touch ${proof}\n`);
		expect(() => findNode(root, known)).toThrow('SHA-256');
		expect(existsSync(proof)).toBe(false);
	});

	it('is read through once, and again when it is wanted otherwise', () => {
		checkNode(root, file, known);
		const stamp = join(root, 'node_modules/.mooring-node');
		const first = readFileSync(stamp, 'utf8');
		const other = { [PLATFORM]: { package: 'node-of-test', sha256: 'another' } };
		expect(() => checkNode(root, file, other)).toThrow('SHA-256');
		// A stamp decides alone: the file behind it is not read.
		writeFileSync(stamp, first.replace(known[PLATFORM]?.sha256 ?? '', 'another'));
		checkNode(root, file, other);
	});
});

describe('the table', () => {
	it('has the packages and the version that package.json asks for, and the lockfile pins them', () => {
		const read = (name: string) =>
			JSON.parse(readFileSync(join(REPOSITORY, name), 'utf8')) as Record<string, unknown>;
		const { optionalDependencies } = read('package.json') as {
			optionalDependencies: Record<string, string>;
		};
		const asked = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'));
		expect(asked).toEqual(Object.values(KNOWN_NODES).map((node) => [node.package, NODE_VERSION]));
		const { packages } = read('package-lock.json') as {
			packages: Record<string, { integrity?: string; hasInstallScript?: boolean }>;
		};
		for (const [name] of asked) {
			expect(packages[`node_modules/${name}`]?.integrity).toMatch(/^sha512-/);
			expect(packages[`node_modules/${name}`]?.hasInstallScript).toBeUndefined();
		}
	});
});
