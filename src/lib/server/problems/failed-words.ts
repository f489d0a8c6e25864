import { CAUSES, needsSomebody } from './causes.ts';
import type { ProblemWords } from './connect-problem.ts';
import { ASKED_FOR, type Failed } from './failed-step.ts';
import { networkTrouble } from './network.ts';

// The words for an attempt that failed at a call to Meta, by the step and the cause.

/** Without what is known of the attempt there is neither. */
type Known = { meta: string; failed: Failed | null };

/** The attempt is over, and Meta's codes count once: waiting mends nothing. */
const SPENT = 'Nothing was stored. The answer of Meta is spent, so the next try needs a new one.';
const again = { happened: SPENT, action: 'Start again' } as const;
const START_AGAIN = 'Start again: that asks Meta for a new answer.';

/** Meta refused: the app, the person, the code exchange, or a later step. */
export function refusedWords({ meta, failed }: Known): ProblemWords {
	if (failed === null) return exchangeWords(meta);
	const { title, sentence, steps } = CAUSES[failed.cause];
	if (needsSomebody(failed.cause) && title !== undefined) {
		const told = { meta, on: '', ranOut: '', since: '', again: '', detail: failed.detail };
		return { ...again, title, sentence: sentence(told), steps: [...(steps ?? [])] };
	}
	if (failed.declinedBasic) {
		return {
			...again,
			title: 'Without the profile nothing works',
			sentence: `You declined the permission to see profile and posts, and ${meta} answers nothing without it.`,
			steps: [`Start again, and leave that permission on in ${meta}'s window.`]
		};
	}
	if (failed.step === 'authorize') {
		return {
			title: 'Meta refused before asking you',
			sentence: `${meta} sent you back without asking, so the app or what it asks for is not set up as Meta wants it.`,
			steps: [
				'Read below what Meta said, and compare the app in the Meta dashboard: its status, its login product and its permissions.',
				'Then start again.'
			],
			action: 'Start again'
		};
	}
	return failed.step === 'code' ? exchangeWords(meta, failed.detail ?? '') : laterWords(failed);
}

/** The code exchange: Meta's words tell which of its parts did not fit. */
function exchangeWords(meta: string, words = ''): ProblemWords {
	if (/redirect/i.test(words)) {
		return {
			...again,
			title: 'The redirect address differs',
			sentence: `${meta} sent you back, but the redirect address that Mooring named is not the one that Meta has.`,
			steps: [
				'Copy the redirect address from the page Setup (/setup) into the Meta dashboard, character by character; a slash at the end counts.',
				START_AGAIN
			]
		};
	}
	if (/code/i.test(words) && /not found|used|expired/i.test(words)) {
		return {
			...again,
			title: 'Meta does not accept this answer any more',
			sentence:
				'Each answer of Meta counts once and for an hour, and Meta says that this one was used or has run out.',
			steps: [START_AGAIN]
		};
	}
	return {
		...again,
		title: 'Meta refused',
		sentence: `${meta} sent you back, but Meta did not accept what Mooring then asked. Most often the app secret or the redirect address differs from the one in the Meta dashboard.`,
		steps: [
			'Compare id, secret and redirect address with the Meta dashboard, character by character.',
			'Try again; each try uses a new code.'
		]
	};
}

/** After a good exchange: id, secret and redirect address have just been accepted. */
function laterWords({ step, cause }: Failed): ProblemWords {
	const why = cause === 'refused' ? '' : `: ${CAUSES[cause].activity}`;
	return {
		...again,
		title: 'Meta refused',
		sentence: `Meta accepted id, secret and redirect address, and then refused when Mooring asked for ${ASKED_FOR[step]}${why}.`,
		steps: [
			cause === 'app_not_permitted'
				? 'Look in the Meta dashboard whether the app has the permissions that it asks for, and whether your account has a role in it.'
				: 'Read below what Meta said.',
			START_AGAIN
		]
	};
}

/** No answer: by the system's own code where there is one. */
export function unreachableWords({ meta, failed }: Known): ProblemWords {
	const trouble = failed?.cause === 'unreachable' ? networkTrouble(failed.detail) : null;
	const what = ASKED_FOR[failed?.step ?? 'code'];
	if (trouble) {
		return {
			...again,
			title: 'This machine does not reach Meta',
			sentence: `${meta} let you in, but Mooring got no answer when it asked for ${what}: ${trouble.words} (${trouble.code}).`,
			steps: [trouble.cure, START_AGAIN]
		};
	}
	return {
		...again,
		title: 'Meta is not answering',
		sentence: `${meta} let you in, but did not answer when Mooring asked for ${what}.`,
		steps: [`${START_AGAIN} If it fails again, Meta needs some time.`]
	};
}

/** An answer that nobody describes. */
export const oddWords = ({ failed }: Known): ProblemWords => ({
	...again,
	title: 'Meta answered with something odd',
	sentence: `What came back when Mooring asked for ${ASKED_FOR[failed?.step ?? 'code']} was not what Meta describes, so Mooring does not trust it.`,
	steps: [START_AGAIN]
});

export const busyWords = (): ProblemWords => ({
	...again,
	title: 'Meta asked us to slow down',
	sentence: 'Too many calls were made for this app or account. It passes by itself.',
	steps: ['Start again in some minutes.']
});
