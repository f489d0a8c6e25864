import type {
	Expression,
	ExpressionBuilder,
	Kysely,
	Selectable,
	SelectQueryBuilder,
	SqlBool
} from 'kysely';
import { withoutWaiting } from './without-waiting.ts';

// The one queue of work that is rows of a table: what is due is taken by lease, because its taker may
// crash, and is written back behind a fence, because its taker may be late.

/** What a table needs to be a queue. Times in milliseconds; null: not due by itself, or free. */
export type Leased = {
	id: string;
	nextAttemptAt: number | null;
	leaseOwner: string | null;
	leaseUntil: number | null;
};

export type Queue<Tables, Name extends keyof Tables & string> = {
	/** Its columns are those of `Leased`. */
	table: Selectable<Tables[Name]> extends Leased ? Name : never;
	/** Which rows may be taken at all, due or not. */
	isOpen: (eb: ExpressionBuilder<Tables, Name>) => Expression<SqlBool>;
	/** Which of the due rows comes first. */
	inOrder: <Row>(
		due: SelectQueryBuilder<Tables, Name, Row>
	) => SelectQueryBuilder<Tables, Name, Row>;
	/** A date further ahead than any plan reaches was made under a wrong clock: it is due now. */
	longestWaitMs: number;
};

/** Who claims (a new text for each claim: it fences late writers off), when, and for how long. */
export type Claim = { now: number; owner: string; leaseMs: number };

/** What gives a lease back. */
export const RELEASED = { leaseOwner: null, leaseUntil: null } as const;

/** A lease that ends later than any could end comes from a clock that went back since. */
export const isLeased = (
	{ leaseUntil }: Pick<Leased, 'leaseUntil'>,
	now: number,
	leaseMs: number
) => leaseUntil !== null && leaseUntil > now && leaseUntil <= now + leaseMs;

/**
 * Takes the due row that comes first, by one statement, so that no two takers get the same. Whoever
 * takes a row says so (`endClaim`) once nothing is under way for it.
 * @returns undefined when nothing is due
 */
export const claimDue = <Tables, Name extends keyof Tables & string>(
	db: Kysely<Tables>,
	queue: Queue<Tables, Name>,
	claim: Claim
) =>
	inTurn(db, queue, async (taken) => {
		const { now } = claim;
		const row = await take(db, queue, claim, (eb, { table, inOrder, longestWaitMs }) => {
			const due = eb
				.selectFrom(table)
				.select('id')
				.where(isFree(queue, claim))
				.where('id', 'not in', [...taken.keys()])
				.where((row) =>
					row.or([row('nextAttemptAt', '<=', now), row('nextAttemptAt', '>', now + longestWaitMs)])
				);
			return eb('id', '=', inOrder(due).limit(1));
		});
		if (row) taken.set(row.id, Symbol(row.id));
		return row;
	});

/**
 * Takes one row, due or not. Who asks while this process has it, or while another claim of it waits
 * for its turn, does not get it, though it be free again by then.
 * @returns undefined when it is unknown, not open, or somebody else has it
 */
export function claimOne<Tables, Name extends keyof Tables & string>(
	db: Kysely<Tables>,
	queue: Queue<Tables, Name>,
	id: string,
	claim: Claim
) {
	const { rows } = takenFrom(db, queue.table);
	const mine = Symbol(id);
	if (!rows.has(id)) rows.set(id, mine);
	return inTurn(db, queue, async () => {
		if (rows.get(id) !== mine) return undefined;
		let row;
		try {
			row = await take(db, queue, claim, (eb) =>
				eb.and([eb('id', '=', id), isFree(queue, claim)(eb)])
			);
		} finally {
			if (!row) rows.delete(id);
		}
		return row;
	});
}

/** Nothing is under way for this row any more, whether its lease was given back or runs out. */
export function endClaim<Tables, Name extends keyof Tables & string>(
	db: Kysely<Tables>,
	{ table }: Queue<Tables, Name>,
	id: string
) {
	takenFrom(db, table).rows.delete(id);
}

