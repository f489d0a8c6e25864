import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureReady, environmentOf } from '../ready/ensure-ready.mjs';
import { runQuietly } from '../ready/quiet-child.mjs';
import { countCheck, countPlaywright, countVitest } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').Counts} Counts */
/** @typedef {(root: string, more?: string[]) => Promise<Counts>} Step `more`: arguments for its program */

/** The programs of node_modules/.bin that the steps start, as files that Node runs. */
const PROGRAMS = {
	prettier: 'prettier/bin/prettier.cjs',
	eslint: 'eslint/bin/eslint.js',
	kit: '@sveltejs/kit/svelte-kit.js',
	'svelte-check': 'svelte-check/bin/svelte-check',
	vitest: 'vitest/vitest.mjs',
	playwright: '@playwright/test/cli.js'
};

/**
 * @param {string} root
 * @param {keyof typeof PROGRAMS} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [extra]
 */
function run(root, program, args, extra = {}) {
	// A NODE_ENV of production would have Svelte tested as it never runs in tests.
	const { NODE_ENV: _, ...env } = environmentOf(root);
	const file = join(root, 'node_modules', PROGRAMS[program]);
	return runQuietly(process.execPath, [...process.execArgv, file, ...args], {
		cwd: root,
		env: { ...env, NO_COLOR: '1', ...extra }
	});
}

/** Gives a file name to a reporter, and what it wrote there, or null. @param {(file: string) => Promise<Counts>} use */
async function withReport(use) {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-tests-'));
	try {
		return await use(join(folder, 'report.json'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param {string} file */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}

/** @param {keyof typeof PROGRAMS} program @param {string[]} args @returns {Step} */
const check =
	(program, args) =>
	async (root, more = []) => {
		const { code, output } = await run(root, program, [...args, ...more]);
		return countCheck(code, output);
	};

/** The types that Kit writes: once, since checks that read them run side by side. @type {Promise<Counts> | undefined} */
let synced;

/** @param {Step} step one that needs Kit's types @returns {Step} */
const withTypes = (step) => async (root, more) => {
	synced ??= check('kit', ['sync'])(root);
	const counts = await synced;
	return counts.failed > 0 ? counts : step(root, more);
};

/** The build, once: the lock of two commands does not part two lanes of one. @type {Promise<void> | undefined} */
let built;

/** @param {Step} step one that needs the build @returns {Step} */
const withBuild = (step) => async (root, more) => {
	built ??= ensureReady(root, { needsBuild: true });
	await built;
	return step(root, more);
};

/** @param {'unit' | 'integration' | 'image' | 'long'} project @returns {Step} */
const vitest =
	(project) =>
	(root, more = []) =>
		withReport(async (file) => {
			const args = ['run', '--project', project, '--reporter=json', `--outputFile=${file}`];
			const { code, output } = await run(root, 'vitest', [...args, ...more]);
			return countVitest(readReport(file), code, output);
		});

/** @type {Step} */
const playwright = (root, more = []) =>
	withReport(async (file) => {
		const { code, output } = await run(root, 'playwright', ['test', '--reporter=json', ...more], {
			PLAYWRIGHT_JSON_OUTPUT_FILE: file
		});
		return countPlaywright(readReport(file), code, output);
	});

/** Every step, by the name that `npm test -- NAME` asks for. @type {Record<string, Step>} */
export const STEPS = {
	lint: withTypes(check('eslint', ['.', '--max-warnings=0'])),
	format: check('prettier', ['--check', '.']),
	types: withTypes(check('svelte-check', ['--fail-on-warnings', '--output', 'human'])),
	unit: vitest('unit'),
	integration: withBuild(vitest('integration')),
	e2e: withBuild(playwright),
	image: vitest('image'),
	long: withBuild(vitest('long'))
};

/**
 * What `npm test` runs, one row after the other, the lanes of a row side by side on the two cores that
 * every machine has. Unit tests and the build write Kit's types, so no check stands beside them.
 */
export const ROWS = [
	[['lint'], ['format', 'types']],
	[['unit']],
	[['integration'], ['e2e']],
	[['image']]
];
