import { existsSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { compileCache } from './compile-cache.mjs';
import { withLock } from './lock.mjs';
import { nodeFromNpm, PLATFORM } from './node-binary.mjs';
import { tooOldSentence } from './node-version.mjs';
import { runQuietly, tailOf } from './quiet-child.mjs';
import { ReadyError } from './ready-error.mjs';
import { findNode, nodeOutside } from './right-node.mjs';
import {
	isBuilt,
	isImage,
	isInstalled,
	sourcesFingerprint,
	stampBuild,
	stampInstall
} from './stamps.mjs';

/** Progress goes to stderr: what a command prints on stdout is its answer alone. @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/**
 * The npm that runs us, on this Node; without one, the npm of PATH.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node
 * @returns {[string, string[]]} command and first arguments
 */
export function npmCommand(env, node) {
	const script = env['npm_execpath'];
	const isNpm = script !== undefined && basename(script) === 'npm-cli.js' && existsSync(script);
	return isNpm ? [node, [script]] : ['npm', []];
}

/** The environment in which Mooring's Node and the programs of node_modules/.bin come first. @param {string} root @returns {NodeJS.ProcessEnv} */
export function environmentOf(root) {
	const node = nodeFromNpm(root);
	const first = [...(node ? [dirname(node)] : []), join(root, 'node_modules', '.bin')];
	const path = [...first, process.env['PATH'] ?? ''].join(delimiter);
	return { ...process.env, ...compileCache(root), PATH: path };
}

/** @param {string} root @param {string[]} args */
function npm(root, args) {
	const [command, first] = npmCommand(process.env, nodeOutside(root));
	return runQuietly(command, [...first, ...args, '--loglevel=warn'], { cwd: root });
}

/**
 * Install scripts are left out: no package needs its own, and older npms would compile better-sqlite3,
 * which ships its binaries. The Node from npm may fail to come: findNode then judges.
 * @param {string} root
 */
async function install(root) {
	say('Installing packages (about a minute, once)…');
	const all = ['ci', '--include=dev', '--include=optional', '--ignore-scripts'];
	const { code, output } = await npm(root, all);
	if (code !== 0) {
		throw new ReadyError(`The packages could not be installed.\n${tailOf(output)}`);
	}
	if (!nodeFromNpm(root)) {
		say(`npm brought no Node for ${PLATFORM} that the lockfile names: this machine's own is used.`);
	}
	stampInstall(root);
}

/** @param {string} root */
async function build(root) {
	const node = rightNode(root);
	say('Building (about 20 seconds, after each change)…');
	const fingerprint = sourcesFingerprint(root);
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const { code, output } = await runQuietly(node.executable, [vite, 'build'], {
		cwd: root,
		env: { ...environmentOf(root), NODE_ENV: 'production', NO_COLOR: '1' }
	});
	if (code !== 0) throw new ReadyError(`Mooring could not be built.\n${tailOf(output)}`);
	stampBuild(root, fingerprint);
}

/** @param {string} root @throws {ReadyError} where no Node is new enough */
export function rightNode(root) {
	const node = findNode(root);
	if (!node) throw new ReadyError(tooOldSentence(process.versions.node));
	return node;
}

/**
 * Installs what the lockfile asks for and is not there, and builds where a source has changed since
 * the last build. Two commands at once: one works, the other waits.
 * @param {string} root the folder of package.json
 * @param {{ needsBuild: boolean }} options
 * @throws {ReadyError}
 */
export async function ensureReady(root, { needsBuild }) {
	if (isImage(root)) return;
	const isReady = () => isInstalled(root) && findNode(root) && (!needsBuild || isBuilt(root));
	if (isReady()) return;
	await withLock(
		join(root, '.mooring-lock'),
		async () => {
			if (!isInstalled(root) || !findNode(root)) await install(root);
			if (needsBuild && !isBuilt(root)) await build(root);
		},
		() => say('Waiting for another Mooring command to finish installing or building…')
	);
}
