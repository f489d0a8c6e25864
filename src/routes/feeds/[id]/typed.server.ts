import { AppError } from '$lib/server/errors.ts';
import { readRules, type Rules } from '$lib/server/feed/rules.ts';

/** What a form of rules gives: by its own submission, or in the address while somebody types. */
type Fields = Pick<FormData | URLSearchParams, 'get' | 'getAll' | 'has'>;

const textIn = (fields: Fields, name: string) => {
	const value = fields.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

/** Words as they are typed: with commas or each on its own line. */
const wordsIn = (fields: Fields, name: string) =>
	textIn(fields, name)
		.split(/[,\n]/)
		.map((word) => word.trim())
		.filter((word) => word !== '');

/**
 * The rules that a form says; a box that is not ticked says no.
 * @throws AppError invalid_request
 */
export function typedRules(fields: Fields): Rules {
	const max = textIn(fields, 'max');
	return readRules({
		kinds: fields.getAll('kinds'),
		containsAny: wordsIn(fields, 'containsAny'),
		containsNone: wordsIn(fields, 'containsNone'),
		notBefore: textIn(fields, 'notBefore') || null,
		max: /^\d{1,4}$/.test(max) ? Number(max) : max,
		offGridReels: fields.has('offGridReels'),
		counts: fields.has('counts')
	});
}

/** The rules that are tried in the address, and the sentence where they cannot be; null: none are. */
export function triedRules(query: URLSearchParams): {
	rules: Rules | null;
	problem: string | null;
} {
	if (!query.has('try')) return { rules: null, problem: null };
	try {
		return { rules: typedRules(query), problem: null };
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		return { rules: null, problem: error.message };
	}
}
