/** The oldest Node that runs Mooring; better-sqlite3 crashes without a word on Node 20. */
export const OLDEST_NODE = [22, 17];

/**
 * @param {string} version such as `22.17.0`
 * @param {number[]} oldest major and minor
 */
function isAtLeast(version, oldest) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [oldestMajor = 0, oldestMinor = 0] = oldest;
	return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** @param {string} version of Node, without a `v` */
export const runsMooring = (version) => isAtLeast(version, OLDEST_NODE);

/**
 * The flags with which this Node runs TypeScript files quietly: types are stripped by default from
 * 22.18 and 23.6, and without an ExperimentalWarning from 24.12 and 25.2 (nodejs.org, "Modules:
 * TypeScript", history). Other warnings stay.
 * @param {string} version of Node, without a `v`
 */
export function typeStrippingFlags(version) {
	const isOldLine = version.startsWith('22.') || version.startsWith('23.');
	const isDefault = isAtLeast(version, version.startsWith('22.') ? [22, 18] : [23, 6]);
	const isSilent = !isOldLine && isAtLeast(version, version.startsWith('25.') ? [25, 2] : [24, 12]);
	return [
		...(isDefault ? [] : ['--experimental-strip-types']),
		...(isSilent ? [] : ['--disable-warning=ExperimentalWarning'])
	];
}

/** @param {string} version of the Node that is too old */
export const tooOldSentence = (version) =>
	`Mooring needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${version}: ` +
	'install Node 26 from https://nodejs.org and run the command again.';
