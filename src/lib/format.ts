/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds from `from` to `to` (ISO 8601); negative where `to` is earlier. */
export const between = (from: string, to: string) => Date.parse(to) - Date.parse(from);

/** "1 day", "12 days". */
export const counted = (count: number, noun: string) =>
	`${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** What is left of a lifetime, in the largest unit that is not zero: days, on the last day hours. */
export function timeLeft(expiresAt: string, now: string): { count: number; unit: string } {
	const left = Math.max(0, between(now, expiresAt));
	const isLastDay = left > 0 && left <= DAY - HOUR;
	const count = Math.ceil(left / (isLastDay ? HOUR : DAY));
	const unit = isLastDay ? 'hour' : 'day';
	return { count, unit: count === 1 ? unit : `${unit}s` };
}

/** "today" (within 24 hours), "3 days ago". */
export function daysAgo(at: string, now: string): string {
	const days = Math.floor(between(at, now) / DAY);
	return days < 1 ? 'today' : `${counted(days, 'day')} ago`;
}

/** "due now", "within the hour", "in 5 hours", "in 4 days". */
export function daysAhead(at: string, now: string): string {
	const ahead = between(now, at);
	if (ahead <= 0) return 'due now';
	if (ahead < HOUR) return 'within the hour';
	if (ahead < DAY - HOUR / 2) return `in ${counted(Math.round(ahead / HOUR), 'hour')}`;
	return `in ${counted(Math.round(ahead / DAY), 'day')}`;
}

/** "20 seconds ago", "5 minutes ago", "3 hours ago", "2 days ago". */
export function ago(at: string, now: string): string {
	const past = Math.max(0, between(at, now));
	if (past < MINUTE) return `${counted(Math.floor(past / 1000), 'second')} ago`;
	if (past < HOUR) return `${counted(Math.floor(past / MINUTE), 'minute')} ago`;
	if (past < DAY) return `${counted(Math.floor(past / HOUR), 'hour')} ago`;
	return `${counted(Math.floor(past / DAY), 'day')} ago`;
}

const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December'
];

/** The names of days and months are ours: those of Intl differ between engines. */
function partsOf(at: string, timeZone: string) {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit'
	}).formatToParts(new Date(at));
	const part = (type: Intl.DateTimeFormatPartTypes) =>
		parts.find((candidate) => candidate.type === type)?.value ?? '';
	const month = MONTHS[Number(part('month')) - 1] ?? '';
	const time = `${part('hour')}:${part('minute')}`;
	return { day: Number(part('day')), month, year: part('year'), time, second: part('second') };
}

/** "9 Jan" in that zone, "9 Jan 2027" where that is not the year of `now`. */
export function shortDate(at: string, timeZone: string, now: string): string {
	const { day, month, year } = partsOf(at, timeZone);
	const date = `${String(day)} ${month.slice(0, 3)}`;
	return year === partsOf(now, timeZone).year ? date : `${date} ${year}`;
}

/** "9 Jan 2027" in that zone. */
export function fullDate(at: string, timeZone: string): string {
	const { day, month, year } = partsOf(at, timeZone);
	return `${String(day)} ${month.slice(0, 3)} ${year}`;
}

/** "today", "tomorrow" in that zone, or "on 14 Jan": the day of something ahead. */
export function dayAhead(at: string, timeZone: string, now: string): string {
	const day = shortDate(at, timeZone, now);
	if (day === shortDate(now, timeZone, now)) return 'today';
	const tomorrow = new Date(Date.parse(now) + DAY).toISOString();
	return day === shortDate(tomorrow, timeZone, now) ? 'tomorrow' : `on ${day}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** "today", "yesterday", "Tuesday" of the last days, or "9 Jan": the day of something past, in that zone. */
export function pastDay(at: string, timeZone: string, now: string): string {
	const midnight = (time: string) => {
		const { day, month, year } = partsOf(time, timeZone);
		return Date.UTC(Number(year), MONTHS.indexOf(month), day);
	};
	const days = Math.round((midnight(now) - midnight(at)) / DAY);
	if (days <= 0) return 'today';
	if (days === 1) return 'yesterday';
	const weekday = WEEKDAYS[new Date(midnight(at)).getUTCDay()];
	return days < 7 && weekday ? weekday : shortDate(at, timeZone, now);
}

/** "End not known until tomorrow": its first renewal tells it. Days are told in UTC. */
export function endNotKnown(firstRenewalAt: string | null, now: string) {
	if (firstRenewalAt === null || between(now, firstRenewalAt) <= 0) return 'End not known yet';
	const day = dayAhead(firstRenewalAt, 'UTC', now);
	return `End not known until ${day === 'today' ? 'later today' : day.replace(/^on /, '')}`;
}

/** "14:20" in that zone. */
export const clockTime = (at: string, timeZone: string) => partsOf(at, timeZone).time;

/** "10 March 2027" in that zone. */
export function longDate(at: string, timeZone: string): string {
	const { day, month, year } = partsOf(at, timeZone);
	return `${String(day)} ${month} ${year}`;
}

/** "10 March" in that zone, with the year where that is not the year of `now`. */
export const longDay = (at: string, timeZone: string, now: string) =>
	partsOf(at, timeZone).year === partsOf(now, timeZone).year
		? dayAndMonth(at, timeZone)
		: longDate(at, timeZone);

/** "10 March" in that zone. */
export function dayAndMonth(at: string, timeZone: string): string {
	const { day, month } = partsOf(at, timeZone);
	return `${String(day)} ${month}`;
}

/** "9 Jan, 04:12" in that zone, with the year where that is not the year of `now`. */
export const dateAndTime = (at: string, timeZone: string, now: string) =>
	`${shortDate(at, timeZone, now)}, ${partsOf(at, timeZone).time}`;

/** "9 January 2027, 04:12:07 UTC": the exact time with its zone. */
export function exactTime(at: string, timeZone: string): string {
	const { time, second } = partsOf(at, timeZone);
	return `${longDate(at, timeZone)}, ${time}:${second} ${timeZone.replaceAll('_', ' ')}`;
}
