import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureReady, environmentOf } from '../ready/ensure-ready.mjs';
import { runQuietly } from '../ready/quiet-child.mjs';
import { countCheck, countPlaywright, countVitest } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').Counts} Counts */

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

/** @param {string} root @param {keyof typeof PROGRAMS} program @param {string[]} args */
async function check(root, program, args) {
	const { code, output } = await run(root, program, args);
	return countCheck(code, output);
}

/** A check that needs the types Kit writes. @param {string} root @param {keyof typeof PROGRAMS} program @param {string[]} args */
async function typedCheck(root, program, args) {
	const synced = await run(root, 'kit', ['sync']);
	if (synced.code !== 0) return countCheck(synced.code, synced.output);
	return check(root, program, args);
}

/** @param {string} root @param {'unit' | 'integration' | 'long'} project */
const vitest = (root, project) =>
	withReport(async (file) => {
		const args = ['run', '--project', project, '--reporter=json', `--outputFile=${file}`];
		const { code, output } = await run(root, 'vitest', args);
		return countVitest(readReport(file), code, output);
	});

/** @param {string} root */
async function endToEnd(root) {
	await ensureReady(root, { needsBuild: true });
	return withReport(async (file) => {
		const { code, output } = await run(root, 'playwright', ['test', '--reporter=json'], {
			PLAYWRIGHT_JSON_OUTPUT_FILE: file
		});
		return countPlaywright(readReport(file), code, output);
	});
}

/** @param {'integration' | 'long'} project @returns {(root: string) => Promise<Counts>} */
const onTheBuild = (project) => async (root) => {
	await ensureReady(root, { needsBuild: true });
	return vitest(root, project);
};

/** The step of `npm run test:long`: minutes of hostile traffic. */
export const LONG = 'long';

/**
 * The steps of `npm test`, in their order, and the long one that has to be asked for.
 * @type {Record<string, (root: string) => Promise<Counts>>}
 */
export const STEPS = {
	format: (root) => check(root, 'prettier', ['--check', '.']),
	lint: (root) => typedCheck(root, 'eslint', ['.', '--max-warnings=0']),
	types: (root) => typedCheck(root, 'svelte-check', ['--fail-on-warnings', '--output', 'human']),
	unit: (root) => vitest(root, 'unit'),
	integration: onTheBuild('integration'),
	e2e: endToEnd,
	[LONG]: onTheBuild('long')
};
