import { counted } from '../../format.ts';
import { minutes, seconds } from '../clock.ts';
import { networkTrouble } from '../problems/network.ts';
import { type Check, fine, warning, wrong } from './check.ts';
import type { Network, Probe } from './network.ts';

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

const FINE_UP_TO = seconds(60);
const WRONG_ABOVE = minutes(5);

/**
 * How far this machine's clock is from Meta's, by the `Date` of its answer: Meta's signatures carry
 * times, and renewals are planned by this clock.
 */
export function clockChecks({ hosts, probes }: Network): Check[] {
	if (hosts.length === 0 || !probes) return [];
	// Web pages may come from a cache with an older Date; the hosts of the API come first.
	const skewMs = probes.find((probe) => probe.skewMs !== null)?.skewMs ?? null;
	if (skewMs === null) {
		return [
			warning('clock', {
				title: 'The clock could not be compared',
				sentence: 'Meta did not tell its time.',
				cure: 'Check again once Meta answers.'
			})
		];
	}
	const off = Math.abs(skewMs);
	const title = `This machine's clock is ${lengthOf(off)} ${skewMs < 0 ? 'behind' : 'ahead of'} Meta's`;
	if (off <= FINE_UP_TO) {
		return [
			fine('clock', {
				title: off < seconds(2) ? "This machine's clock agrees with Meta's" : title,
				sentence: 'Fine up to 60 seconds.'
			})
		];
	}
	const words = {
		title,
		sentence: "Times in Meta's answers and signatures no longer fit.",
		cure: 'Let this machine set its clock by the network (NTP), for example by timedatectl set-ntp true.'
	};
	return [off > WRONG_ABOVE ? wrong('clock', words) : warning('clock', words)];
}

const lengthOf = (ms: number) =>
	ms < minutes(2)
		? counted(Math.round(ms / seconds(1)), 'second')
		: counted(Math.round(ms / minutes(1)), 'minute');
