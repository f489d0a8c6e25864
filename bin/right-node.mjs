import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runsMooring, typeStrippingFlags } from './node-version.mjs';

/** @param {string} executable @returns {string | null} its version, or null where it does not start */
function versionOf(executable) {
	const answer = spawnSync(executable, ['-p', 'process.versions.node'], { encoding: 'utf8' });
	return answer.status === 0 ? answer.stdout.trim() : null;
}

/**
 * The Node that runs Mooring: the one from npm where it starts (it is no musl binary), else the
 * running one where it is new enough, else null.
 * @param {string} root the folder of package.json
 * @returns {{ executable: string, flags: string[] } | null}
 */
export function findNode(root) {
	const fromNpm = join(root, 'node_modules', '.bin', 'node');
	const candidates = existsSync(fromNpm) ? [fromNpm, process.execPath] : [process.execPath];
	for (const executable of candidates) {
		const version = executable === process.execPath ? process.versions.node : versionOf(executable);
		if (version && runsMooring(version)) {
			return { executable, flags: typeStrippingFlags(version) };
		}
	}
	return null;
}
