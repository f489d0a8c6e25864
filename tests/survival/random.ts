/** Chance that can be had again: the same seed gives the same numbers, on every machine. */
export type Random = {
	/** At least 0 and under 1. */
	next(): number;
	/** A whole number from `from` to `to`, both included. */
	whole(from: number, to: number): number;
	between(from: number, to: number): number;
	/** True so often of 1. */
	chance(share: number): boolean;
	pick<T>(list: readonly [T, ...T[]]): T;
};

/** Mixes whole numbers into 32 bits (the finalizer of MurmurHash3, a constant between two). */
export function mixed(...parts: number[]): number {
	let hash = 0x9e3779b9;
	for (const part of parts) {
		// A time in milliseconds has more than 32 bits: both halves count.
		for (const half of [part | 0, Math.floor(part / 0x1_0000_0000) | 0]) {
			hash = Math.imul(hash ^ half, 0x85ebca6b);
			hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
			hash ^= hash >>> 16;
		}
	}
	return hash >>> 0;
}

/** The same as a share: at least 0 and under 1. */
export const shareOf = (...parts: number[]) => mixed(...parts) / 0x1_0000_0000;

/** @param parts what the numbers are for; each list of parts gives its own */
export function randomOf(...parts: number[]): Random {
	const base = mixed(...parts);
	let drawn = 0;
	const next = () => shareOf(base, (drawn += 1));
	return {
		next,
		whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
		between: (from, to) => from + next() * (to - from),
		chance: (share) => next() < share,
		pick: (list) => list[Math.floor(next() * list.length)] ?? list[0]
	};
}
