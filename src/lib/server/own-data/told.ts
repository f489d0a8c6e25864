/** The columns that hold a moment, by how they are named. */
const MOMENT = /^(at|hour|since|expiresBefore|expiresAfter)$|(At|Until|Since)$/;

type Told<Row> = { [Name in keyof Row]: Row[Name] | string };

/** A row as an export tells it: its moments as ISO 8601 in UTC, all else as it is. */
export const told = <Row extends Record<string, unknown>>(row: Row): Told<Row> =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			MOMENT.test(name) && typeof value === 'number' ? new Date(value).toISOString() : value
		])
	) as Told<Row>;

/** A JSON list or object of the database, as itself. */
export const parsed = (json: string | null): unknown =>
	json === null ? null : (JSON.parse(json) as unknown);
