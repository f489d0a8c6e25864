import { type Check, fine, warning, wrong } from './check.ts';
import type { Network } from './network.ts';

/** Whether this machine reaches Meta's hosts; none is asked before a login is set. */
export function reachabilityChecks({ hosts, probes }: Network): Check[] {
	if (hosts.length === 0) return [];
	if (!probes) return [stillAsking];
	const silent = hosts.filter(
		({ address }) => !probes.some((probe) => probe.address === address && probe.isReached)
	);
	if (silent.length === 0) {
		return [
			fine('meta-hosts', {
				title: "Meta's hosts are reachable",
				sentence: names(hosts.map(({ address }) => address))
			})
		];
	}
	const words = {
		title: 'This machine does not reach Meta',
		sentence: `No answer within 5 seconds from ${names(silent.map(({ address }) => address))}.`,
		cure: "Check this machine's network, its DNS and its firewall: Mooring needs https to these hosts."
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

const stillAsking = warning('meta-hosts', {
	title: 'Meta has not answered yet',
	sentence: 'Its hosts are being asked, for 5 seconds at most.',
	cure: 'Check again in a moment.'
});

const names = (addresses: string[]) => addresses.map((address) => new URL(address).host).join(', ');
