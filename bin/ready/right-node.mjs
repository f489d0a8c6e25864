import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { checkNode, KNOWN_NODES, nodeFromNpm } from './node-binary.mjs';
import { runsMooring, typeStrippingFlags } from './node-version.mjs';

/** @param {string} executable @returns {string | null} its version, or null where it does not start */
function versionOf(executable) {
	const answer = spawnSync(executable, ['-p', 'process.versions.node'], { encoding: 'utf8' });
	return answer.status === 0 ? answer.stdout.trim() : null;
}

/**
 * The Node that runs npm, which may not be the one that an install is about to replace: that one runs
 * us where node_modules/.bin comes first in PATH.
 * @param {string} root the folder of package.json
 * @param {string} [running] the Node that runs us
 * @param {string} [path] `PATH`
 */
export function nodeOutside(root, running = process.execPath, path = process.env['PATH'] ?? '') {
	const modules = join(root, 'node_modules') + sep;
	if (!running.startsWith(modules)) return running;
	const outside = path.split(delimiter).filter((folder) => !`${folder}${sep}`.startsWith(modules));
	const files = outside.map((folder) => join(folder, 'node'));
	return files.find((file) => existsSync(file)) ?? running;
}

/**
 * The Node that runs Mooring: the one from npm where it starts (it is no musl binary), else the
 * running one where it is new enough, else null.
 * @param {string} root the folder of package.json
 * @param {import('./node-binary.mjs').KnownNodes} [known]
 * @returns {{ executable: string, flags: string[] } | null}
 * @throws {ReadyError} where the one from npm is not what it should be
 */
export function findNode(root, known = KNOWN_NODES) {
	const fromNpm = nodeFromNpm(root, known);
	if (fromNpm) checkNode(root, fromNpm, known);
	for (const executable of [...(fromNpm ? [fromNpm] : []), process.execPath]) {
		const version = executable === process.execPath ? process.versions.node : versionOf(executable);
		if (version && runsMooring(version)) {
			return { executable, flags: typeStrippingFlags(version) };
		}
	}
	return null;
}
