import { createHash } from 'node:crypto';

/** A promise of Mooring's was broken in this world. */
export class Broken extends Error {
	/** What had happened last. */
	readonly lines: string[];

	constructor(what: string, lines: string[]) {
		super(what);
		this.lines = lines;
	}
}

export type Trace = ReturnType<typeof createTrace>;

const KEPT = 60;

/** What happened in a world: a fingerprint of all of it, the last lines, and what was met. */
export function createTrace(now: () => number) {
	const hash = createHash('sha256');
	const last: string[] = [];
	const met = new Map<string, number>();
	return {
		/** No line may hold anything that is drawn by chance of the machine: ids, tokens. */
		note(line: string) {
			const timed = `${new Date(now()).toISOString()} ${line}\n`;
			hash.update(timed);
			last.push(timed.trimEnd());
			if (last.length > KEPT) last.shift();
		},
		met: (what: string) => met.set(what, (met.get(what) ?? 0) + 1),
		counts: () => new Map(met),
		lines: () => [...last],
		/** Nothing can be noted after this. */
		fingerprint: () => hash.digest('hex').slice(0, 16)
	};
}
