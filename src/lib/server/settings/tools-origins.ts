import type { Environment } from './environment.ts';
import { isPrivateHost, isThisMachine, parseOrigin } from './origin.ts';

/** More names than this for one instance is a mistake. */
const MOST = 3;

/**
 * Further origins that programs may use for `/graph`, `/api/v1`, `/mcp` and `/feed`: a name inside a
 * compose network, or an address of the LAN. Pages answer at none of them.
 */
export function toolsOrigins(source: Environment): URL[] {
	const texts = (source.text('TOOLS_ORIGIN') ?? '')
		.split(',')
		.map((text) => text.trim())
		.filter((text) => text !== '');
	if (texts.length > MOST) {
		source.problem(`TOOLS_ORIGIN names at most ${String(MOST)} origins, with commas between them.`);
	}
	return texts.flatMap((text) => {
		const { url, problem } = parseOrigin(text, 'TOOLS_ORIGIN');
		if (!url) source.problem(problem);
		else if (url.protocol === 'http:' && !isNear(url.hostname)) {
			source.problem(
				'TOOLS_ORIGIN takes http only for private addresses and for names without a dot, such as http://mooring:3000.'
			);
		}
		return url ?? [];
	});
}

/** What no name server outside leads to. */
const isNear = (host: string) =>
	isThisMachine(host) || isPrivateHost(host) || /^[a-z0-9_-]+$/i.test(host);
