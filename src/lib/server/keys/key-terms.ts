import { AppError } from '../errors.ts';
import { ACTION_IDS, type ActionId, isActionId } from './actions.ts';
import { holdsKey } from './format.ts';

/** How many living keys a creator may have. */
export const MOST_KEYS = 20;
const LONGEST_NAME = 80;
const LONGEST_LIFE_YEARS = 2;

/** What no name is made of: line ends, control characters, halves of signs, turns of direction. */
const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

const invalid = (message: string) => new AppError('invalid_request', message);

/**
 * A key's name as it is kept, without spaces around it.
 * @throws AppError invalid_request
 */
export function readName(text: string): string {
	const name = text.trim();
	if (!VISIBLE.test(name)) throw invalid('Give the key a name.');
	if ([...name].length > LONGEST_NAME) {
		throw invalid(`The name of a key has at most ${String(LONGEST_NAME)} characters.`);
	}
	if (NOT_PLAIN.test(name)) throw invalid('The name of a key is one line of plain text.');
	if (holdsKey(name)) throw invalid('That is a key; give this one a name to know it by.');
	return name;
}

/**
 * Actions in the order of their table.
 * @throws AppError invalid_request for one that is not known or named twice
 */
export function readActions(given: string[]): ActionId[] {
	if (!given.every(isActionId)) throw invalid('One of these actions does not exist.');
	if (new Set(given).size < given.length) throw invalid('One of these actions is named twice.');
	return ACTION_IDS.filter((action) => given.includes(action));
}

/**
 * Whether a key may end then: from now on, and at most two years ahead, that day included.
 * @param expiresAt milliseconds; null: never
 * @throws AppError invalid_request
 */
export function checkExpiry(expiresAt: number | null, now: number) {
	if (expiresAt === null) return;
	if (!Number.isSafeInteger(expiresAt)) throw invalid('That is no date.');
	if (expiresAt <= now) throw invalid('That date has passed.');
	const last = new Date(now);
	last.setUTCFullYear(last.getUTCFullYear() + LONGEST_LIFE_YEARS);
	last.setUTCHours(23, 59, 59, 999);
	if (expiresAt > last.getTime()) throw invalid('A key lasts two years at most.');
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The moment that a text names: a day, which counts to its end in UTC, or a moment of ISO 8601 with
 * its zone.
 * @throws AppError invalid_request
 */
export function readExpiry(text: string): number {
	const isDay = DAY.test(text);
	const time =
		isDay || MOMENT.test(text) ? Date.parse(isDay ? `${text}T23:59:59.999Z` : text) : NaN;
	if (Number.isNaN(time) || !isInCalendar(text)) throw invalid('Write the date as 2027-05-31.');
	return time;
}

/** JavaScript takes 31 February for a day in March. */
function isInCalendar(text: string) {
	const day = text.slice(0, 10);
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
