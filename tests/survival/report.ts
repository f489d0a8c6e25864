import { days } from '../../src/lib/server/clock.ts';
import { MOORING, type Score } from './judge.ts';
import { SOMETIMES } from './sometimes.ts';
import type { Sum } from './sum.ts';

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
			'lost where a renewal ends the old string',
			'lost, and nobody could have kept it',
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

/** How early creators heard of what nobody could prevent. */
export function warning(days: readonly number[]): string {
	if (days.length === 0) return 'No connection ran out that nobody could have kept.';
	const inOrder = days.toSorted((one, other) => one - other);
	const at = (share: number) => (inOrder[Math.floor(share * (inOrder.length - 1))] ?? 0).toFixed(1);
	const none = days.filter((count) => count <= 0).length;
	return `Of ${String(days.length)} connections that ran out and that nobody could have kept, the first alert came ${at(0.5)} days before the end in the median (a tenth under ${at(0.1)}); for ${String(none)} none left before it.`;
}

/** In how many worlds each case was met. */
export function metTable({ met, worlds }: Sum): string {
	const rows = SOMETIMES.map((what) => [what, number(met.get(what) ?? 0)]);
	return markdown(['case', `met in so many of ${String(worlds)} worlds`], rows);
}
