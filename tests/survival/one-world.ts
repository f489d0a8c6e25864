import { judge, type Score } from './judge.ts';
import { profileOf, type Size } from './profile.ts';
import { Broken } from './trace.ts';
import { runWorld } from './world.ts';

/** What came of one world, as one process tells another. */
export type Told = {
	seed: number;
	/** Which promise was broken, or what went wrong; null: all is well. */
	broken: string | null;
	/** The same for the same seed, whatever else differs. */
	fingerprint: string;
	scores: Record<string, Score>;
	met: Record<string, number>;
	/** Days between the first warning and the loss, of connections that nobody could have kept. */
	warned: number[];
	/** The last lines of what happened, where it broke. */
	lines: string[];
};

export async function tellOfWorld(seed: number, size: Size): Promise<Told> {
	try {
		const ran = await runWorld(profileOf(seed, size));
		return {
			seed,
			broken: null,
			fingerprint: ran.trace.fingerprint(),
			scores: judge(ran),
			met: Object.fromEntries(ran.trace.counts()),
			warned: ran.warned,
			lines: ran.trace.lines()
		};
	} catch (error) {
		const rest = { seed, fingerprint: '', scores: {}, met: {}, warned: [] };
		if (error instanceof Broken) return { ...rest, broken: error.message, lines: error.lines };
		const [said, stack] = error instanceof Error ? [error.message, error.stack] : ['unknown', ''];
		const broken = `seed ${String(seed)}: ${said}`;
		return { ...rest, broken, lines: stack?.split('\n') ?? [] };
	}
}
