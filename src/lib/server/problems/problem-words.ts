import { TESTER_PAGE } from '../../logins.ts';
import { PUT_KEY_BACK } from '../../lost-key.ts';
import type { ErrorCode } from '../errors.ts';
import type { ProblemFacts, ProblemWords } from './connect-problem.ts';
import { busyWords, oddWords, refusedWords, unreachableWords } from './failed-words.ts';
import { nothingLinkedWords } from './nothing-linked-words.ts';

type Known = {
	/** Who asks for consent: Instagram or Facebook. */
	meta: string;
	arrived: string | null;
	expected: string | null;
	facts: ProblemFacts | null;
	/** Meta's answers are pasted here, because Meta cannot lead browsers back. */
	isPasted: boolean;
	/** Whether the reader is told how to mend what only whoever runs Mooring can; others are told who. */
	maySetUp: boolean;
};

const WHO_MENDS = 'Whoever runs this Mooring can mend that.';

/** Cause, what happened, and cure, for every code that can end an attempt. */
export const PROBLEM_WORDS: { [code in ErrorCode]?: (known: Known) => ProblemWords } = {
	denied: ({ meta }) => ({
		title: 'You did not allow it',
		sentence: `${meta} asked whether Mooring may use the account, and the answer was no.`
	}),
	state_unknown: ({ isPasted }) => ({
		title: 'Mooring is not waiting for this answer',
		sentence:
			'The address carries no answer that was asked for here. It may be cut off, or from another time.',
		...(isPasted
			? {
					steps: ['Here an answer counts only where it is pasted, in the browser that started.'],
					action: 'Paste the address',
					href: '/connect/paste'
				}
			: { action: 'Start again' })
	}),
	state_used: ({ meta }) => ({
		title: 'This answer was used already',
		sentence: `Each answer of ${meta} counts once. The page was probably loaded a second time, so look first whether the account is connected.`,
		happened: 'The second visit changed nothing.',
		action: 'Back to your connections',
		href: '/'
	}),
	state_expired: () => ({
		title: 'This took longer than ten minutes',
		sentence: 'A connection has to be finished within ten minutes after it was started.',
		action: 'Start again'
	}),
	nothing_to_choose: () => ({
		title: 'There is nothing to choose here',
		sentence:
			'After a sign-in at Facebook you choose on that page which accounts Mooring keeps connected, within ten minutes. No sign-in of this browser waits for a choice.',
		action: 'Back to your connections',
		href: '/'
	}),
	state_foreign: () => ({
		title: 'This was started in another browser',
		sentence:
			'A connection can only be finished in the browser where you started it. On phones the Instagram app may take over and come back in another one.',
		steps: [
			'Go back to the browser where you pressed the button.',
			'Start again there; on a phone, hold the link and choose to open it in the browser.'
		],
		action: 'Start again here'
	}),
	session_ended: () => ({
		title: 'You signed out in between',
		sentence: 'The session that started this connection has ended, so nobody is there to own it.',
		action: 'Sign in',
		href: '/'
	}),
	paste_cannot_sign_in: () => ({
		title: 'A pasted address cannot sign in',
		sentence:
			'It connects an account only for the one who started it here. To sign in, or to confirm that it is you, open a sign-in link.',
		steps: [
			'Whoever runs this Mooring prints one on its machine: `npm run mooring -- sign-in-link`',
			'Open it in this browser.'
		],
		action: 'Back to the start',
		href: '/'
	}),
	stranger: ({ arrived, meta }) => ({
		title: 'This Mooring is private',
		sentence: `${arrived ?? 'This account'} may not sign in here. Only its creators can, and nobody else sees anything of it.`,
		happened: `What ${meta} handed over was thrown away unstored.`,
		action: 'Continue with another account'
	}),
	not_an_identity: ({ arrived }) => ({
		title: 'This account does not sign you in',
		sentence: `${arrived ?? 'This account'} is kept connected here, but only the account that you first signed in with does that.`,
		steps: [
			'Sign in with the account that you first signed in with here.',
			'Or open a sign-in link. Whoever runs this Mooring prints one on its machine: `npm run mooring -- sign-in-link`'
		],
		action: 'Continue with another account'
	}),
	invitation_ended: ({ arrived, meta }) => ({
		title: 'This invitation has ended',
		sentence: `${arrived ?? 'This account'} may not come in by it any more: an invitation works once and for seven days, and can be taken back.`,
		happened: `What ${meta} handed over was thrown away unstored.`,
		steps: ['Ask who invited you for a new link.', 'Open it in this browser.'],
		action: 'Back to the start',
		href: '/'
	}),
	not_confirmed: ({ arrived, meta }) => ({
		title: 'Another account came back',
		sentence: `${arrived ?? 'This account'} does not sign you in here, so it cannot confirm that it is you.`,
		happened: 'You are signed in as before; nothing was changed.',
		steps: [`Sign in to ${meta} as an account that signs you in here, then try again.`],
		href: '/settings/confirm'
	}),
	other_account: ({ arrived, expected, meta }) => ({
		title: 'Another account came back',
		sentence: `You wanted to reconnect ${expected ?? 'one account'}, but ${meta} answered for ${arrived ?? 'another'}. This happens when the browser is signed in there as somebody else.`,
		happened: 'The old connection stands as it was; nothing was stored of the other account.',
		steps: [
			`To reconnect ${expected ?? 'the right account'}: sign in to ${meta} as ${expected ?? 'that account'}, then try again.`,
			`To keep both: connect ${arrived ?? 'the other one'} as a further account.`
		],
		further: `Connect ${arrived ?? 'it'} as a further account`
	}),
	account_taken: ({ arrived }) => ({
		title: 'Another creator has this account',
		sentence: `${arrived ?? 'This account'} belongs to another creator here.`,
		happened: 'Their connection stands as it was; nothing was stored here.',
		action: 'Connect another account'
	}),
	was_disconnected: ({ arrived, facts, meta }) => ({
		title: 'You disconnected this account here',
		sentence: `${arrived ?? 'This account'} was disconnected by you, and only "Connect again" brings it back.`,
		happened: `It is still disconnected; what ${meta} handed over was thrown away.`,
		action: facts?.connectionId ? 'Connect again' : 'Back to your connections',
		...(facts?.connectionId ? {} : { href: '/' })
	}),
	nothing_linked: ({ facts }) => nothingLinkedWords(facts?.found ?? null),
	not_a_tester: () => ({
		title: 'This account is not yet a tester of your Meta app',
		sentence:
			'Instagram let you in, but refuses every call for your app until the account has accepted its tester invitation.',
		happened: 'Nothing was stored.',
		steps: [
			"In the Meta dashboard: App roles › Roles › Add Instagram testers, and enter the account's name.",
			`On a computer, signed in to Instagram as that account: open ${TESTER_PAGE}, choose Tester invites, and accept.`,
			'Accepted already? Then look at the alerts of the app in the Meta dashboard: a data use checkup or a verification may be open, or the app may have Standard Access only.',
			'Come back and try again.'
		]
	}),
	app_changed: ({ meta }) => ({
		title: 'The Meta app was changed meanwhile',
		sentence: `While ${meta} was asking, another app id or secret was typed into Setup, so this answer belongs to the app before.`,
		action: 'Start again'
	}),
	locked: ({ maySetUp }) => ({
		title: 'Mooring is locked',
		sentence: `The key that sealed the tokens is not the one in use, so nothing can be connected now. ${maySetUp ? PUT_KEY_BACK : WHO_MENDS}`,
		action: 'Back to your connections',
		href: '/'
	}),
	not_configured: ({ meta, maySetUp }) => ({
		title: 'Mooring has no Meta app for this login yet',
		sentence: `The id and the secret of a Meta app are not set, so ${meta} cannot be asked. ${maySetUp ? 'Type them into Setup.' : WHO_MENDS}`,
		action: 'Back to the start',
		href: '/'
	}),
	internal: () => ({
		title: 'Mooring could not finish this',
		sentence:
			'Something went wrong in Mooring itself, most often a disk that is full or cannot be written; it is in the log.',
		happened: 'Nothing was stored. The answer of Meta is spent, so the next try needs a new one.'
	}),
	server_error: ({ meta }) => ({
		title: 'Something went wrong at Meta',
		sentence: `${meta} could not ask you, because something went wrong there.`,
		steps: ['Start again; if it fails again, Meta needs some time.'],
		action: 'Start again'
	}),
	temporarily_unavailable: ({ meta }) => ({
		title: 'Meta cannot ask you now',
		sentence: `${meta} is overloaded or being mended just now, so it asks nobody. It passes by itself.`,
		steps: ['Start again in some minutes.'],
		action: 'Start again'
	}),
	meta_refused: ({ meta, facts }) => refusedWords({ meta, failed: facts?.failed ?? null }),
	meta_busy: busyWords,
	meta_unexpected: ({ meta, facts }) => oddWords({ meta, failed: facts?.failed ?? null }),
	meta_unreachable: ({ meta, facts }) => unreachableWords({ meta, failed: facts?.failed ?? null })
};
