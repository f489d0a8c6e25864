/** One thing to time: does it once. */
export type Subject = () => Promise<unknown>;

export const median = (numbers: number[]) => percentile(numbers, 0.5);

/** @param part 0 to 1 */
export function percentile(numbers: number[], part: number): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/**
 * How long each of so many runs took, one after the other, in milliseconds.
 * @param perSecond at most so many; the waits are not counted
 */
export async function times(
	subject: Subject,
	count: number,
	perSecond = Infinity
): Promise<number[]> {
	const taken: number[] = [];
	let next = performance.now();
	for (let done = 0; done < count; done += 1) {
		const early = next - performance.now();
		if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
		next = Math.max(next, performance.now()) + 1000 / perSecond;
		const began = performance.now();
		await subject();
		taken.push(performance.now() - began);
	}
	return taken;
}

/**
 * Several subjects measured in turns (A B A B …), so that what disturbs the machine disturbs them all.
 * @returns the median of each turn, in milliseconds
 */
export async function timesInTurns<Name extends string>(
	subjects: Record<Name, Subject>,
	{ turns, perTurn }: { turns: number; perTurn: number }
): Promise<Record<Name, number[]>> {
	const names = Object.keys(subjects) as Name[];
	const all = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
		Name,
		number[]
	>;
	for (const name of names) await times(subjects[name], perTurn);
	for (let turn = 0; turn < turns; turn += 1) {
		for (const name of names) all[name].push(median(await times(subjects[name], perTurn)));
	}
	return all;
}

/** Runs a second, so many side by side. */
export async function throughput(
	subject: Subject,
	{ count, atOnce }: { count: number; atOnce: number }
) {
	let left = count;
	const began = performance.now();
	await Promise.all(
		Array.from({ length: atOnce }, async () => {
			while (left > 0) {
				left -= 1;
				await subject();
			}
		})
	);
	return count / ((performance.now() - began) / 1000);
}
