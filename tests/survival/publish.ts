import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { picture } from './picture.ts';
import type { Size } from './profile.ts';
import { metTable, table, warning } from './report.ts';
import type { Sum } from './sum.ts';

const ROOT = join(import.meta.dirname, '../..');
const PICTURE = 'docs/survival.svg';

/** Writes what a run has shown into the documents, between their marks. */
export function publish(
	sum: Sum,
	run: { seeds: number; size: Size; years: number; seconds: number; on?: Date }
): void {
	const { seeds, size, years, seconds, on = new Date() } = run;
	const how = [
		`\`npm run survival -- --seeds ${String(seeds)}${sizeOf(size)}\``,
		`${String(sum.worlds)} worlds`,
		`${Math.round(years).toLocaleString('en-US')} connection-years`,
		`${on.toISOString().slice(0, 10)}`,
		`${(seconds / 60).toFixed(0)} minutes in ${String(availableParallelism())} processes`,
		`${String(sum.broken.length)} promises broken`
	].join(', ');
	writeFileSync(join(ROOT, PICTURE), picture(sum.scores));
	between(
		'docs/RELIABILITY.md',
		`${how}.\n\n${table(sum.scores)}\n\n${warning(sum.warned)}\n\n${metTable(sum)}`
	);
	between('README.md', `${table(sum.scores)}`);
}

const sizeOf = ({ connections, years }: Size) =>
	` --connections ${String(connections)} --years ${String(years)}`;

/** What stands between the marks is the command's, all else is the author's. */
function between(file: string, text: string) {
	const path = join(ROOT, file);
	const before = readFileSync(path, 'utf8');
	const marked = /(<!-- survival -->\n)[\s\S]*?(\n<!-- \/survival -->)/;
	if (!marked.test(before)) throw new Error(`${file} has no place for the table of survival.`);
	writeFileSync(
		path,
		before.replace(marked, (_, from: string, to: string) => `${from}\n${text}\n${to}`)
	);
}
