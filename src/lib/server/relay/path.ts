import { ToolRefusal } from '../keys/tool-refusal.ts';

/** What stands behind `/graph`, read but not yet judged. */
export type CallPath = {
	/** As Meta writes it, `v25.0`; null: the caller leaves it to us. */
	version: string | null;
	/** Of `connections/ID`; null: not given. */
	connectionId: string | null;
	/** What is left, each segment decoded once. */
	segments: string[];
};

/** The oldest version that passes. */
const OLDEST = { major: 3, minor: 2 };
/** What is meant as a version, however it is written; no row begins so. */
const MEANT_AS_VERSION = /^v\d/i;
const VERSION = /^v([1-9]\d{0,3})\.(0|[1-9]\d{0,2})$/;

/**
 * Reads the raw, undecoded text behind `/graph`: a URL parser would resolve its dots before anybody
 * looks. Split at `/` first, so that an encoded slash stays inside of its segment and fails there.
 * @throws ToolRefusal path_malformed, and path_not_allowed for a version that does not pass
 */
export function readPath(rawPath: string): CallPath {
	const segments = rawPath
		.split('/')
		.filter((segment) => segment !== '')
		.map(decodeSegment);
	const connectionId = segments[0] === 'connections' ? (segments[1] ?? null) : null;
	const behind = connectionId === null ? segments : segments.slice(2);
	const [first] = behind;
	if (first === undefined || !MEANT_AS_VERSION.test(first)) {
		return { version: null, connectionId, segments: behind };
	}
	return { version: passingVersion(first), connectionId, segments: behind.slice(1) };
}

/** Each segment once; what a second decoding could change has a percent sign and is refused. */
function decodeSegment(segment: string): string {
	let text;
	try {
		text = decodeURIComponent(segment);
	} catch {
		throw malformed();
	}
	if (text === '.' || text === '..' || !/^[A-Za-z0-9_.-]+$/.test(text)) throw malformed();
	return text;
}

function passingVersion(text: string): string {
	const [, major, minor] = (VERSION.exec(text) ?? []).map(Number);
	if (major === undefined || minor === undefined || isTooOld(major, minor)) {
		throw new ToolRefusal(
			'path_not_allowed',
			'This version of the Graph is not relayed.',
			`Use v${String(OLDEST.major)}.${String(OLDEST.minor)} or later, such as v25.0, or leave it out.`
		);
	}
	return text;
}

const isTooOld = (major: number, minor: number) =>
	major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);

const malformed = () =>
	new ToolRefusal(
		'path_malformed',
		'The path of this address cannot be read.',
		'Between its slashes use letters, digits, “_”, “-” and “.” only, and no “..”.'
	);
