import { ACTIONS, ANY_KEY_WORDS } from '../keys/actions.ts';
import { NODE_FIELDS, OPEN_ACCOUNT_FIELDS, type Row } from '../keys/rows.ts';
import { GRAPH_ERRORS } from './errors.ts';
import { inJson, type Json, ref, TEXT } from './json.ts';

/**
 * Where a row stands in the document. Two rows may not have the same path with other names in its
 * braces (OpenAPI 3.1, "Paths Object"), so an account is `me`, and a Page's own id names its
 * connection.
 */
export function graphPath({ id, path }: Row): string {
	if (id === 'page') return '/graph/{page}';
	return `/graph/connections/{connection}/${path.replace('{a}', 'me').replace('{n}', '{node}')}`;
}

/** A row of the Graph as an operation. */
export function graphOperation(row: Row): Record<string, Json> {
	const { id, method, words, actions } = row;
	const isPost = method === 'POST';
	return {
		operationId: `graph-${id}`,
		tags: ['graph'],
		summary: words,
		description: `${opensBy(row)}${aboutFields(row)}`,
		'x-mooring-row': id,
		'x-mooring-actions': actions,
		security: [{ bearer: [] }, { accessToken: [] }],
		parameters: [...placesIn(graphPath(row)), ...(isPost ? [] : inQuery(row))],
		...(isPost ? { requestBody: bodyOf(row) } : {}),
		responses: {
			200: {
				description: row.isStored
					? 'What is stored; Meta is not asked.'
					: 'As Meta sent it, but for links, which lead here, and tokens, which are the key.',
				content: inJson({ type: 'object' })
			},
			...GRAPH_ERRORS
		}
	};
}

const opensBy = ({ actions }: Row) =>
	actions.length === 0
		? `Every key may ${ANY_KEY_WORDS}.`
		: `For a key that may ${actions.map((action) => `${ACTIONS[action].words} (\`${action}\`)`).join(', or ')}.`;

function aboutFields({ id }: Row): string {
	if (id === 'account') return ` Without \`profile.read\`: ${namesOf(OPEN_ACCOUNT_FIELDS)}.`;
	if (id !== 'node') return '';
	return Object.entries(NODE_FIELDS)
		.map(([action, fields]) => ` With \`${action}\`: ${namesOf(fields)}.`)
		.join('');
}

const namesOf = (fields: readonly string[]) => fields.map((field) => `\`${field}\``).join(' ');

const placesIn = (path: string) =>
	[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ref('parameters', name));

const inQuery = (row: Row) =>
	parametersOf(row).map(([name, schema]) => ({ name, in: 'query', schema }));

const bodyOf = (row: Row): Json => {
	const schema = { type: 'object', properties: Object.fromEntries(parametersOf(row)) };
	return {
		description: 'The same names may stand in the query.',
		content: {
			'application/x-www-form-urlencoded': { schema },
			'multipart/form-data': { schema },
			'application/json': { schema }
		}
	};
};

const parametersOf = ({ parameters, pageParameters = [] }: Row): [string, Json][] => [
	...parameters.map((name): [string, Json] => [name, { ...(TYPES[name] ?? TEXT) }]),
	...pageParameters.map((name): [string, Json] => [
		name,
		{ ...(TYPES[name] ?? TEXT), description: 'Only where the account is behind a Page.' }
	])
];

const YES_OR_NO = { type: 'boolean' };
const WHOLE = { type: 'integer' };

/** Parameters that are no text. */
const TYPES: Readonly<Record<string, Record<string, Json>>> = {
	limit: WHOLE,
	thumb_offset: WHOLE,
	hide: YES_OR_NO,
	comment_enabled: YES_OR_NO,
	share_to_feed: YES_OR_NO,
	is_carousel_item: YES_OR_NO,
	is_ai_generated: YES_OR_NO,
	is_paid_partnership: YES_OR_NO
};

/** What stands in the braces of paths. */
export const PLACES: Record<string, Json> = {
	connection: place('connection', 'A connection’s id, from `GET /api/v1/connections`.', TEXT),
	node: place('node', 'A post, story, comment or container.', {
		type: 'string',
		pattern: '^[0-9]{1,32}(_[0-9]{1,32})?$'
	}),
	page: place('page', 'The Facebook Page behind the account.', {
		type: 'string',
		pattern: '^[0-9]{1,32}$'
	})
};

function place(name: string, description: string, schema: Json): Json {
	return { name, in: 'path', required: true, description, schema };
}
