import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	ACCOUNT,
	APP_SCOPED,
	byPages,
	choose,
	CONNECTIONS,
	NODE,
	outcome,
	ownLogin,
	PAGE
} from '../../../../tests/support/relay-call.ts';
import { LOGINS, PROVIDER_IDS } from '../../logins.ts';
import { ACTION_IDS } from '../keys/actions.ts';
import { ROWS, type Row } from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { judgeParameters, parameterNames, readParameters } from './parameters.ts';
import { upstreamPath } from './target.ts';

const ROW_IDS: string[] = ROWS.map(({ id }) => id);
/** A row's path as somebody writes it, with one name for each thing. */
const writtenPath = ({ path }: Row) =>
	path.replace('{a}', ACCOUNT).replace('{n}', NODE).replace('{page}', PAGE);

describe.each(CONNECTIONS.map((one) => [LOGINS[one.provider].name, one] as const))(
	'by %s',
	(_name, connection) => {
		const hasPages = connection === byPages;
		const rows = ROWS.filter(({ isStored }) => !isStored || hasPages);
		/** A row's path in every way that it may be written. */
		const written = ({ path }: Row) => {
			const accounts = hasPages ? ['me', ACCOUNT] : ['me', ACCOUNT, APP_SCOPED];
			return [path]
				.flatMap((one) =>
					one.includes('{a}') ? accounts.map((id) => one.replace('{a}', id)) : one
				)
				.map((one) => one.replace('{n}', NODE).replace('{page}', PAGE));
		};

		it.each(rows.map((row) => [`${row.method} ${row.path}`, row] as const))(
			'%s passes',
			(_row, row) => {
				for (const path of written(row)) {
					for (const version of ['', '/v25.0', '/v3.2']) {
						for (const prefix of ['', `/connections/${connection.id}`]) {
							const whole = `${prefix}${version}/${path}`;
							const target = choose(row.method, whole, [connection], row.actions.slice(0, 1));
							expect(target.row.id, whole).toBe(row.id);
							expect(target.connection).toBe(connection);
							const [first = '', ...edge] = path.split('/');
							const isMeAlone = path === 'me' && !hasPages;
							const node = [NODE, PAGE].includes(first) || isMeAlone ? first : ACCOUNT;
							expect(upstreamPath(target, 'v24.0')).toBe(
								[version || '/v24.0', node, ...edge].join('/')
							);
						}
					}
				}
			}
		);

		it.each(
			rows
				.filter(({ actions }) => actions.length > 0)
				.map((row) => [`${row.method} ${row.path}`, row] as const)
		)('%s needs one of its actions', (_row, row) => {
			const others = ACTION_IDS.filter((action) => !row.actions.includes(action));
			for (const path of written(row)) {
				expect(outcome(row.method, `/${path}`, [connection], others), path).toBe(
					'action_not_allowed'
				);
			}
		});

		it('has its Pages answered only where there are some', () => {
			const expected = hasPages ? 'accounts' : 'path_not_allowed';
			expect(outcome('GET', '/me/accounts', [connection])).toBe(expected);
			expect(outcome('GET', `/${PAGE}`, [connection])).toBe(hasPages ? 'page' : 'node');
			if (hasPages) expect(outcome('DELETE', `/${PAGE}`, [connection])).toBe('method_not_allowed');
		});
	}
);

describe('five hundred neighbours of rows', () => {
	const letter = fc.constantFrom(...'abcdehimnoprstu_');
	const neighbour = fc
		.record({
			row: fc.constantFrom(...ROWS),
			how: fc.constantFrom('method', 'less', 'more', 'other', 'longer', 'before', 'case'),
			method: fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'TRACE'),
			word: fc.constantFrom('feed', 'tags', 'likes', 'media', 'insights', 'me', '1', 'comments'),
			letter,
			at: fc.nat()
		})
		.map(({ row, how, method, word, letter, at }) => {
			const path = writtenPath(row);
			const [first = '', edge = ''] = path.split('/');
			const place = at % (edge.length + 1);
			const changed = {
				method: path,
				less: `${first}/${edge.slice(0, place)}${edge.slice(place + 1)}`,
				more: `${first}/${edge.slice(0, place)}${letter}${edge.slice(place)}`,
				other: `${first}/${edge.slice(0, place)}${letter}${edge.slice(place + 1)}`,
				longer: `${path}/${word}`,
				before: `${letter}${path}`,
				case: `${first}/${edge.toUpperCase()}`
			}[how];
			return `${how === 'method' ? method : row.method} ${changed.replace(/\/$/, '')}`;
		});
	const isRow = (text: string) =>
		ROWS.some((row) => {
			const edge = row.path.replace(/^(\{\w+\}|me)/, '');
			const first = row.path === 'me/accounts' ? 'me' : '(\\d+|me)';
			return new RegExp(`^${row.method} ${first}${edge}$`).test(text);
		});
	const NEIGHBOURS = [...new Set(fc.sample(neighbour, { numRuns: 4_000, seed: 18 }))]
		.filter((text) => !isRow(text))
		.slice(0, 500);

	it('are five hundred', () => {
		expect(NEIGHBOURS).toHaveLength(500);
	});

	it('fail', () => {
		const passed = NEIGHBOURS.filter((text) => {
			const [method = '', path = ''] = text.split(' ');
			return CONNECTIONS.some((one) => ROW_IDS.includes(outcome(method, `/${path}`, [one])));
		});
		expect(passed).toEqual([]);
	});
});

