import type { Cause } from '../problems/cause.ts';
import { causeOf, detailOf, MetaRefused } from './errors.ts';
import { plainWords } from './plain-words.ts';
import type { Patience } from './provider.ts';

/** What Meta said of an app's id and secret, asked without any person. */
export type TriedApp =
	| { verdict: 'right' }
	/** `which` does not fit; `either` where Meta does not tell which. */
	| { verdict: 'wrong'; which: 'id' | 'secret' | 'either'; words: string }
	/** Nothing was learned. `words`: Meta's, or the system's code where no answer came. */
	| { verdict: 'untold'; cause: Cause; words: string | null };

/** What can tell whether the id and the secret in its settings are those of one app. */
export type TriesApp = {
	/** Asks Meta, without any person; never throws. */
	tryApp(patience: Patience): Promise<TriedApp>;
};

/** Sent in the place of a code: no code of Meta's looks like it. */
export const INVENTED_CODE = 'mooring-asks-whether-id-and-secret-fit';

/**
 * What the refusal of an invented code tells of the app: Meta looks at the app first ("Invalid
 * platform app"), and at the code only where that fits. The exact words are not promised, so that
 * whatever says neither counts as not told.
 */
export function triedByCode(error: unknown, secrets: string[]): TriedApp {
	const words = wordsIn(error, secrets);
	if (words === null) return untold(error);
	if (/client secret/i.test(words)) return { verdict: 'wrong', which: 'secret', words };
	if (/client.?id\b/i.test(words)) return { verdict: 'wrong', which: 'id', words };
	if (/platform app|validating application/i.test(words)) {
		return { verdict: 'wrong', which: 'either', words };
	}
	if (/\bcode\b|developer role/i.test(words)) return { verdict: 'right' };
	return { verdict: 'untold', cause: causeOf(error), words };
}

/** What a refused app token tells of the app: Graph API, code 101, and "Error validating …". */
export function triedByAppToken(error: unknown, secrets: string[]): TriedApp {
	const words = wordsIn(error, secrets);
	if (words === null) return untold(error);
	if (/client secret/i.test(words)) return { verdict: 'wrong', which: 'secret', words };
	if (
		error instanceof MetaRefused &&
		(error.code === 101 || /application|client.?id\b/i.test(words))
	) {
		return { verdict: 'wrong', which: 'id', words };
	}
	return { verdict: 'untold', cause: causeOf(error), words };
}

const wordsIn = (error: unknown, secrets: string[]) =>
	error instanceof MetaRefused && error.words !== '' ? plainWords(error.words, secrets) : null;

const untold = (error: unknown): TriedApp => ({
	verdict: 'untold',
	cause: causeOf(error),
	words: detailOf(error)
});
