import type { Revocation } from '../../view.ts';

type Fact = Revocation['outcome'] | 'nothing_left' | 'odd_refusal' | 'odd_answer' | NotTried;
type NotTried = 'others_live' | 'unreadable' | 'not_configured' | 'before' | 'stopped';

/**
 * What can come of asking Meta to revoke a token. Each is said in these words, without their full
 * stop, on the card, on the page of the connection and in the activity.
 */
const FACTS = {
	revoked: ['revoked', 'Meta confirmed the revocation'],
	refused: ['refused', 'Meta refused to revoke'],
	unreachable: ['unreachable', 'Meta did not answer, so it may not know yet'],
	/** Meta's answer to a token whose app was removed in the account's settings. */
	nothing_left: [
		'refused',
		"Mooring was removed in the account's settings before, so there was nothing to revoke"
	],
	odd_refusal: ['refused', 'Meta answered with something odd'],
	odd_answer: ['unreachable', 'Meta answered with something odd'],
	not_tried: ['not_tried', 'Meta was not asked'],
	// Graph API, User Permissions: revoking ends every token of that person for the app.
	others_live: [
		'not_tried',
		'Meta was not asked to revoke: that would end your other accounts of the same sign-in too. Disconnecting the last of them revokes'
	],
	unreadable: ['not_tried', 'The sealed token could not be opened, so Meta was not asked'],
	not_configured: ['not_tried', 'This login is no longer set up here, so Meta was not asked'],
	before: ['not_tried', 'This connection was disconnected before'],
	stopped: ['not_tried', 'Mooring stopped before it could ask Meta']
} as const satisfies Record<Fact, readonly [Revocation['outcome'], string]>;

/** What came of it, with the name of the fact for the audit log. */
export type Revoked = Revocation & { fact: Fact };

/** @param said Meta's own words, where there are any */
export function revocation(fact: Fact, said = ''): Revoked {
	const [outcome, words] = FACTS[fact];
	return { fact, outcome, message: said === '' ? `${words}.` : `${words} and said: ${said}` };
}

/** The same words in the middle of a sentence; lines of before facts were named have an outcome. */
export function revocationClause(fact: unknown): string | null {
	if (typeof fact !== 'string' || !Object.hasOwn(FACTS, fact)) return null;
	const [, words] = FACTS[fact as Fact];
	return /^(Meta|Mooring)\b/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
}
