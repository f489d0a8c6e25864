import { days } from '../../src/lib/server/clock.ts';
import type { Episode } from './episodes.ts';
import { oracleOf } from './oracle.ts';
import type { Profile } from './profile.ts';
import type { Weather } from './weather.ts';

/** How many days before the end the first alert left, of what nobody could have kept. */
export function warnedOf(profile: Profile, weather: Weather, ends: Episode[]): number[] {
	const oracle = oracleOf(profile, weather);
	return ends
		.filter(
			({ end, account, from, until }) => end === 'lost' && !oracle.keeps(account, from, until)
		)
		.map(({ until, warnedAt }) => (until - (warnedAt ?? until)) / days(1));
}
