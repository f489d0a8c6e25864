import { holdsKey } from '../keys/format.ts';
import type { Settings } from '../settings/settings.ts';
import { isOurHost } from './host.ts';

/**
 * The addresses that no page of ours is behind: of programs, which know keys and nothing else, and of
 * feeds, which know nobody. Each words its errors in its own shape.
 */
export const WORLDS = { graph: '/graph', api: '/api/v1', mcp: '/mcp', feed: '/feed' } as const;
export type World = keyof typeof WORLDS;

/** What was asked for there: undecoded, as it stands in the request line. */
export type Asked = { world: World; path: string; query: string };

/**
 * The world of a raw request target; null: it is for browsers. Decided before any parser of URLs sees
 * it: one would make `/settings` of `/graph/../settings`.
 */
export function askedOf(target: string): Asked | null {
	const end = target.indexOf('?');
	const whole = end === -1 ? target : target.slice(0, end);
	const query = end === -1 ? '' : target.slice(end + 1);
	for (const [world, prefix] of Object.entries(WORLDS) as [World, string][]) {
		if (whole === prefix || whole.startsWith(`${prefix}/`)) {
			return { world, path: whole.slice(prefix.length), query };
		}
	}
	return null;
}

/** How a request shows a key; null: it shows none. In a header it need not be a whole one. */
export function keyShown(authorization: string | undefined, target: string) {
	if (holdsKey(target)) return 'in the address';
	return /^\s*(bearer|oauth)\s+moor_/i.test(authorization ?? '') ? 'in a header' : null;
}

/** Whether anybody may read, frame and keep what a target names, and a key in it means nothing. */
export const isOpenTarget = (target: string) => askedOf(target)?.world === 'feed';

/** Where the server in front leaves a request's target for the hooks: Kit is given another one. */
export const TARGET = Symbol.for('mooring.target');

/**
 * The target under which Kit gets a request: of a world its plain address, so that nothing in the rest
 * is read by Kit's rules (`__data.json`, an escape that cannot be decoded); of another request with a
 * key an address of no page and no file. null: as it came.
 */
export function targetForKit(target: string, authorization: string | undefined): string | null {
	const asked = askedOf(target);
	if (asked) return WORLDS[asked.world];
	return keyShown(authorization, target) === null ? null : '/api/key-not-here';
}

/** The origin by which a program came, ORIGIN or one of TOOLS_ORIGIN; null: neither. */
export const originAsked = (
	host: string | undefined,
	{ origin, toolsOrigins }: Pick<Settings, 'origin' | 'toolsOrigins'>
): URL | null => [origin, ...toolsOrigins].find((one) => isOurHost(host, one)) ?? null;
