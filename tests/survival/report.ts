import { days } from '../../src/lib/server/clock.ts';
import { MOORING, type Score } from './judge.ts';

const number = (value: number) => Math.round(value).toLocaleString('en-US');

/** The table of all policies, as the documents have it. */
export function table(scores: Map<string, Score>): string {
	const rows = [...scores].map(([name, score]) => [
		name === MOORING ? '**Mooring** (the real code)' : name,
		number(score.avoidable - score.unheard),
		number(score.unheard),
		number(score.unavoidable),
		(score.calls / score.years).toFixed(1),
		`${(score.longest / days(1)).toFixed(0)} days`
	]);
	return markdown(
		[
			'policy',
			'lost that could have been kept',
			'lost by an answer that never arrived',
			'lost by everybody',
			'calls per connection and year',
			'longest outage survived'
		],
		rows
	);
}

export function markdown(head: string[], rows: string[][]): string {
	const widths = head.map((title, at) =>
		Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0))
	);
	const line = (cells: string[]) =>
		`| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