/** What may be asked of Meta by a row. */
const patternOf = ({ path }: Row) => {
	const [first, ...edge] = path.split('/');
	const node = { '{a}': `(me|${ACCOUNT})`, '{n}': '\\d{1,32}(_\\d{1,32})?', '{page}': PAGE };
	const start = node[first as keyof typeof node] ?? ACCOUNT;
	return new RegExp(`^/v\\d+\\.\\d+/${[start, ...edge].join('/')}$`);
};

describe('of anything that is asked', () => {
	const segment = fc.oneof(
		fc.constantFrom('me', ACCOUNT, APP_SCOPED, NODE, PAGE, '1', '1_2', '17841499999999999'),
		fc.constantFrom(...ROWS.flatMap(({ path }) => path.split('/').slice(1)), 'tags', 'feed'),
		fc.constantFrom('oauth', 'access_token', 'permissions', 'MESSAGES', 'search', 'debug_token'),
		fc.constantFrom('..', '%2e%2e', '%2f', '.', '@evil.com', '%00', 'connections', 'v3.1'),
		fc.constantFrom(...PROVIDER_IDS, 'v25.0', 'v3.2'),
		fc.array(fc.nat(0xffff), { maxLength: 3 }).map((codes) => String.fromCharCode(...codes))
	);
	const start = fc.constantFrom(
		'',
		'',
		'/v25.0',
		'/v3.1',
		'/connections/unknown',
		...PROVIDER_IDS.map((id) => `/connections/${id}`)
	);
	const rest = fc.oneof(
		fc.array(segment, { maxLength: 4 }).map((segments) => segments.join('/')),
		fc.constantFrom(...ROWS).map(writtenPath),
		fc.constantFrom(...ROWS).map(({ path }) => path.replace(/\{\w+\}/, 'me'))
	);
	const path = fc.tuple(start, rest).map((parts) => parts.join('/'));
	const method = fc.constantFrom('GET', 'GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'OPTIONS', 'get');
	const connections = fc.constantFrom([ownLogin], [byPages], [ownLogin, byPages], []);
	const actions = fc.subarray(ACTION_IDS);

	it('comes one row that the key may use, in the row’s own words, or a refusal', () => {
		const outcomes = new Set<string>();
		fc.assert(
			fc.property(method, path, connections, actions, (...call) => {
				const result = outcome(...call);
				outcomes.add(result);
				const row = ROWS.find(({ id }) => id === result);
				if (!row) return;
				const [by, , , held] = call;
				expect(row.method).toBe(by === 'HEAD' ? 'GET' : by);
				const opens = row.actions.filter((one) => held.includes(one));
				expect(opens.length > 0 || row.actions.length === 0).toBe(true);
				const sent = upstreamPath(choose(...call), 'v25.0');
				expect(sent).toMatch(patternOf(row));
				expect(new URL(`https://graph.example${sent}`).pathname).toBe(sent);
			}),
			{ numRuns: 20_000, seed: 18 }
		);
		const refusals = ['action_not_allowed', 'connection_needed', 'method_not_allowed'];
		const malformed = ['not_found', 'path_malformed', 'path_not_allowed'];
		expect([...outcomes].sort()).toEqual([...ROW_IDS, ...refusals, ...malformed].sort());
	});

	it('goes on only what its row lists, each once', async () => {
		const name = fc.oneof(
			fc.constantFrom(...ROWS.flatMap(({ parameters }) => parameters)),
			fc.constantFrom('access_token', 'format', 'id', 'field', 'appsecret_proof', 'ACCESS_TOKEN'),
			fc.constantFrom('ids', 'method', 'callback', 'batch', 'upload_type', 'include_headers'),
			fc.string({ maxLength: 4 })
		);
		const value = fc.constantFrom('1', 'id', 'access_token', 'https://x.example.org/a', '🌊');
		const pairs = fc.array(fc.tuple(name, value), { maxLength: 3 });
		const queryOf = (some: [string, string][]) => new URLSearchParams(some).toString();
		const outcomes = new Set<string>();
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...ROWS),
				fc.constantFrom(...CONNECTIONS),
				pairs,
				pairs,
				async (row, connection, inQuery, inBody) => {
					const type = 'application/x-www-form-urlencoded';
					const given = await readParameters({
						method: row.method,
						query: queryOf(inQuery),
						body: { type, bytes: Buffer.from(queryOf(inBody)) }
					});
					const names = parameterNames(given);
					try {
						const path = row.path.replace('{a}', 'me').replace('{n}', NODE);
						const whole = `/${path.replace('{page}', PAGE)}`;
						const target = choose(row.method, whole, [connection], ACTION_IDS, names);
						const out = judgeParameters(target, { actions: ACTION_IDS }, given);
						const going = [...out.query.keys(), ...(out.form?.keys() ?? [])];
						const { parameters, pageParameters = [] } = target.row;
						expect([...parameters, ...pageParameters]).toEqual(expect.arrayContaining(going));
						expect(new Set(going).size).toBe(going.length);
						expect(out.form === null).toBe(row.method !== 'POST');
						expect(names).not.toContain('method');
						outcomes.add('goes on');
					} catch (error) {
						if (!(error instanceof ToolRefusal)) throw error;
						outcomes.add(error.code);
					}
				}
			),
			{ numRuns: 4_000, seed: 18 }
		);
		expect([...outcomes].sort()).toEqual([
			'field_not_allowed',
			'goes on',
			'parameter_not_allowed',
			'path_not_allowed'
		]);
	});
});
