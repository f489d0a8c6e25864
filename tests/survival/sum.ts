import { added, NO_SCORE, type Score } from './judge.ts';
import type { Told } from './one-world.ts';

/** All worlds of a run together. */
export type Sum = {
	worlds: number;
	broken: Told[];
	scores: Map<string, Score>;
	met: Map<string, number>;
	warned: number[];
};

export const noSum = (): Sum => ({
	worlds: 0,
	broken: [],
	scores: new Map(),
	met: new Map(),
	warned: []
});

export function add(sum: Sum, told: Told) {
	sum.worlds += 1;
	if (told.broken !== null) sum.broken.push(told);
	for (const [name, score] of Object.entries(told.scores))
		sum.scores.set(name, added(sum.scores.get(name) ?? NO_SCORE, score));
	for (const what of Object.keys(told.met)) sum.met.set(what, (sum.met.get(what) ?? 0) + 1);
	sum.warned.push(...told.warned);
}
