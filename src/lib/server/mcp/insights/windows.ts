import { days } from '../../clock.ts';
import { ToolFailure } from '../failure.ts';

/** A part of the time that was asked for; both in milliseconds, `until` not part of it. */
export type Window = { since: number; until: number };

/** "There cannot be more than 30 days (2592000 s) between since and until" (Meta). */
const LONGEST = days(30);
const USUAL = days(7);
const MOST_WINDOWS = 6;

/**
 * Days, the last included, as windows that Meta answers, the earliest first. Without `from` the seven
 * days up to `to`; without both, up to now.
 * @param now real time in milliseconds
 * @throws ToolFailure for days that cannot be
 */
export function windowsOf(
	{ from, to }: { from?: string | undefined; to?: string | undefined },
	now: number
): Window[] {
	const until = Math.min(to === undefined ? now : dayOf('to', to) + days(1), now);
	const since = from === undefined ? until - USUAL : dayOf('from', from);
	if (since >= until)
		throw new ToolFailure(
			'`from` is not before `to`, or not in the past.',
			'Give two days, the earlier first.'
		);
	const windows: Window[] = [];
	for (let start = since; start < until; start += LONGEST)
		windows.push({ since: start, until: Math.min(start + LONGEST, until) });
	if (windows.length > MOST_WINDOWS)
		throw new ToolFailure(
			'That is more than 180 days, and Instagram answers for 30 at a time.',
			'Ask for a shorter time, several times if need be.'
		);
	return windows;
}

/** The beginning of a day in UTC. */
function dayOf(name: string, text: string): number {
	const moment = Date.parse(`${text}T00:00:00Z`);
	if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== text)
		throw new ToolFailure(`\`${name}\` is no day of the calendar.`, 'Write it as YYYY-MM-DD.');
	return moment;
}
