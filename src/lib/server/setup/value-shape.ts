/** What is odd about a value; `isWrong` where it cannot be right whatever Meta says. */
export type Oddity = { what: string; isWrong: boolean };

/** What scripts write where a value is missing. */
const PLACEHOLDERS = new Set(['undefined', 'null', 'nan']);
const QUOTES = /["'`“”‘’]/;

/** Ids of Meta apps are digits. @returns null where nothing is odd; no part of the value is told */
export function idOddity(id: string): Oddity | null {
	const general = generalOddity(id);
	if (general) return general;
	if (/^\d+$/.test(id)) return null;
	return odd(`has ${String(id.length)} characters that are not all digits`);
}

/** Secrets of Meta apps are 32 hexadecimal digits. @returns null where nothing is odd */
export function secretOddity(secret: string): Oddity | null {
	const general = generalOddity(secret);
	if (general) return general;
	return looksLikeSecret(secret) ? null : odd('is not 32 hexadecimal digits');
}

export const looksLikeSecret = (value: string) => /^[0-9a-f]{32}$/i.test(value);

function generalOddity(value: string): Oddity | null {
	if (PLACEHOLDERS.has(value.trim().toLowerCase())) {
		return { what: 'holds the word that a script writes for a missing value', isWrong: true };
	}
	if (QUOTES.test(value)) return odd('has a quotation mark in it');
	if (value.includes('=')) return odd('has an equals sign in it');
	if (value !== value.trim()) return odd('begins or ends with a space');
	return /\s/.test(value) ? odd('has a space in it') : null;
}

const odd = (what: string): Oddity => ({ what, isWrong: false });
