import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Takes something that has to be ended, and how; gives it back. */
export type Keep = <Thing>(thing: Thing, end: (thing: Thing) => unknown) => Thing;

type Ends = (() => unknown)[];
const underWay = new Set<Ends>();
let isStopped = false;

/** Whether the bench was told to stop: what ended because of that was not measured. */
export const wasStopped = () => isStopped;

/**
 * Ends all that the work has begun, the latest first, whatever came of it; also where the bench itself
 * is told to stop.
 */
export async function closing<Result>(work: (keep: Keep) => Promise<Result>): Promise<Result> {
	const ends: Ends = [];
	underWay.add(ends);
	try {
		return await work((thing, end) => {
			ends.push(() => end(thing));
			return thing;
		});
	} finally {
		underWay.delete(ends);
		await endAll(ends);
	}
}

/** A folder that is gone when the work is over. */
export const tempFolder = (keep: Keep): string =>
	keep(mkdtempSync(join(tmpdir(), 'mooring-bench-')), (folder) =>
		rmSync(folder, { recursive: true, force: true })
	);

/** One that fails does not keep the others from being ended. */
async function endAll(ends: Ends) {
	for (const end of ends.splice(0).reverse()) {
		try {
			await end();
		} catch (error) {
			process.stderr.write(`not ended well: ${String(error)}\n`);
		}
	}
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
	process.once(signal, () => {
		isStopped = true;
		const all = [...underWay].reverse().map(endAll);
		void Promise.all(all).then(() => process.kill(process.pid, signal));
	});
}
