import { days } from '../clock.ts';
import type { Pulse } from '../renewal/beat.ts';
import type { Told } from './judge.ts';

/** An absence that is longer is told. */
const LONG_AWAY = days(7);
/** One that ended longer ago was before there were alerts. */
const STILL_NEWS = days(2);

/** What the owner has to hear of the instance itself, by its state and what was told already. */
export function judgeInstance(
	facts: { isLocked: boolean; pulse: Pulse | null },
	told: Told[],
	now: number
): { tell: Told[]; over: Told['type'][] } {
	const tell: Told[] = [];
	const was = (type: Told['type']) => told.find((one) => one.type === type);
	if (facts.isLocked && !was('instance.locked')) {
		tell.push({ type: 'instance.locked', since: now, level: 0 });
	}
	const { awayFrom: from = null, awayUntil: until = null } = facts.pulse ?? {};
	if (from !== null && until !== null && until - from > LONG_AWAY && now - until < STILL_NEWS) {
		const isTold = was('instance.was_away')?.since === until;
		if (!isTold) tell.push({ type: 'instance.was_away', since: until, level: 0 });
	}
	return { tell, over: !facts.isLocked && was('instance.locked') ? ['instance.locked'] : [] };
}

/** A key's end is told so long before it. */
const KEY_LEVELS = [days(14), days(3)];
/** An end that nobody was told of is no news any more after this. */
const KEY_NEWS = days(7);

/**
 * The latest level of a key that ends which is passed; null: none, or it is told. A level that had
 * passed when the key was made is none: whoever made it knew. Times in milliseconds of real time.
 */
export function keyLevel(
	{ createdAt, expiresAt }: { createdAt: number; expiresAt: number },
	told: number | null,
	now: number
): number | null {
	if (now - expiresAt > KEY_NEWS) return null;
	const passed = KEY_LEVELS.findLastIndex(
		(before) => now >= expiresAt - before && createdAt < expiresAt - before
	);
	return passed > (told ?? -1) ? passed : null;
}
