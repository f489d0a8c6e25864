import { days, hours, minutes } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { needsSomebody } from '../problems/causes.ts';
import type { FailingCause } from '../problems/cause.ts';

/** Meta renews no token that is younger (reference/refresh_access_token). */
export const MIN_AGE = hours(24);
/** Connections fall due this far apart at most. */
export const MAX_JITTER = hours(12);
/** How soon a renewed token that has not answered yet is asked again. */
export const PROOF_AGAIN = minutes(15);
/** A run of failures is retried at these distances; the last one goes on. */
const STEPS = [minutes(15), hours(1), hours(6), days(1)] as const;
const DAILY = days(1);
/** With fewer days left than this, a retry is never further away than URGENT_STEP. */
const URGENT_UNDER = days(5);
const URGENT_STEP = hours(6);
/** How long a token that looks expired is tried when Meta never says what became of it. */
const TRIED_PAST_EXPIRY = days(30);
/** What Meta called dead is looked at once soon, daily for a week, and then so often while it may live. */
const LOOK_FIRST = hours(1);
const LOOKED_DAILY_FOR = days(7);
const LOOK_LATER = days(3);
/** The life of a token of whose end Meta told nothing. */
const LONGEST_LIFE = days(60);
/**
 * Longer than any plan reaches ahead, also that of a token which a clock made that was ahead by so little
 * that it counts as young: a date beyond it was made under a wrong clock.
 */
export const longestWait = (refreshAfterDays: number) =>
	Math.max(days(refreshAfterDays) + MAX_JITTER + MIN_AGE, LOOK_LATER) + hours(1);

/**
 * When a token is due: at `refreshAfterDays` of age or at half its life, whichever is earlier, never
 * under 24 hours, plus the connection's jitter. All times in milliseconds; `expiresAt` is null where
 * Meta told no expiry, and then the token is due as soon as Meta's 24 hours allow. A token that
 * cannot be renewed (a Page's) is checked every day.
 */
export function dueAt(token: {
	issuedAt: number;
	expiresAt: number | null;
	jitterMs: number;
	refreshAfterDays: number;
	isRenewable: boolean;
}): number {
	const { issuedAt, expiresAt, jitterMs, refreshAfterDays, isRenewable } = token;
	if (!isRenewable) return issuedAt + DAILY;
	const halfLife = expiresAt === null ? 0 : Math.floor((expiresAt - issuedAt) / 2);
	return issuedAt + Math.max(MIN_AGE, Math.min(days(refreshAfterDays), halfLife)) + jitterMs;
}

/** 0 to 12 hours in whole milliseconds; `random` is at least 0 and under 1. */
export const jitterOf = (random: number) => Math.floor(random * (MAX_JITTER + 1));

/**
 * When to try again after a failure that says nothing definite: 15 min, 1 h, 6 h, then daily; every
 * 6 h at most while under 5 days are left; daily once the token looks expired or somebody has to act. `failures` counts the run of failures, this one included.
 */
export function nextAfterFailure(failure: {
	failures: number;
	now: number;
	expiresAt: number | null;
	cause: FailingCause;
}): number {
	const { failures, now, expiresAt, cause } = failure;
	if (needsSomebody(cause)) return now + DAILY;
	const left = expiresAt === null ? Infinity : expiresAt - now;
	if (left <= 0) return now + DAILY;
	const step = STEPS[Math.min(Math.max(failures, 1), STEPS.length) - 1] ?? DAILY;
	return now + (left < URGENT_UNDER ? Math.min(step, URGENT_STEP) : step);
}

/**
 * Whether a token counts as expired although Meta never said so: it was tried for 30 days past its
 * expiry. Both times count, so that one wrong clock ends nothing.
 */
export function isGivenUp(failure: {
	now: number;
	expiresAt: number | null;
	failingSince: number;
}): boolean {
	const { now, expiresAt, failingSince } = failure;
	if (expiresAt === null) return false;
	return now - Math.max(expiresAt, failingSince) >= TRIED_PAST_EXPIRY;
}

/**
 * When to look again at a token that Meta called dead: after an hour, daily for a week, then every third
 * day for as long as it could live. Meta has called living tokens dead, a checkpoint ends when its
 * creator logs in at Instagram, and what healed comes back by itself (decision 12).
 * @returns null once it would have ended by itself
 */
export function lookAgainAt({
	now,
	endedAt,
	expiresAt
}: {
	now: number;
	endedAt: number;
	expiresAt: number | null;
}): number | null {
	const passed = now - endedAt;
	// An end in the future was noted before the clock went back: it says nothing of how long ago.
	if (passed < 0) return now + DAILY;
	if (passed < LOOK_FIRST) return endedAt + LOOK_FIRST;
	if (passed < LOOKED_DAILY_FOR) return now + DAILY;
	const next = now + LOOK_LATER;
	return next < Math.min(expiresAt ?? Infinity, endedAt + LONGEST_LIFE) ? next : null;
}

/** When to try again; what has ended is looked at more and more seldom, and what is left stays left. */
export function againAt(
	held: Pick<Connection, 'endedCause' | 'endedAt' | 'expiresAt' | 'nextAttemptAt'>,
	now: number,
	living: number
): number | null {
	const { endedCause, endedAt, expiresAt, nextAttemptAt } = held;
	if (endedCause === null) return living;
	return nextAttemptAt && lookAgainAt({ now, endedAt: endedAt ?? now, expiresAt });
}

/**
 * Whether Meta would refuse to renew for age. A token from more than a day in the future means that
 * the clock went back, and says nothing about the age.
 */
export const isTooYoung = (issuedAt: number, now: number) => Math.abs(now - issuedAt) < MIN_AGE;
