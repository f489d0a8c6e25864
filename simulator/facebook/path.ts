/** The parts of a path without its version: an old one is lifted to the oldest that is served. */
export function facebookPath(pathname: string): string[] {
	const parts = pathname.split('/').filter(Boolean);
	return /^v\d+\.\d+$/.test(parts[0] ?? '') ? parts.slice(1) : parts;
}

/** The version that a path names, such as `v25.0`. */
export const versionOf = (pathname: string) => /^\/+(v\d+\.\d+)\//.exec(pathname)?.[1] ?? null;
