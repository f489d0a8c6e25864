import type { Check } from './check.ts';
import { headline } from './headline.ts';

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
