import { API_ROWS, type ApiRow } from '../keys/api-rows.ts';
import { ROWS } from '../keys/rows.ts';
import { API_ANSWERS, API_SCHEMAS } from './api-schemas.ts';
import { apiErrors, ERROR_RESPONSES, ERROR_SCHEMAS } from './errors.ts';
import { graphOperation, graphPath, PLACES } from './graph-paths.ts';
import { inJson, type Json, ref } from './json.ts';

const ABOUT = `What a key of this Mooring opens. The addresses under \`/graph\` stand for Meta's Graph:
a version (\`/graph/v25.0/…\`, or behind \`connections/ID\`) may stand in them as with Meta, and where
the key covers one connection, or an account's id is in the path, \`/connections/ID\` may be left out.
\`me\` may be the account's id. Keys are for programs, never for web pages.`;

/**
 * The OpenAPI 3.1 document of all that a key opens, made of the tables that open it.
 * @param origin the one that was asked
 * @param version Mooring's
 */
export const openApiDocument = (origin: string, version: string): Record<string, Json> => ({
	openapi: '3.1.0',
	info: { title: 'Mooring', version, description: ABOUT },
	servers: [{ url: origin }],
	tags: [
		{ name: 'mooring', description: 'Mooring itself.' },
		{ name: 'graph', description: 'Meta’s Graph, through a connection.' }
	],
	security: [{ bearer: [] }],
	paths: paths(),
	components: {
		securitySchemes: {
			bearer: { type: 'http', scheme: 'bearer', description: 'A key: moor_…' },
			accessToken: {
				type: 'apiKey',
				in: 'query',
				name: 'access_token',
				description: 'The same key, where clients send Instagram’s token; in a body too.'
			}
		},
		parameters: PLACES,
		responses: ERROR_RESPONSES,
		schemas: { ...API_SCHEMAS, ...ERROR_SCHEMAS }
	}
});

function paths(): Record<string, Json> {
	const operations: [path: string, method: string, operation: Json][] = [
		...API_ROWS.map((row): [string, string, Json] => [
			`/api/v1${row.path}`,
			'get',
			apiOperation(row)
		]),
		...ROWS.map((row): [string, string, Json] => [
			graphPath(row),
			row.method.toLowerCase(),
			graphOperation(row)
		])
	];
	const found: Record<string, Record<string, Json>> = {};
	for (const [path, method, operation] of operations)
		found[path] = { ...found[path], [method]: operation };
	return found;
}

function apiOperation({ id, path, opens, words }: ApiRow): Json {
	return {
		operationId: `mooring-${id}`,
		tags: ['mooring'],
		summary: words,
		'x-mooring-row': id,
		...(opens === 'public' ? { security: [] } : {}),
		...(opens === 'any' || opens === 'public' ? {} : { 'x-mooring-actions': [opens] }),
		parameters: path.includes('{connection}') ? [ref('parameters', 'connection')] : [],
		responses: {
			200: { description: words, content: inJson(API_ANSWERS[id]) },
			...(opens === 'public' ? {} : apiErrors(id === 'token'))
		}
	};
}
