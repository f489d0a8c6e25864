import { type Check, fine, warning, wrong } from './check.ts';
import { networkTrouble } from '../problems/network.ts';
import type { Network } from './network.ts';
import type { Probe } from './probe.ts';

/**
 * Whether this machine reaches Meta's hosts; none is asked before a login is set.
 * @param proxy of HTTPS_PROXY, as host and port
 */
export function reachabilityChecks(
	{ hosts, probes }: Network,
	proxy: string | null = null
): Check[] {
	const way = proxy === null ? '' : ` HTTPS_PROXY is ${proxy}.`;
	if (hosts.length === 0) return [];
	if (!probes) return [stillAsking];
	const probeOf = (of: string) => probes.find(({ address }) => address === of);
	const silent = hosts.filter(({ address }) => !probeOf(address)?.isReached);
	if (silent.length === 0) {
		return [
			fine('meta-hosts', {
				title: "Meta's hosts are reachable",
				sentence: names(hosts.map(({ address }) => address)) + (way && `.${way}`)
			})
		];
	}
	const { why, cure } = wordsOf(silent.map(({ address }) => probeOf(address)));
	const words = {
		title: 'This machine does not reach Meta',
		sentence: `No answer from ${names(silent.map(({ address }) => address))}: ${why}.${way}`,
		cure
	};
	if (silent.some(({ isForBrowsers }) => !isForBrowsers)) return [wrong('meta-hosts', words)];
	return [
		warning('meta-hosts', {
			...words,
			title: 'This machine does not reach the login page',
			cure: 'Nothing to do if your browser reaches it: Mooring itself never goes there.'
		})
	];
}

/** Each reason once; the first has the cure, because the hosts of the API come first. */
function wordsOf(silent: (Probe | undefined)[]) {
	const troubles = silent.flatMap((probe) => networkTrouble(probe?.systemCode ?? null) ?? []);
	const [first] = troubles;
	if (!first) {
		return {
			why: 'nothing came within 5 seconds',
			cure: "Check this machine's network, its DNS and its firewall: Mooring needs https to these hosts."
		};
	}
	const whys = new Set(troubles.map(({ words, code }) => `${words} (${code})`));
	return { why: [...whys].join('; '), cure: first.cure };
}

const stillAsking = warning('meta-hosts', {
	title: 'Meta has not answered yet',
	sentence: 'Its hosts are being asked, for 5 seconds at most.',
	cure: 'Check again in a moment.'
});

const names = (addresses: string[]) => addresses.map((address) => new URL(address).host).join(', ');
