/** Shorter names are too near to those that a system sets itself, such as `HOST` and `POST`. */
const SHORTEST = 6;

/**
 * A sentence for each variable that is set, is none of ours, and is one slip away from one of ours
 * that is not set. It holds names only.
 */
export function misspelt(set: string[], known: ReadonlySet<string>): string[] {
	const unset = [...known].filter((name) => !set.includes(name) && name.length >= SHORTEST);
	return set
		.filter((name) => !known.has(name))
		.flatMap((name) => {
			// Only a secret may stand in a file: of another setting the plain name is meant.
			const spelt = [plain(name), plain(name).replace(/_FILE$/, '')];
			const meant = unset.find((ours) => spelt.some((theirs) => isOneSlip(theirs, ours)));
			return meant === undefined
				? []
				: [`${name} is set, which is no setting of Mooring; ${meant} may be meant.`];
		});
}

const plain = (name: string) => name.toUpperCase().replace(/[.-]/g, '_');

/** Whether two names are the same but for one letter too many, too few, another, or two swapped. */
function isOneSlip(one: string, other: string): boolean {
	if (one === other) return true;
	let start = 0;
	while (start < one.length && one[start] === other[start]) start += 1;
	const [left, right] = [one.slice(start), other.slice(start)];
	return (
		left.slice(1) === right ||
		left === right.slice(1) ||
		left.slice(1) === right.slice(1) ||
		(left.slice(2) === right.slice(2) && left[0] === right[1] && left[1] === right[0])
	);
}
