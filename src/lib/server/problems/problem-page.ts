import { DEFAULT_LOGIN, LOGINS } from '../../logins.ts';
import { type ErrorCode, STATUS_OF } from '../errors.ts';
import { confirmAddress } from '../proof-pages.ts';
import type { ProblemFacts } from './connect-problem.ts';
import { type Failed, isFailed } from './failed-step.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

/** What the page of cause shows: the cause, what happened to the data, and one way to mend it. */
export type ProblemPage = {
	code: ErrorCode;
	status: number;
	/** What did not come about, in a word or two. */
	outcome: string;
	title: string;
	sentence: string;
	happened: string;
	steps: string[];
	action: { label: string; href: string } | null;
	/** Another way on, where there is one. */
	other: { label: string; href: string } | null;
	metaSaid: string | null;
};

const NOTHING_STORED = 'Nothing was stored or changed.';

/** What an ended attempt keeps as JSON beside its code. */
export function readFound(text: string | null): Pick<ProblemFacts, 'found' | 'failed'> {
	const found = text === null ? null : (JSON.parse(text) as ProblemFacts['found'] | Failed);
	return isFailed(found) ? { found: null, failed: found } : { found, failed: null };
}

/**
 * The words for a code that can end an attempt, or null for any other.
 * @param reader whether a login of this instance ends on the paste page, and whether the reader may set it up
 */
export function problemPage(
	code: ErrorCode,
	facts: ProblemFacts | null,
	{ isPasted = false, maySetUp = false } = {}
): ProblemPage | null {
	const words = PROBLEM_WORDS[code]?.({
		meta: LOGINS[facts?.provider ?? DEFAULT_LOGIN].asks,
		arrived: nameOf(facts?.arrived),
		expected: nameOf(facts?.expected),
		facts,
		isPasted,
		maySetUp
	});
	if (!words) return null;
	return {
		code,
		status: STATUS_OF[code],
		outcome: outcomeOf(code, facts),
		title: words.title,
		sentence: words.sentence,
		happened: words.happened ?? NOTHING_STORED,
		steps: words.steps ?? [],
		action: {
			label: words.action ?? 'Try again',
			href: words.href ?? loginHref(facts, { isSame: true, more: words.askFor ?? [] })
		},
		other: words.further
			? { label: words.further, href: loginHref(facts, { isSame: false, more: [] }) }
			: null,
		metaSaid: facts?.metaSaid ?? null
	};
}

/** These are said of a sign-in only. */
const SIGN_IN_CODES: ErrorCode[] = [
	'stranger',
	'not_an_identity',
	'invitation_ended',
	'paste_cannot_sign_in'
];

function outcomeOf(code: ErrorCode, facts: ProblemFacts | null) {
	if (code === 'state_used') return 'Nothing changed';
	if (facts?.confirms || code === 'not_confirmed') return 'Not confirmed';
	return facts?.isSignIn || SIGN_IN_CODES.includes(code) ? 'Not signed in' : 'Not connected';
}

/** A Facebook user's name is no username. */
const nameOf = (name: string | null | undefined) =>
	name ? (/^[\w.]+$/.test(name) ? `@${name}` : name) : null;

/** Where the attempt begins anew: for the same connection, or for a further account. */
function loginHref(
	facts: ProblemFacts | null,
	{ isSame, more }: { isSame: boolean; more: string[] }
) {
	if (facts?.confirms) return confirmAddress(facts.confirms);
	const query = new URLSearchParams();
	const scopes = [...new Set([...(facts?.scopes ?? []), ...more])];
	if (facts && scopes.length > 0) query.set('scopes', scopes.join(','));
	if (isSame && facts?.connectionId) query.set('connection', facts.connectionId);
	const text = query.toString().replaceAll('%2C', ',');
	return `/auth/${facts?.provider ?? DEFAULT_LOGIN}/login${text === '' ? '' : `?${text}`}`;
}
