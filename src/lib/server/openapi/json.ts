/** JSON as it stands in the document. */
export type Json =
	string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export const ref = (kind: 'schemas' | 'responses' | 'parameters', name: string) => ({
	$ref: `#/components/${kind}/${name}`
});

export const TEXT = { type: 'string' };
export const TEXT_OR_NULL = { type: ['string', 'null'] };
export const TIME = { type: 'string', format: 'date-time' };
export const TIME_OR_NULL = { type: ['string', 'null'], format: 'date-time' };

/** An object that always has all of these. */
export const objectOf = (properties: Record<string, Json>): Record<string, Json> => ({
	type: 'object',
	required: Object.keys(properties),
	properties
});

export const listOf = (items: Json) => ({ type: 'array', items });

export const inJson = (schema: Json) => ({ 'application/json': { schema } });
