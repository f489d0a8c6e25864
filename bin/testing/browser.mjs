import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Playwright's `launchOptions` take; `env` only where the browser brings its own libraries. @typedef {{ executablePath: string, args: string[], env?: Record<string, string> }} Browser */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/mooring-chromium', import.meta.url));
const STARTS_WITHIN_MS = 20_000;

/** Quiet flags: a test browser asks nobody anything. Root cannot have Chromium's sandbox. */
const args = () => [
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-quic',
	'--no-first-run',
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
];

/** @param {string} executable @param {NodeJS.ProcessEnv} [env] */
const starts = (executable, env = process.env) =>
	spawnSync(executable, ['--version'], { env, timeout: STARTS_WITHIN_MS, stdio: 'ignore' })
		.status === 0;

/** @param {NodeJS.ProcessEnv} env */
function onMachine(env) {
	const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
	const files = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
	files.push('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
	return files.find((file) => existsSync(file) && starts(file));
}

async function fromPlaywright() {
	const { chromium } = await import('@playwright/test');
	const file = chromium.executablePath();
	return existsSync(file) && starts(file) ? file : undefined;
}

/**
 * The Chromium that comes as an npm package, unpacked into a folder of ours (the package's own
 * choice is a well-known name in the shared temporary folder), with its libraries where the machine
 * has none. A half-unpacked one does not start and is unpacked anew.
 * @returns {Promise<Browser | undefined>}
 */
async function fromNpm() {
	const { default: chromium, inflate } = await import('@sparticuz/chromium');
	const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
	const before = process.env['TMPDIR'];
	process.env['TMPDIR'] = CACHE;
	try {
		for (let attempt = 0; attempt < 2; attempt += 1) {
			mkdirSync(CACHE, { recursive: true });
			const executablePath = await chromium.executablePath();
			if (starts(executablePath)) return { executablePath, args: args() };
			const libraries = await inflate(join(packed, 'al2023.tar.br'));
			const env = withLibraries(join(libraries, 'lib'));
			if (starts(executablePath, env)) return { executablePath, args: args(), env };
			rmSync(CACHE, { recursive: true, force: true });
		}
	} finally {
		if (before === undefined) delete process.env['TMPDIR'];
		else process.env['TMPDIR'] = before;
	}
	return undefined;
}

/** @param {string} libraries @returns {Record<string, string>} */
function withLibraries(libraries) {
	const set = Object.entries(process.env).filter((entry) => entry[1] !== undefined);
	return {
		...Object.fromEntries(/** @type {[string, string][]} */ (set)),
		FONTCONFIG_PATH: join(CACHE, 'fonts'),
		LD_LIBRARY_PATH: libraries
	};
}

/**
 * A Chromium for the end-to-end tests: `CHROMIUM_PATH`, one on this machine, Playwright's own where
 * it is installed, else the one from npm (Linux on x64).
 * @param {NodeJS.ProcessEnv} [env] where `CHROMIUM_PATH` and `PATH` are read
 * @returns {Promise<Browser>}
 * @throws {Error} one sentence, where none of them starts
 */
export async function findChromium(env = process.env) {
	const named = env['CHROMIUM_PATH']?.trim();
	if (named) {
		if (starts(named)) return { executablePath: named, args: args() };
		throw new Error(`CHROMIUM_PATH names no browser that starts: ${named}`);
	}
	const found = onMachine(env) ?? (await fromPlaywright());
	if (found) return { executablePath: found, args: args() };
	const packed = await fromNpm();
	if (packed) return packed;
	throw new Error('No Chromium was found: install one, or set CHROMIUM_PATH to its program.');
}
