import { availableParallelism, cpus, totalmem } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, tableOf } from './rows.ts';

const FILE = join(import.meta.dirname, '../docs/PERFORMANCE.md');
const [BEGIN, END] = ['<!-- table: begin -->', '<!-- table: end -->'];

/** Puts the table into the document, between its two marks, with what it was measured on. */
export function writeTable(rows: Row[], size: string) {
	writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8'), rows, size, new Date()));
}

/** @throws Error where the document has no place for it */
export function withTable(document: string, rows: Row[], size: string, now: Date): string {
	const [before, rest] = document.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) {
		throw new Error('docs/PERFORMANCE.md has lost the marks of its table.');
	}
	const memory = Math.round(totalmem() / 1024 ** 3);
	const machine = `${String(availableParallelism())} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${String(memory)} GB, Node ${process.versions.node}`;
	const measured = `\`BENCH_SIZE=${size} npm run bench -- --write\` on ${machine}, ${now.toISOString().slice(0, 10)}.`;
	return `${before}${BEGIN}\n\n${measured}\n\n${tableOf(rows)}\n\n${END}${after}`;
}
