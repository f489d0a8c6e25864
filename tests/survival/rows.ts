import type Database from 'better-sqlite3';
import type { Connection, Renewal } from '../../src/lib/server/database/schema.ts';
import type { Instance } from './instance.ts';

// The database is read past the program: what it says of itself is what is checked.

type Asked = { statements: Map<string, Database.Statement>; rows: Connection[]; changes: number };
const asked = new WeakMap<object, Asked>();

function askedOf({ sqlite }: Instance): Asked {
	const mine = asked.get(sqlite) ?? { statements: new Map(), rows: [], changes: -1 };
	asked.set(sqlite, mine);
	return mine;
}

/** Reading the text of a query costs more than most of them. */
function statement(instance: Instance, text: string) {
	const { statements } = askedOf(instance);
	const known = statements.get(text) ?? instance.sqlite.prepare(text);
	statements.set(text, known);
	return known;
}

const camel = (name: string) =>
	name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Rows in the names of the code. */
function read<Row>(instance: Instance, text: string, ...values: unknown[]): Row[] {
	const query = statement(instance, text).raw();
	const names = query.columns().map(({ name }) => camel(name));
	return query
		.all(...values)
		.map(
			(row) => Object.fromEntries((row as unknown[]).map((value, at) => [names[at], value])) as Row
		);
}

/** Every connection, in the order of their accounts' names. */
export function rowsOf(instance: Instance): Connection[] {
	const mine = askedOf(instance);
	const changes = statement(instance, 'select total_changes()').pluck().get() as number;
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
	statement(instance, "select min(next_attempt_at) from alerts where state = 'waiting'")
		.pluck()
		.get() as number | null;

/** The latest line of the ledger, 0 where there is none. */
export const lastLine = (instance: Instance) =>
	statement(instance, 'select coalesce(max(id), 0) from renewals').pluck().get() as number;
