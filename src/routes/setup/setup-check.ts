/** A check of the setup as it is shown. */
export type ShownCheck = {
	id: string;
	title: string;
	state: 'fine' | 'warning' | 'wrong';
	sentence: string;
	cure: string | null;
};
