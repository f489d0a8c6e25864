import { days, hours, minutes, seconds } from '../../src/lib/server/clock.ts';
import type { Episode } from './episodes.ts';
import type { Profile } from './profile.ts';
import { randomOf, shareOf } from './random.ts';
import type { Weather } from './weather.ts';

type Token = { issuedAt: number; expiresAt: number };
/** Asked once a day: whether a policy asks Meta for a new token now. */
type Policy = (token: Token, now: number, tried: number, isUsed: boolean) => boolean;

const olderThan =
	(count: number): Policy =>
	(token, now) =>
		now - token.issuedAt >= days(count);

/** How others do it, as their sources and their users tell. */
export const RIVALS: Record<string, Policy> = {
	'renew on day 50': olderThan(50),
	'renew on day 55': olderThan(55),
	'in the last 10 days': (token, now) => token.expiresAt - now < days(10),
	'in the last 10 days, only when used within 7 days': (token, now, _, isUsed) =>
		isUsed && token.expiresAt - now < days(10),
	'one try 2 days before the end': (token, now, tried) =>
		tried === 0 && token.expiresAt - now < days(2)
};

/** How long a creator leaves a connection unused: from a day to two months. */
function usesOf({ seed, start, lasts }: Profile, account: number) {
	const random = randomOf(seed, 6, account);
	const uses: number[] = [];
	for (let at = start; at < start + lasts;) {
		uses.push(at);
		at += random.chance(0.9) ? days(random.between(0.5, 4)) : days(random.between(5, 60));
	}
	return uses;
}

export type Lived = { calls: number; ends: Episode[] };

/**
 * Lives through the same world by another policy: the same outages, the same machine, the same answers
 * to a call at the same moment. Whoever loses a connection makes it anew as its creator would.
 */
export function live(
	name: string,
	profile: Profile,
	{ weather, kills }: { weather: Weather; kills: { account: number; at: number }[] }
): Lived {
	const policy = RIVALS[name] ?? (() => false);
	const ends: Episode[] = [];
	let calls = 0;
	const { start, lasts, connections, meta, seed } = profile;
	const life = meta.lifeSeconds * 1000;
	const anewAfter = Math.min(profile.reconnectsAfter, days(25));
	for (let account = 0; account < connections; account += 1) {
		const uses = usesOf(profile, account);
		const killed = kills.filter((kill) => kill.account === account).map(({ at }) => at);
		const hour = shareOf(seed, 7, account) * hours(24);
		let token: Token = { issuedAt: start, expiresAt: start + life };
		let from = start;
		let tried = 0;
		let used = 0;
		const begin = (at: number) => {
			token = { issuedAt: at, expiresAt: at + life };
			from = at;
			tried = 0;
		};
		for (let now = start + hour; now < start + lasts; now += days(1)) {
			if (from > now) continue;
			const kill = killed.find((at) => at > from && at <= now);
			if (kill !== undefined) {
				ends.push({ account, from, until: kill, end: 'ended at Meta', warnedAt: null });
				begin(kill + anewAfter);
				continue;
			}
			if (token.expiresAt <= now) {
				ends.push({ account, from, until: now, end: 'lost', warnedAt: null });
				begin(now + anewAfter);
				continue;
			}
			while ((uses[used + 1] ?? Infinity) <= now) used += 1;
			const isUsed = now - (uses[used] ?? start) < days(7);
			if (!weather.isUp(now) || !policy(token, now, tried, isUsed)) continue;
			tried += 1;
			calls += 1;
			const fate = weather.fateOf(account, now);
			const isRefused = weather.isRefused(account, now);
			const isDone = !isRefused && (fate.kind === 'answered' || fate.kind === 'lost');
			const isHeard = fate.kind === 'answered' && fate.late <= seconds(15);
			if (isDone && isHeard) {
				token = { issuedAt: now, expiresAt: now + life };
				tried = 0;
			} else if (isDone && meta.killsOld) {
				// The one that lives now nobody has heard of.
				token = { ...token, expiresAt: now + minutes(1) };
			} else if (isDone && !meta.rotates) token = { ...token, expiresAt: now + life };
		}
		ends.push({ account, from, until: start + lasts, end: 'kept', warnedAt: null });
	}
	return { calls, ends };
}
