import type { Cure, ProblemCode } from '../../view.ts';

/** Causes that leave the token alive; problems/failing.ts says what each means. */
export type FailingCause =
	| 'unreachable'
	| 'meta_down'
	| 'unexpected'
	| 'throttled'
	| 'refused'
	| 'not_a_tester'
	| 'app_not_permitted'
	| 'app_blocked'
	| 'app_unknown'
	| 'app_secret'
	| 'two_factor'
	| 'data_access_over';

/** Causes that only a new consent mends; problems/ended.ts says what each means. */
export type EndedCause =
	| 'expired'
	| 'password_changed'
	| 'app_removed'
	| 'token_ended'
	| 'checkpoint'
	| 'unconfirmed'
	| 'logged_out'
	| 'page_role_lost'
	| 'unused'
	| 'key_lost';

export type Cause = FailingCause | EndedCause;

/** Who can mend it: a person at Meta, whoever has the Meta app, Meta, the network, or this machine. */
export type Category = 'person' | 'app' | 'meta' | 'network' | 'machine';

/** What a sentence may name; days and distances are words already. */
export type Told = {
	/** Instagram or Facebook. */
	meta: string;
	/** The day of the end. */
	on: string;
	/** The day on which the token ran out. */
	ranOut: string;
	/** "since today": how long it has been failing. */
	since: string;
	/** "in 15 minutes", or "later": when it is tried again. */
	again: string;
	/** Meta's own words, or the system's code of a network failure. */
	detail: string | null;
};

/** One cause: how Meta's answers show it, and every word that we have for it. */
export type CauseRow = {
	category: Category;
	/** What Meta's message says of it: words tell more than a code. */
	says?: RegExp;
	/** Codes that mean it whatever the words: `4`, or with its subcode `190/463`. */
	codes?: readonly string[];
	/** How the JSON names it, and the one thing that mends it. */
	code: ProblemCode;
	cure: Cure;
	/** The sentence of the card. */
	sentence: (told: Told) => string;
	/** Its words after a colon: in the activity, and in the ledger after "Refused". */
	activity: string;
	/** The whole word of the ledger where nothing was refused. */
	ledger?: string;
	/** Where the cure is more than a button: its heading and its steps. */
	title?: string;
	steps?: readonly string[];
};

/** Meta's own words as the end of a sentence, where there are any. */
export const quoted = (lead: string, words: string | null) =>
	words === null || words === '' ? '' : `${lead}“${words}”`;
