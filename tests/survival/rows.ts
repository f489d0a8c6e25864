import type Database from 'better-sqlite3';
import type { Connection, Renewal } from '../../src/lib/server/database/schema.ts';
import type { Instance } from './instance.ts';

// The database is read past the program: what it says of itself is what is checked.

type Query = { statement: Database.Statement; names: string[] };
type Asked = { queries: Map<string, Query>; rows: Connection[]; changes: number };
const asked = new WeakMap<object, Asked>();

function askedOf({ sqlite }: Instance): Asked {
	const mine = asked.get(sqlite) ?? { queries: new Map(), rows: [], changes: -1 };
	asked.set(sqlite, mine);
	return mine;
}

const camel = (name: string) =>
	name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Reading the text of a query costs more than most of them. */
function queryOf(instance: Instance, text: string): Query {
	const { queries } = askedOf(instance);
	const known = queries.get(text);
	if (known) return known;
	const statement = instance.sqlite.prepare(text).raw();
	const query = { statement, names: statement.columns().map(({ name }) => camel(name)) };
	queries.set(text, query);
	return query;
}

/** Rows in the names of the code. */
function read<Row>(instance: Instance, text: string, ...values: unknown[]): Row[] {
	const { statement, names } = queryOf(instance, text);
	return (statement.all(...values) as unknown[][]).map((values) => {
		const row: Record<string, unknown> = {};
		for (const [at, name] of names.entries()) row[name] = values[at];
		return row as Row;
	});
}

const one = (instance: Instance, text: string): unknown =>
	(queryOf(instance, text).statement.get() as unknown[] | undefined)?.[0];

/** Every connection, in the order of their accounts' names. */
export function rowsOf(instance: Instance): Connection[] {
	const mine = askedOf(instance);
	const changes = one(instance, 'select total_changes()') as number;
	if (changes !== mine.changes) {
		mine.rows = read<Connection>(instance, 'select * from connections order by username');
		mine.changes = changes;
	}
	return mine.rows;
}

/** The lines of the ledger after one. */
export const ledgerAfter = (instance: Instance, id: number): Renewal[] =>
	read<Renewal>(instance, 'select * from renewals where id > ? order by id', id);

/** When the first message that waits is due, in milliseconds; null: none waits. */
export const alertDueAt = (instance: Instance) =>
	one(instance, "select min(next_attempt_at) from alerts where state = 'waiting'") as number | null;

/** The latest line of the ledger, 0 where there is none. */
export const lastLine = (instance: Instance) =>
	one(instance, 'select coalesce(max(id), 0) from renewals') as number;
