import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const INSTALL_STAMP = join('node_modules', '.mooring-ready');
const BUILD_STAMP = join('build', '.mooring-ready');
const SOURCES = [
	'package-lock.json',
	'package.json',
	'src',
	'static',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts'
];

/** @param {string} file @returns {string | null} null where there is no such file */
function readIfThere(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}

/** @param {string} root */
function lockfileHash(root) {
	const machine = `${process.platform} ${process.arch}\n`;
	const lockfile = readFileSync(join(root, 'package-lock.json'));
	return createHash('sha256').update(machine).update(lockfile).digest('hex');
}

/**
 * Whether npm's own record of a finished install holds every package that the lockfile asks for:
 * whoever ran `npm ci` by hand is not made to wait for a second one.
 * @param {string} root
 */
function npmHasInstalledAll(root) {
	const record = readIfThere(join(root, 'node_modules', '.package-lock.json'));
	if (record === null) return false;
	const installed = JSON.parse(record).packages ?? {};
	const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
	return Object.entries(wanted).every(([path, entry]) => {
		if (path === '') return true;
		const found = installed[path];
		if (!found) return entry.optional === true || entry.devOptional === true;
		return found.version === entry.version && existsSync(join(root, path));
	});
}

/** Whether node_modules is what the lockfile asks for. @param {string} root */
export const isInstalled = (root) =>
	readIfThere(join(root, INSTALL_STAMP)) === lockfileHash(root) || npmHasInstalledAll(root);

/** Written last, so that a half-done install has no stamp. @param {string} root */
export const stampInstall = (root) => writeFileSync(join(root, INSTALL_STAMP), lockfileHash(root));

/** @param {string} path @returns {string[]} this file, or all files below this folder, sorted */
function filesOf(path) {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	const names = readdirSync(path).sort();
	return names.flatMap((name) => filesOf(join(path, name)));
}

/**
 * Changes with every file that is added, touched, replaced by an older one, or removed. Taken
 * before a build begins: what is edited while it runs is then built again.
 * @param {string} root
 */
export function sourcesFingerprint(root) {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		for (const file of filesOf(join(root, source))) {
			if (file.endsWith('.test.ts')) continue;
			const { size, mtimeMs } = statSync(file);
			hash.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`);
		}
	}
	return hash.digest('hex');
}

/** @param {string} root */
export const isBuilt = (root) => readIfThere(join(root, BUILD_STAMP)) === sourcesFingerprint(root);

/** @param {string} root @param {string} fingerprint taken before the build began */
export const stampBuild = (root, fingerprint) =>
	writeFileSync(join(root, BUILD_STAMP), fingerprint);

/** A built instance without its sources, as in a container image. @param {string} root */
export const isImage = (root) =>
	existsSync(join(root, 'build')) && !existsSync(join(root, 'src', 'app.html'));
