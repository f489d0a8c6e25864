import { median } from './measure.ts';

/** One line of the table; what a column has nothing for is an empty text. */
export type Row = {
	/** The name that `npm run bench -- NAME` asks for, and when and how much was measured. */
	part?: string;
	measured?: string;
	what: string;
	ours: string;
	beside: string;
	/** What the target is about: a ratio, or a figure of its own. */
	found: string;
	/** The smallest and the largest of the turns. */
	spread: string;
	target: string;
	/** Null: there is no target, or nothing was measured. */
	holds: boolean | null;
};

export type Target = { atMost: number } | { atLeast: number } | null;

type Compared = {
	/** One figure of each turn, both in the same order. */
	ours: number[];
	beside: number[];
	unit: string;
	/** What stands beside, in a word or two. */
	than: string;
	/** `ours / beside` for times and sizes; `beside / ours` for rates that are to be near another's. */
	by?: 'ours / beside' | 'beside / ours';
	target?: Target;
};

/** Two things measured in turns: the ratio of each turn, their median and spread. */
export function compared(what: string, facts: Compared): Row {
	const { ours, beside, unit, than, by = 'ours / beside', target = null } = facts;
	const ratios = ours.map((one, turn) => {
		const other = beside[turn] ?? NaN;
		return by === 'ours / beside' ? one / other : other / one;
	});
	return {
		what,
		ours: `${figure(median(ours))} ${unit}`,
		beside: `${figure(median(beside))} ${unit} (${than})`,
		...judged(ratios, '×', target)
	};
}

/** A figure that is judged by itself. */
export function alone(
	what: string,
	facts: { found: number[]; unit: string; beside?: string; target?: Target }
): Row {
	const { found, unit, beside = '', target = null } = facts;
	return { what, ours: '', beside, ...judged(found, unit, target) };
}

/** A line that says why there is no figure. */
export const notMeasured = (what: string, why: string): Row => ({
	what,
	ours: '',
	beside: '',
	found: `not measured: ${why}`,
	spread: '',
	target: '',
	holds: null
});

function judged(found: number[], unit: string, target: Target) {
	const middle = median(found);
	const [least, most] = [Math.min(...found), Math.max(...found)];
	return {
		found: `${figure(middle)} ${unit}`,
		spread: found.length > 1 ? `${figure(least)} to ${figure(most)}` : '',
		target: target === null ? '' : `${wordsOf(target)} ${unit}`,
		holds: target === null ? null : isMet(middle, target)
	};
}

const isMet = (found: number, target: NonNullable<Target>) =>
	'atMost' in target ? found <= target.atMost : found >= target.atLeast;

const wordsOf = (target: NonNullable<Target>) =>
	'atMost' in target ? `≤ ${String(target.atMost)}` : `≥ ${String(target.atLeast)}`;

/** Three digits that count. */
export function figure(number: number): string {
	if (!Number.isFinite(number)) return '?';
	const size = Math.abs(number);
	const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
	const [whole = '', part] = number.toFixed(digits).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	return part === undefined ? grouped : `${grouped}.${part}`;
}

const COLUMNS = [
	'part',
	'what',
	'ours',
	'beside',
	'found',
	'spread',
	'target',
	'holds',
	'measured'
] as const;
const HOLDS = { yes: true, no: false };

/** The table, as it is printed and as the document has it. */
export function tableOf(rows: Row[]): string {
	const cells = rows.map((row) => ({
		...row,
		part: row.part ?? '',
		holds: row.holds === null ? '' : row.holds ? 'yes' : 'no',
		measured: row.measured ?? ''
	}));
	const widths = COLUMNS.map((name) =>
		Math.max(name.length, ...cells.map((row) => row[name].length))
	);
	const line = (texts: readonly string[], fill = ' ') =>
		`| ${texts.map((text, at) => text.padEnd(widths[at] ?? 0, fill)).join(' | ')} |`;
	const below = COLUMNS.map(() => '-');
	return [
		line(COLUMNS),
		line(below, '-'),
		...cells.map((row) => line(COLUMNS.map((name) => row[name])))
	].join('\n');
}

/** The rows of a table that `tableOf` wrote, with whatever stands around it. */
export function rowsIn(text: string): Row[] {
	const lines = text.split('\n').filter((line) => line.startsWith('| '));
	return lines.slice(2).map((line) => {
		const cells = line
			.slice(1, -1)
			.split('|')
			.map((cell) => cell.trim());
		const row = Object.fromEntries(COLUMNS.map((name, at) => [name, cells[at] ?? '']));
		const holds = HOLDS[row['holds'] as keyof typeof HOLDS] ?? null;
		return { ...row, holds } as Row;
	});
}