/**
 * At a start nothing can be under way: what a crash left behind must not make anybody wait. Only one
 * server uses a data folder (instance-lock.ts).
 */
export async function releaseAll<Tables, Name extends keyof Tables & string>(
	db: Kysely<Tables>,
	queue: Queue<Tables, Name>
): Promise<void> {
	const { rows, table } = plain(db, queue);
	await rows.updateTable(table).set(RELEASED).where('leaseOwner', 'is not', null).execute();
}

/** The fence for what the holder of a lease writes: it has that lease still. */
export const holdsLease =
	({ id, leaseOwner }: Pick<Leased, 'id' | 'leaseOwner'>) =>
	<Tables, Name extends keyof Tables>(eb: ExpressionBuilder<Tables, Name>) => {
		const row = eb as unknown as Rows;
		return row.and([row('id', '=', id), row('leaseOwner', '=', leaseOwner)]);
	};

type Plain = { rows: Leased };
type Rows = ExpressionBuilder<Plain, 'rows'>;
type Which = (eb: Rows) => Expression<SqlBool>;

/** A queue as this file knows it: whatever its table is called, it has the columns of `Leased`. */
const plain = <Tables, Name extends keyof Tables & string>(
	db: Kysely<Tables>,
	queue: Queue<Tables, Name>
) => ({
	...(queue as unknown as Queue<Plain, 'rows'>),
	rows: db as unknown as Kysely<Plain>
});

/** The rows by id, each with a mark of the claim that has it, and the latest claim. */
type Taken = { rows: Map<string, symbol>; latest: Promise<unknown> };
const byDatabase = new WeakMap<object, Map<string, Taken>>();

/**
 * The rows that this process has taken. The lease keeps other processes away, and this one while the
 * clock is steady; a clock that leaps past the lease must not make it take a row twice.
 */
function takenFrom(db: object, table: string): Taken {
	const tables = byDatabase.get(db) ?? new Map<string, Taken>();
	byDatabase.set(db, tables);
	const taken = tables.get(table) ?? { rows: new Map(), latest: Promise.resolve() };
	tables.set(table, taken);
	return taken;
}

/** One claim after the other, so that each knows what the one before has taken. */
function inTurn<Tables, Name extends keyof Tables & string, Row>(
	db: Kysely<Tables>,
	{ table }: Queue<Tables, Name>,
	claim: (taken: Taken['rows']) => Promise<Row>
): Promise<Row> {
	const taken = takenFrom(db, table);
	const claimed = taken.latest.then(() => claim(taken.rows));
	taken.latest = claimed.catch(() => undefined);
	return claimed;
}

/** Open, and leased to nobody. */
const isFree =
	<Tables, Name extends keyof Tables & string>(
		queue: Queue<Tables, Name>,
		{ now, leaseMs }: Claim
	): Which =>
	(eb) =>
		eb.and([
			(queue as unknown as Queue<Plain, 'rows'>).isOpen(eb),
			eb.or([
				eb('leaseUntil', 'is', null),
				eb('leaseUntil', '<=', now),
				eb('leaseUntil', '>', now + leaseMs)
			])
		]);

async function take<Tables, Name extends keyof Tables & string>(
	db: Kysely<Tables>,
	queue: Queue<Tables, Name>,
	{ now, owner, leaseMs }: Claim,
	which: (eb: Rows, queue: Queue<Plain, 'rows'>) => Expression<SqlBool>
): Promise<(Selectable<Tables[Name]> & Leased) | undefined> {
	const { rows, ...known } = plain(db, queue);
	// Whatever a power failure takes back the next start would take back itself (releaseAll).
	const row = await withoutWaiting(rows, (one) =>
		one
			.updateTable(known.table)
			.set({ leaseOwner: owner, leaseUntil: now + leaseMs })
			.where((eb) => which(eb, known))
			.returningAll()
			.executeTakeFirst()
	);
	return row as (Selectable<Tables[Name]> & Leased) | undefined;
}
