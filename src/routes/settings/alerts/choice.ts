import type { AlertType, ChannelView } from '$lib/view.ts';

/** One thing that a channel may be asked to tell. */
export type Choice = { type: AlertType; label: string; isUsual: boolean };

/** As many exceptions fit into a clause. */
const MOST_EXCEPTIONS = 2;

/** "Everything", "Everything but “Token renewed”", or what it is. */
export function toldWords({ types }: Pick<ChannelView, 'types'>, choices: Choice[]): string {
	const told = choices.filter(({ type }) => types.includes(type));
	const left = choices.filter(({ type }) => !types.includes(type));
	if (left.length === 0) return 'Everything';
	if (left.length <= MOST_EXCEPTIONS) return `Everything but ${quoted(left)}`;
	return quoted(told);
}

const quoted = (choices: Choice[]) => choices.map(({ label }) => `“${label}”`).join(', ');
