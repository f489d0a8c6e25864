import { seconds } from '../clock.ts';
import type { MetaHost } from './meta-hosts.ts';
import type { Probe } from './probe.ts';

/** How long an answer counts before Meta is asked again. */
const KEPT = seconds(30);

/** What Meta's hosts said; null while they are still being asked. */
export type Network = { hosts: MetaHost[]; probes: Probe[] | null };

export type NetworkDeps = { probe: (address: string) => Promise<Probe>; now: () => number };

/**
 * Asks all hosts at once, at most every 30 seconds however often a page is opened. `read` waits no
 * longer than it is told: a silent host must not hold a page up, its answer counts at the next read.
 */
export function networkReader({ probe, now }: NetworkDeps) {
	let asked: { at: number; isDone: boolean; probes: Promise<Probe[]> } | null = null;

	function ask(hosts: MetaHost[]) {
		const question = {
			at: now(),
			isDone: false,
			probes: Promise.all(hosts.map(({ address }) => probe(address)))
		};
		void question.probes.then(() => (question.isDone = true));
		asked = question;
		return question;
	}

	return {
		async read(hosts: MetaHost[], patienceMs: number): Promise<Network> {
			const isFresh = asked && now() - asked.at < KEPT;
			const { probes } = asked && isFresh ? asked : ask(hosts);
			return { hosts, probes: await within(probes, patienceMs) };
		},
		/** The next read asks anew; a question under way goes on, so that presses do not add up. */
		forget() {
			if (asked?.isDone) asked = null;
		}
	};
}

async function within<Result>(result: Promise<Result>, ms: number): Promise<Result | null> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
	try {
		return await Promise.race([result, late]);
	} finally {
		clearTimeout(timer);
	}
}
