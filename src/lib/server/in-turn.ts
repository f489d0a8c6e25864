/** Runs what it is given one after the other, in the order of asking; a failure holds nobody up. */
export function inTurn() {
	let last: Promise<unknown> = Promise.resolve();
	return <T>(act: () => Promise<T>): Promise<T> => {
		const mine = last.then(act);
		last = mine.catch(() => null);
		return mine;
	};
}
