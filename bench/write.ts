import { availableParallelism, cpus, totalmem } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTS } from './parts.ts';
import { type Row, rowsIn, tableOf } from './rows.ts';

const FILE = join(import.meta.dirname, '../docs/PERFORMANCE.md');
const [BEGIN, END] = ['<!-- table: begin -->', '<!-- table: end -->'];

/** Puts the rows into the document's table, between its two marks, with what they were measured on. */
export function writeTable(rows: Row[]) {
	writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8'), rows));
}

/**
 * What was measured anew takes the place of its parts' older rows; the order is that of the parts.
 * @throws Error where the document has no place for it
 */
export function withTable(document: string, rows: Row[]): string {
	const [before, rest] = document.split(BEGIN);
	const [old, after] = rest?.split(END) ?? [];
	if (before === undefined || old === undefined || after === undefined) {
		throw new Error('docs/PERFORMANCE.md has lost the marks of its table.');
	}
	const parts = Object.keys(PARTS);
	const placeOf = ({ part = '' }: Row) => parts.indexOf(part);
	const isAnew = ({ part }: Row) => rows.some((row) => row.part === part);
	const all = [...rowsIn(old).filter((row) => !isAnew(row)), ...rows].sort(
		(a, b) => placeOf(a) - placeOf(b)
	);
	const memory = Math.round(totalmem() / 1024 ** 3);
	const machine = `${String(availableParallelism())} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${String(memory)} GB, Node ${process.versions.node}`;
	const measured = `By \`npm run bench -- --write\` with the BENCH_SIZE that stands beside the date, on ${machine}.`;
	return `${before}${BEGIN}\n\n${measured}\n\n${tableOf(all)}\n\n${END}${after}`;
}
