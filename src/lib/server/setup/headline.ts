import type { Check } from './check.ts';

const NUMBERS = [
	'none',
	'one',
	'two',
	'three',
	'four',
	'five',
	'six',
	'seven',
	'eight',
	'nine',
	'ten',
	'eleven',
	'twelve',
	'thirteen',
	'fourteen',
	'fifteen',
	'sixteen',
	'seventeen',
	'eighteen',
	'nineteen',
	'twenty'
];

/** "Eight of ten checks are fine. One needs you, one is a warning." */
export function headline(checks: Pick<Check, 'state'>[]): string {
	const count = (state: Check['state']) => checks.filter((check) => check.state === state).length;
	const [fine, warnings, wrong] = [count('fine'), count('warning'), count('wrong')];
	if (fine === checks.length) return `All ${word(fine)} checks are fine.`;
	const rest = [
		...(wrong > 0 ? [`${word(wrong)} ${wrong === 1 ? 'needs' : 'need'} you`] : []),
		...(warnings > 0
			? [`${word(warnings)} ${warnings === 1 ? 'is a warning' : 'are warnings'}`]
			: [])
	].join(', ');
	const well = `${word(fine)} of ${word(checks.length)} checks ${fine === 1 ? 'is' : 'are'} fine`;
	return `${capital(well)}. ${capital(rest)}.`;
}

const word = (count: number) => NUMBERS[count] ?? String(count);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The checks as a terminal shows them: a line for each, its cure below, the counts at the end. */
export function reportLines(checks: Check[]): string[] {
	return [
		...checks.flatMap(({ state, title, sentence, cure }) => [
			`${state.padEnd(8)} ${title}: ${sentence}`,
			...(cure === null ? [] : [`${' '.repeat(11)}${cure}`])
		]),
		headline(checks)
	];
}
