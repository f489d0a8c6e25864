/**
 * How values of Meta's answers get into results: each by its kind, so that words which somebody
 * wrote cannot stand outside of `untrusted`, whatever field they come in.
 */

/** A field of the answer itself, never one of `Object.prototype`. */
export const fieldOf = (object: unknown, name: string): unknown =>
	typeof object === 'object' && object !== null && Object.hasOwn(object, name)
		? (object as Record<string, unknown>)[name]
		: undefined;

/** What stands in `data`. */
export const listIn = (body: unknown): unknown[] => {
	const data = fieldOf(body, 'data');
	return Array.isArray(data) ? data : [];
};

export const ID = /^[0-9]{1,32}(_[0-9]{1,32})?$/;

export const idIn = (value: unknown) => {
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && ID.test(text) ? text : null;
};

/** A word of Meta's, as `CAROUSEL_ALBUM`. */
export const wordIn = (value: unknown) =>
	typeof value === 'string' && /^[A-Za-z_]{1,40}$/.test(value) ? value : null;

/** Exact numbers beyond 2^53 come as text. */
export const numberIn = (value: unknown) => {
	const number = typeof value === 'string' && /^-?\d{1,30}$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/** ISO 8601 UTC, of Meta's `2026-01-31T18:22:05+0000`. */
export const timeIn = (value: unknown) => {
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]{5,12}(Z|[+-]\d\d:?\d\d)$/.test(value))
		return null;
	const moment = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
	return Number.isNaN(moment) ? null : new Date(moment).toISOString();
};

/** An http address as RFC 3986 has it: no spaces, quotes or braces, in which words would stand. */
export const addressIn = (value: unknown) =>
	typeof value === 'string' &&
	value.length <= 8192 &&
	/^https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(value) &&
	URL.canParse(value)
		? value
		: null;

export const flagIn = (value: unknown) => (typeof value === 'boolean' ? value : null);

/** Where the next page of a list begins, where there is one; a list ends by its missing `next`. */
export const cursorIn = (body: unknown) => {
	const paging = fieldOf(body, 'paging');
	const after = fieldOf(fieldOf(paging, 'cursors'), 'after');
	const hasMore = typeof fieldOf(paging, 'next') === 'string';
	return hasMore && typeof after === 'string' && CURSOR.test(after) ? after : null;
};

export const CURSOR = /^[\w=+/.%-]{1,2000}$/;

/** Anybody's words, for `untrusted` alone. */
export const textIn = (value: unknown) => (typeof value === 'string' ? value.toWellFormed() : null);
