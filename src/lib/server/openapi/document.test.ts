import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { API_ROWS } from '../keys/api-rows.ts';
import { ROWS } from '../keys/rows.ts';
import { openApiDocument } from './document.ts';

type Operation = {
	operationId: string;
	'x-mooring-row': string;
	'x-mooring-actions'?: string[];
	security?: object[];
	parameters: { name?: string; $ref?: string; in?: string }[];
	requestBody?: { content: Record<string, { schema: { properties: object } }> };
	responses: Record<string, unknown>;
};
const document = openApiDocument('https://mooring.example', '0.1.0');
const operations = Object.entries(
	document['paths'] as Record<string, Record<string, Operation>>
).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({
		at: `${method.toUpperCase()} ${path}`,
		path,
		operation
	}))
);
const ofGraph = operations.filter(({ path }) => path.startsWith('/graph/'));
const ofApi = operations.filter(({ path }) => path.startsWith('/api/v1/'));

describe('the OpenAPI document', () => {
	it('is valid OpenAPI 3.1, all references included', async () => {
		const validator = new Validator();
		const { valid, errors } = await validator.validate({ ...document });
		expect(errors ?? []).toEqual([]);
		expect(valid).toBe(true);
		expect(validator.version).toBe('3.1');
	});

	it('is noticed when it is not', async () => {
		const { info: _info, ...broken } = document;
		expect((await new Validator().validate(broken)).valid).toBe(false);
	});

	it('has every row of the Graph once, and no other', () => {
		expect(ofGraph.map(({ operation }) => operation['x-mooring-row']).toSorted()).toEqual(
			ROWS.map(({ id }) => id).toSorted()
		);
		expect(ofGraph.length + ofApi.length).toBe(operations.length);
	});

	it('has every address of /api/v1 once, and no other', () => {
		expect(ofApi.map(({ at }) => at).toSorted()).toEqual(
			API_ROWS.map(({ path }) => `GET /api/v1${path}`).toSorted()
		);
	});

	it('has no two paths that are the same but for names in braces', () => {
		const shapes = Object.keys(document['paths'] as object).map((path) =>
			path.replace(/\{\w+\}/g, '{}')
		);
		expect(new Set(shapes).size).toBe(shapes.length);
	});

	it.each(ROWS.map((row) => [row.id, row] as const))(
		'tells of %s what the table says',
		(id, row) => {
			const { at, path, operation } =
				ofGraph.find(({ operation }) => operation['x-mooring-row'] === id) ?? {};
			expect(at).toMatch(new RegExp(`^${row.method} `));
			expect(path).toMatch(row.path.endsWith('}') ? /(\/me|\})$/ : row.path.replace(/^.*\}/, ''));
			expect(operation?.['x-mooring-actions']).toEqual(row.actions);
			expect(operation?.security).toEqual([{ bearer: [] }, { accessToken: [] }]);
			const names = [...row.parameters, ...(row.pageParameters ?? [])];
			const inQuery = operation?.parameters.flatMap((one) =>
				one.in === 'query' ? [one.name] : []
			);
			const bodies = Object.values(operation?.requestBody?.content ?? {});
			expect(inQuery).toEqual(row.method === 'POST' ? [] : names);
			expect(bodies).toHaveLength(row.method === 'POST' ? 3 : 0);
			for (const { schema } of bodies) expect(Object.keys(schema.properties)).toEqual(names);
			for (const status of ['200', '400', '401', '403', '404', '429', '502'])
				expect(operation?.responses).toHaveProperty(status);
		}
	);

	it('asks for no key for itself alone', () => {
		expect(
			operations.filter(({ operation }) => operation.security?.length === 0).map(({ at }) => at)
		).toEqual(['GET /api/v1/openapi.json']);
	});

	it('names each operation by itself', () => {
		const ids = operations.map(({ operation }) => operation.operationId);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
