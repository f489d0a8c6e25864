import type { Place, Recipe } from './recipe.ts';

const bearer = ({ key }: Place) => [
	{ name: 'Authentication', value: 'Generic Credential Type' },
	{ name: 'Generic Auth Type', value: 'Bearer Auth' },
	{ name: 'Bearer Token', value: key }
];

/** What is typed into n8n's node "HTTP Request"; tests/clients/n8n.mjs sends what it then sends. */
export function n8n(place: Place, may: ReadonlySet<string>): Recipe[] {
	return [
		...(may.has('media.read') ? [posts(place)] : []),
		...(may.has('publish') ? [publishing(place)] : [])
	];
}

const posts = (place: Place): Recipe => ({
	id: 'n8n',
	title: 'n8n',
	does: 'All posts, page by page, with one HTTP Request node.',
	fields: [
		{ name: 'Method', value: 'GET' },
		{ name: 'URL', value: `${place.graph}/v25.0/me/media` },
		...bearer(place),
		{ name: 'Query Parameter fields', value: 'id,caption,timestamp' },
		{ name: 'Query Parameter limit', value: '10' },
		{ name: 'Options › Pagination', value: 'Response Contains Next URL' },
		{ name: 'Next URL', value: '{{ $response.body.paging?.next }}' },
		{ name: 'Pagination Complete When', value: 'Other' },
		{ name: 'Complete Expression', value: '{{ !$response.body.paging?.next }}' }
	],
	codes: [],
	note: NO_CREDENTIAL
});

const publishing = (place: Place): Recipe => ({
	id: 'n8n-publish',
	title: 'n8n, to publish',
	does: 'Two HTTP Request nodes with a Wait node of 10 seconds between them.',
	fields: [
		{ name: 'Both: Method', value: 'POST' },
		...bearer(place).map(({ name, value }) => ({ name: `Both: ${name}`, value })),
		{ name: 'First: URL', value: `${place.graph}/v25.0/${place.accountId}/media` },
		{ name: 'First: Body Parameter image_url', value: place.image },
		{ name: 'First: Body Parameter caption', value: 'Sent by n8n' },
		{ name: 'Second: URL', value: `${place.graph}/v25.0/${place.accountId}/media_publish` },
		{ name: 'Second: Body Parameter creation_id', value: '{{ $json.id }}' }
	],
	codes: [],
	note: NO_CREDENTIAL
});

const NO_CREDENTIAL =
	'Not with the credential Facebook Graph API: n8n tests it at graph.facebook.com, and so sends the key there.';
