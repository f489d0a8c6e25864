/** The parts of a path without its version: an old one is lifted to the oldest that is served. */
export function facebookPath(pathname: string): string[] {
	const parts = pathname.split('/').filter(Boolean);
	return /^v\d+\.\d+$/.test(parts[0] ?? '') ? parts.slice(1) : parts;
}
