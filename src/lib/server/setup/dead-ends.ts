import { type ProviderId, TESTER_PAGE } from '../../logins.ts';
import type { Check } from './check.ts';

/**
 * An attempt that stops at Meta's own page, so that nothing comes back: what is read there, why, and
 * the one thing to do. `seenBy` names the checks that see the same cause from here.
 */
export type DeadEnd = {
	id: string;
	login: ProviderId;
	/** The message as Meta shows it in English, or what happens where there is none. */
	heading: string;
	isMessage: boolean;
	cause: string;
	cure: string;
	link: { href: string; label: string } | null;
	seenBy: string[];
};

export type SeenDeadEnd = Omit<DeadEnd, 'seenBy'> & {
	/** The check that found this cause; null where none did. */
	seen: Pick<Check, 'title' | 'sentence' | 'cure'> | null;
};

const TESTER_INVITES = {
	href: `https://www.${TESTER_PAGE}/`,
	label: 'Open the tester invites at Instagram'
};

/** Sources: reference of Meta's "Business Login" pages, and what other projects report. */
export const DEAD_ENDS: DeadEnd[] = [
	{
		id: 'invalid-platform-app',
		login: 'instagram',
		heading: 'Invalid platform app',
		isMessage: true,
		cause:
			'The id is not the one of an Instagram app: most often it is the Meta app id, or the product Instagram is not added yet.',
		cure: 'Copy the Instagram app ID from Instagram › API setup with Instagram login into INSTAGRAM_CLIENT_ID, and start Mooring again.',
		link: null,
		seenBy: ['apps-differ', 'instagram-id']
	},
	{
		id: 'insufficient-developer-role',
		login: 'instagram',
		heading: 'Insufficient Developer Role',
		isMessage: true,
		cause:
			'The account has not accepted its tester invitation, or the browser is signed in to Instagram as another account. The words may be in your language.',
		cure: 'Add it under App roles › Roles › Add Instagram testers, then accept on a computer, signed in to Instagram as that account.',
		link: TESTER_INVITES,
		seenBy: []
	},
	{
		id: 'invalid-redirect-uri',
		login: 'instagram',
		heading: 'Invalid redirect_uri',
		isMessage: true,
		cause:
			"The redirect address in Meta's dashboard is not the one that Mooring sends, letter by letter; a slash at the end, www and http count.",
		cure: 'Copy the redirect address from Setup into Business login settings; if Meta adds a slash, set INSTAGRAM_REDIRECT_URI to what stands there.',
		link: { href: '/setup#redirect', label: 'Show the address' },
		seenBy: ['instagram-redirect']
	},
	{
		id: 'invalid-scope',
		login: 'instagram',
		heading: 'Invalid scope',
		isMessage: true,
		cause:
			'A permission was asked for that this app does not have: Instagram Login knows only those that begin with instagram_business_.',
		cure: "In the dashboard, add the permission to the use case Instagram; then connect again from Mooring's own button.",
		link: null,
		seenBy: []
	},
	{
		id: 'page-not-available',
		login: 'instagram',
		heading: "Sorry, this page isn't available",
		isMessage: true,
		cause: 'Instagram could not read the app id: it is empty, in quotes, or the word undefined.',
		cure: 'Write INSTAGRAM_CLIENT_ID as digits alone into .env, without quotes, and start Mooring again.',
		link: null,
		seenBy: ['instagram-id', 'instagram-credentials']
	},
	{
		id: 'personal-account',
		login: 'instagram',
		heading: 'Instagram asks for a professional account',
		isMessage: false,
		cause:
			'The account is a personal one, and Meta opens its API to business and creator accounts only.',
		cure: 'In Instagram: Settings › Account type and tools › Switch to professional account. It is free, and can be undone.',
		link: { href: '/setup#professional', label: 'Show the steps' },
		seenBy: []
	},
	{
		id: 'wrong-account',
		login: 'instagram',
		heading: 'Instagram shows another account',
		isMessage: false,
		cause:
			'The browser is signed in to Instagram as somebody else, and Instagram asks for that account.',
		cure: 'Sign out at instagram.com in this browser, or use a private window, and connect again.',
		link: null,
		seenBy: []
	},
	{
		id: 'app-took-over',
		login: 'instagram',
		heading: 'The Instagram app opened instead',
		isMessage: false,
		cause:
			'On a phone the Instagram app can take the address over, and comes back in another browser or not at all.',
		cure: 'Connect on a computer, or hold the button down and open it in a new tab of the browser.',
		link: null,
		seenBy: []
	},
	{
		id: 'invalid-scopes',
		login: 'facebook',
		heading: 'Invalid Scopes',
		isMessage: true,
		cause:
			'The Meta app has no product Instagram with Facebook Login, or its use case is the one for Instagram Login.',
		cure: 'In the dashboard, open the use case of Instagram, choose API setup with Facebook login, and add its permissions.',
		link: null,
		seenBy: []
	},
	{
		id: 'url-blocked',
		login: 'facebook',
		heading: 'URL blocked',
		isMessage: true,
		cause:
			'The redirect address is not in the list of the Meta app, letter by letter, or Client OAuth login is off there.',
		cure: 'Copy it from Setup into Facebook Login for Business › Settings › Valid OAuth redirect URIs.',
		link: { href: '/setup#facebook-redirect', label: 'Show the address' },
		seenBy: ['facebook-redirect']
	},
	{
		id: 'cannot-load-url',
		login: 'facebook',
		heading: "Can't load URL",
		isMessage: true,
		cause: 'The host of the redirect address is not among the domains of the Meta app.',
		cure: 'Add it under App settings › Basic › App domains, and the whole address under Facebook Login for Business › Settings.',
		link: { href: '/setup#facebook-redirect', label: 'Show the address' },
		seenBy: ['facebook-redirect']
	},
	{
		id: 'invalid-app-id',
		login: 'facebook',
		heading: 'Invalid App ID',
		isMessage: true,
		cause:
			'The id is not that of a Meta app: it may be the Instagram app id, or have something beside its digits.',
		cure: 'Copy the App ID from App settings › Basic into FACEBOOK_CLIENT_ID, and start Mooring again.',
		link: null,
		seenBy: ['apps-differ', 'facebook-id']
	},
	{
		id: 'app-not-active',
		login: 'facebook',
		heading: 'App not active',
		isMessage: true,
		cause: 'The Meta app is in development mode, and this Facebook account has no role in it.',
		cure: 'Add the account under App roles › Roles, and accept the invitation as that account.',
		link: { href: 'https://developers.facebook.com/requests/', label: 'Open the requests at Meta' },
		seenBy: []
	}
];

/** All dead ends, each with the check that sees its cause now. */
export function deadEnds(checks: Check[]): SeenDeadEnd[] {
	const needy = checks.filter(({ state }) => state !== 'fine');
	return DEAD_ENDS.map(({ seenBy, ...end }) => {
		const found = needy.find(({ id }) => seenBy.includes(id));
		const seen = found && { title: found.title, sentence: found.sentence, cure: found.cure };
		return { ...end, seen: seen ?? null };
	});
}
