import type { ProviderId } from '../../logins.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { CAUSES, needsSomebody } from './causes.ts';
import type { Failed } from './failed-step.ts';

type Facts = {
	metaSaid?: string | null;
	expected?: string | null;
	arrived?: string | null;
	connectionId?: string | null;
	/** What was found instead of a linked account, or the step that failed and why. */
	found?: object | null;
	cause?: unknown;
};

/** An attempt that failed, with what the page of cause tells about it. */
export class ConnectProblem extends AppError {
	readonly metaSaid: string | null;
	readonly accounts: { expected: string | null; arrived: string | null };
	readonly connectionId: string | null;
	readonly found: object | null;

	constructor(code: ErrorCode, message: string, facts: Facts = {}) {
		super(code, message, { cause: facts.cause });
		this.name = 'ConnectProblem';
		this.metaSaid = facts.metaSaid ?? null;
		this.accounts = { expected: facts.expected ?? null, arrived: facts.arrived ?? null };
		this.connectionId = facts.connectionId ?? null;
		this.found = facts.found ?? null;
	}
}

/** The problem that a failed step comes to. */
export function failedProblem(failed: Failed, facts: Facts): ConnectProblem {
	const code = problemCode(failed);
	const message =
		code === 'meta_refused' && needsSomebody(failed.cause)
			? `Meta refused the request: ${CAUSES[failed.cause].activity}.`
			: MESSAGES[code];
	return new ConnectProblem(code, message, { ...facts, found: failed });
}

function problemCode({ step, cause, detail, declinedBasic }: Failed) {
	switch (cause) {
		case 'not_a_tester':
			// Only after a good code exchange does "Unsupported request" mean the tester role.
			return (step === 'code' && !/developer role/i.test(detail ?? '')) || declinedBasic
				? 'meta_refused'
				: 'not_a_tester';
		case 'throttled':
			return 'meta_busy';
		case 'unreachable':
		case 'meta_down':
			return 'meta_unreachable';
		case 'unexpected':
			return 'meta_unexpected';
		default:
			return 'meta_refused';
	}
}

const MESSAGES = {
	not_a_tester: 'This account is not an accepted tester of your Meta app.',
	meta_refused: 'Meta refused the request.',
	meta_busy: 'Meta asked us to slow down.',
	meta_unreachable: 'Meta did not answer.',
	meta_unexpected: 'Meta answered with something odd.'
} as const;

/** What is known of the ended attempt in this browser; without it the general words stand. */
export type ProblemFacts = {
	provider: ProviderId;
	metaSaid: string | null;
	expected: string | null;
	arrived: string | null;
	connectionId: string | null;
	scopes: string[];
	/** Nobody was signed in, and nothing was to be connected. */
	isSignIn?: boolean;
	/** Where it only had to prove again who it is: the page that asked for that. */
	confirms?: string | null;
	/** Facebook Login without a linked account: what there was instead. */
	found: {
		pageCount: number;
		withoutRole: number;
		granted?: string[];
		declined: string[];
	} | null;
	/** Where a call to Meta failed: at which step, and why. */
	failed?: Failed | null;
};

export type ProblemWords = {
	title: string;
	sentence: string;
	happened?: string;
	steps?: string[];
	/** The button, "Try again" where nothing is said, and where it leads if not to Meta again. */
	action?: string;
	href?: string;
	/** What to ask for besides when trying again. */
	askFor?: string[];
	/** A second button: the same attempt for a further account. */
	further?: string;
};
