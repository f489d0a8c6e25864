import { minutes, seconds } from '../clock.ts';
import { counted } from '../../format.ts';
import { type Check, fine, warning, wrong } from './check.ts';
import type { Network } from './network.ts';

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
