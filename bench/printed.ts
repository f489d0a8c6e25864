import type { Row } from './rows.ts';

type Printed = { what: string; found: string; limit: string; holds: boolean };

/**
 * The rows of a bench that is a program of its own: what it gives to `console.table`, and each line
 * that it prints as "what: found".
 * @param load imports the program, which runs it
 */
export async function rowsPrinted(load: () => Promise<unknown>): Promise<Row[]> {
	const rows: Row[] = [];
	const empty = { ours: '', beside: '', spread: '', target: '', holds: null };
	const { log, table } = console;
	console.log = (line: string) => {
		const [what = '', ...found] = line.split(': ');
		rows.push({ ...empty, what, found: found.join(': ') });
	};
	console.table = (printed: Printed[]) => {
		for (const { what, found, limit, holds } of printed)
			rows.push({ ...empty, what, found, target: limit, holds });
	};
	try {
		await load();
	} finally {
		Object.assign(console, { log, table });
		// A target that is missed fails nothing here.
		process.exitCode = 0;
	}
	return rows;
}
