import { assistants } from './assistants.ts';
import { n8n } from './n8n.ts';
import type { Code, Place, Recipe } from './recipe.ts';
import { scriptsFor } from './scripts-by-action.ts';
import { LINES } from './scripts.ts';

/** Whether a key with these actions opens more than the token. */
export const opensGraph = (may: ReadonlySet<string>) =>
	[...may].some((action) => action !== 'token.read');

/** What a shell has to know before any script below it runs. */
export function environment(place: Place, may: ReadonlySet<string>): Code {
	const isGraph = opensGraph(may);
	const values = [
		['MOORING_URL', place.origin],
		...(may.has('token.read') ? [['MOORING_CONNECTION', place.connectionId]] : []),
		['GRAPH_KEY', place.key],
		...(isGraph
			? [
					['GRAPH_URL', place.graph],
					['GRAPH_ACCOUNT', place.accountId]
				]
			: []),
		...(may.has('publish') ? [['GRAPH_IMAGE', place.image]] : [])
	];
	const text = values.map(([name = '', value = '']) => `export ${name}="${value}"`).join('\n');
	return { label: 'Address and key, for scripts', text };
}

/** The call that tells whether a key works at all. */
export const trial: Code = { label: 'Try it: what may this key do?', text: LINES.key };

/** How to use a key that may do this, in the order of how many people use which tool. */
export const recipesFor = (place: Place, may: ReadonlySet<string>): Recipe[] => [
	...n8n(place, may),
	...scriptsFor(place, may),
	...(opensGraph(may) ? assistants(place) : [])
];
