import * as z from 'zod';
import { AppError } from '../errors.ts';

/** The kinds that a creator chooses from; one that nobody knows yet is shown while all of them are on. */
export const KINDS = ['image', 'carousel', 'video', 'reel'] as const;

/** As many posts as a feed shows at the most, and unless its creator says otherwise. */
export const MOST_POSTS = 100;
const USUAL_POSTS = 24;
const MOST_WORDS = 20;
const LONGEST_WORD = 100;

const words = z
	.array(
		z
			.string()
			.trim()
			.min(1)
			.max(LONGEST_WORD)
			.transform((word) => word.normalize('NFC'))
	)
	.max(MOST_WORDS)
	.transform((all) => [...new Set(all)]);
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).nullable();

const RULES = z.strictObject({
	kinds: z
		.array(z.enum(KINDS))
		.min(1)
		.transform((chosen) => KINDS.filter((kind) => chosen.includes(kind))),
	/** The caption holds one of these; none: whatever it holds. */
	containsAny: words,
	/** The caption holds none of these. */
	containsNone: words,
	/** Posts of this day and later, or null; a day begins at midnight UTC. */
	notBefore: day,
	max: z.int().min(1).max(MOST_POSTS),
	/** Shows reels that are not in the account's grid too. */
	offGridReels: z.boolean(),
	/** Tells likes and comments. */
	counts: z.boolean()
});

/** Which posts a feed shows, and how much of them. */
export type Rules = z.infer<typeof RULES>;

/** Every post of the grid, the newest first. */
export const USUAL_RULES: Rules = {
	kinds: [...KINDS],
	containsAny: [],
	containsNone: [],
	notBefore: null,
	max: USUAL_POSTS,
	offGridReels: false,
	counts: false
};

/**
 * The rules that come of what was given: what is left out stays as it was.
 * @throws AppError invalid_request, which names the first rule that is wrong
 */
export function readRules(given: unknown, before: Rules = USUAL_RULES): Rules {
	const read = RULES.partial().safeParse(given);
	if (read.success) return { ...before, ...present(read.data) };
	const [name] = read.error.issues[0]?.path ?? [];
	const [unknown] = read.error.issues.flatMap((issue) =>
		issue.code === 'unrecognized_keys' ? issue.keys : []
	);
	throw new AppError('invalid_request', sentence(String(name ?? ''), unknown));
}

/** The rules as they are stored. */
export const storedRules = (text: string): Rules => readRules(JSON.parse(text));

const present = (some: object): Partial<Rules> =>
	Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined));

const WANTED: Readonly<Record<string, string>> = {
	kinds: `a list of at least one of ${KINDS.join(', ')}`,
	containsAny: `a list of at most ${String(MOST_WORDS)} words`,
	containsNone: `a list of at most ${String(MOST_WORDS)} words`,
	notBefore: 'a date such as 2026-01-31, or null',
	max: `a whole number from 1 to ${String(MOST_POSTS)}`,
	offGridReels: 'true or false',
	counts: 'true or false'
};

function sentence(name: string, unknown: string | undefined) {
	if (unknown !== undefined) return 'A feed has no such rule.';
	const wanted = Object.hasOwn(WANTED, name) ? WANTED[name] : undefined;
	return wanted ? `The rule ${name} is ${wanted}.` : 'The rules of a feed are an object.';
}
