/** How a check came out: wrong keeps something from working, a warning may. */
export type CheckState = 'fine' | 'warning' | 'wrong';

/** One fact about this instance: what was found in one sentence, and one cure where one is needed. */
export type Check = {
	id: string;
	title: string;
	state: CheckState;
	sentence: string;
	cure: string | null;
};

type Words = Pick<Check, 'title' | 'sentence'>;

export const fine = (id: string, words: Words): Check => ({
	id,
	...words,
	state: 'fine',
	cure: null
});

export const warning = (id: string, words: Words & { cure: string }): Check => ({
	id,
	...words,
	state: 'warning'
});

export const wrong = (id: string, words: Words & { cure: string }): Check => ({
	id,
	...words,
	state: 'wrong'
});
