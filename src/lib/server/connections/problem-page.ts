import { type ErrorCode, STATUS_OF } from '../errors.ts';

/** What the page of cause shows: the cause, what happened to the data, and one way to mend it. */
export type ProblemPage = {
	code: ErrorCode;
	status: number;
	title: string;
	sentence: string;
	happened: string;
	steps: string[];
	action: { label: string; href: string } | null;
	metaSaid: string | null;
};

/** What is known of the ended attempt in this browser; without it the general words stand. */
export type ProblemFacts = {
	metaSaid: string | null;
	expected: string | null;
	arrived: string | null;
	connectionId: string | null;
	scopes: string[];
};

const NOTHING_STORED = 'Nothing was stored or changed.';

type Words = Pick<ProblemPage, 'title' | 'sentence'> &
	Partial<Pick<ProblemPage, 'happened' | 'steps'>> & { action?: string; href?: string };

/** The words for a code that can end a journey to Meta, or null for any other. */
export function problemPage(code: ErrorCode, facts: ProblemFacts | null): ProblemPage | null {
	const words = WORDS[code]?.(nameOf(facts?.arrived), nameOf(facts?.expected), facts);
	if (!words) return null;
	const label = words.action ?? 'Try again';
	return {
		code,
		status: STATUS_OF[code],
		title: words.title,
		sentence: words.sentence,
		happened: words.happened ?? NOTHING_STORED,
		steps: words.steps ?? [],
		action: label === '' ? null : { label, href: words.href ?? retryHref(facts) },
		metaSaid: facts?.metaSaid ?? null
	};
}

const nameOf = (username: string | null | undefined) => (username ? `@${username}` : null);

function retryHref(facts: ProblemFacts | null) {
	const query = new URLSearchParams();
	if (facts && facts.scopes.length > 0) query.set('scopes', facts.scopes.join(','));
	if (facts?.connectionId) query.set('connection', facts.connectionId);
	return `/auth/instagram/login${query.size > 0 ? `?${query.toString()}` : ''}`;
}

const WORDS: {
	[code in ErrorCode]?: (
		arrived: string | null,
		expected: string | null,
		facts: ProblemFacts | null
	) => Words;
} = {
	denied: () => ({
		title: 'You said no at Instagram',
		sentence: 'Instagram asked whether Mooring may use the account, and the answer was no.'
	}),
	state_unknown: () => ({
		title: 'Mooring is not waiting for this answer',
		sentence:
			'The address carries no answer that was asked for here. It may be cut off, or from another time.',
		action: 'Start again'
	}),
	state_used: () => ({
		title: 'This answer was used already',
		sentence:
			'Each answer of Instagram counts once. The page was probably loaded a second time, so look first whether the account is connected.',
		happened: 'The second visit changed nothing.',
		action: 'Show my connections',
		href: '/'
	}),
	state_expired: () => ({
		title: 'This took longer than ten minutes',
		sentence: 'A connection has to be finished within ten minutes after it was started.',
		action: 'Start again'
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
			'It connects an account only for the one who started it here. To sign in on this machine, make a sign-in link in its terminal.',
		steps: [
			'Run: npm run mooring -- sign-in-link',
			'Open the link that it prints, in this browser.'
		],
		action: 'Back to the start',
		href: '/'
	}),
	stranger: (arrived) => ({
		title: 'This instance is private',
		sentence: `${arrived ?? 'This account'} may not sign in here. Only its creators can, and nobody else sees anything of it.`,
		happened: 'What Instagram handed over was thrown away unstored.',
		action: 'Continue with another account'
	}),
	not_an_identity: (arrived) => ({
		title: 'This account is connected, but is no sign-in',
		sentence: `${arrived ?? 'This account'} is kept connected here, but only the account that claimed this instance signs you in.`,
		steps: [
			'Continue with the account that you first connected here.',
			'Or run in the terminal of this machine: npm run mooring -- sign-in-link'
		],
		action: 'Continue with another account'
	}),
	other_account: (arrived, expected) => ({
		title: 'Another account came back',
		sentence: `You wanted to reconnect ${expected ?? 'one account'}, but Instagram answered for ${arrived ?? 'another'}. This happens when the browser is signed in to Instagram as somebody else.`,
		happened: 'The old connection stands as it was; nothing was stored of the other account.',
		steps: [`Sign in to Instagram as ${expected ?? 'the right account'}, then try again.`]
	}),
	account_taken: (arrived) => ({
		title: 'Another creator has this account',
		sentence: `${arrived ?? 'This account'} belongs to another creator of this instance.`,
		happened: 'Their connection stands as it was; nothing was stored here.',
		action: 'Connect another account'
	}),
	was_disconnected: (arrived, _expected, facts) => ({
		title: 'You disconnected this account here',
		sentence: `${arrived ?? 'This account'} was disconnected by you, and only "Connect again" brings it back.`,
		happened: 'It is still disconnected; what Instagram handed over was thrown away.',
		action: facts?.connectionId ? 'Connect again' : 'Show my connections',
		...(facts?.connectionId ? {} : { href: '/' })
	}),
	not_a_tester: () => ({
		title: 'This account is not yet a tester of your Meta app',
		sentence:
			'Instagram let you in, but refuses every call for your app until the account has accepted its tester invitation.',
		happened: 'Nothing was stored.',
		steps: [
			"In the Meta dashboard: App roles › Roles › Add Instagram testers, and enter the account's name.",
			'On instagram.com, on a computer: Settings › Website permissions › Tester invites, accept.',
			'Come back and try again.'
		]
	}),
	locked: () => ({
		title: 'Mooring is locked',
		sentence:
			'The key that sealed the tokens is not the one in use, so nothing can be connected now. Put the old key back and restart.',
		action: 'Show my connections',
		href: '/'
	}),
	not_configured: () => ({
		title: 'Mooring has no Meta app yet',
		sentence: 'The id and the secret of a Meta app are not set, so Instagram cannot be asked.',
		action: 'Back to the start',
		href: '/'
	}),
	meta_refused: () => ({
		title: 'Meta refused',
		sentence:
			'Instagram sent you back, but Meta did not accept what Mooring then asked. Most often the app secret or the redirect address differs from the one in the Meta dashboard.',
		steps: [
			'Compare id, secret and redirect address with the Meta dashboard, character by character.',
			'Try again; each try uses a new code.'
		]
	}),
	meta_busy: () => ({
		title: 'Meta asked us to slow down',
		sentence: 'Too many calls were made for this app or account. It passes by itself.',
		steps: ['Wait some minutes, then try again.']
	}),
	meta_unexpected: () => ({
		title: 'Meta answered with something odd',
		sentence: 'The answer was not what Meta describes, so Mooring does not trust it.',
		steps: ['Wait a minute, then try again.']
	}),
	meta_unreachable: () => ({
		title: 'Meta is not answering',
		sentence: 'Instagram let you in, but did not answer when Mooring asked for the token.',
		steps: ['Wait a minute, then try again.']
	})
};
