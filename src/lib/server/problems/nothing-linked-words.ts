import { PORTFOLIO } from '../../logins.ts';
import type { ProblemFacts, ProblemWords } from './connect-problem.ts';

const TITLE = 'Facebook gave no Instagram account';
const HAPPENED = 'Nothing was stored, nobody was signed in, and what Facebook handed over is gone.';

/** What each permission lets Mooring see of Pages: "Instagram API with Facebook Login", overview. */
const NEEDED = ['pages_show_list', 'instagram_basic', 'pages_read_engagement'];

const PROFESSIONAL =
	'The account must be a professional one: in the Instagram app, Settings › Account type and tools › Switch to professional account.';
const LINKED =
	'It must be linked to a Facebook Page: on Facebook, open the Page, then Settings › Linked accounts › Instagram.';
const CHOSEN =
	"In Facebook's window, choose the Page and the Instagram account; if it does not ask, press “Edit settings” there.";
const ASK_FOR_PORTFOLIO =
	'A Page in a business portfolio is shown only with the permission business_management; the button below asks for it.';

const IN_PORTFOLIO =
	'Where the Page is in a business portfolio: in its settings at business.facebook.com, under People, your own access must include that Page.';

/** Facebook Login came back without an account: what is missing, as far as Meta let it be seen. */
export function nothingLinkedWords(found: ProblemFacts['found']): ProblemWords {
	const declined = NEEDED.filter((scope) => found?.declined.includes(scope));
	if (declined.length > 0) {
		return {
			title: TITLE,
			sentence: `Without the permission ${declined.join(' and ')} Facebook shows Mooring no account.`,
			happened: HAPPENED,
			steps: ["Try again, and leave every permission on in Facebook's window.", CHOSEN]
		};
	}
	if (found && found.withoutRole > 0) {
		return {
			title: TITLE,
			sentence:
				'Instagram accounts are linked to your Pages, but your role there is too small for Facebook to give Mooring access.',
			happened: HAPPENED,
			steps: ['Ask who manages the Page to give you full control, or content and insights.']
		};
	}
	if (found && found.pageCount > 0) {
		const pages =
			found.pageCount === 1 ? 'your Page' : `any of your ${String(found.pageCount)} Pages`;
		return {
			title: TITLE,
			sentence: `Facebook shows no professional Instagram account that is linked to ${pages}.`,
			happened: HAPPENED,
			steps: [PROFESSIONAL, LINKED, CHOSEN]
		};
	}
	const mayAsk = !found?.granted?.includes(PORTFOLIO);
	const noPage = mayAsk
		? 'Facebook shows no Page that you manage, and Instagram accounts come through their Page.'
		: 'Facebook shows no Page that you manage, neither your own nor one of your business portfolios.';
	return {
		title: TITLE,
		sentence: found
			? noPage
			: 'Facebook shows no Instagram account that is linked to a Page of yours.',
		happened: HAPPENED,
		steps: [PROFESSIONAL, LINKED, CHOSEN, mayAsk ? ASK_FOR_PORTFOLIO : IN_PORTFOLIO],
		...(mayAsk ? { askFor: [PORTFOLIO] } : {})
	};
}
