/** What a permission is for: the words are in permissions.ts, the scopes with each login. */
export type PurposeId =
	'profile' | 'insights' | 'comments' | 'publishing' | 'messages' | 'portfolio';

/** All that differs between logins and is no behaviour of Meta's servers; that is in `meta/`. */
export type LoginRecord = {
	/** As Meta calls the product. */
	name: string;
	/** Who asks for consent. */
	asks: string;
	/** For whom it is, where a login is chosen. */
	about: string;
	/** Whose id and secret its app has, and where Meta's dashboard shows them. */
	app: { of: string; where: string };
	/** Whether a configuration at Meta, `…_CONFIG_ID`, may stand in the place of scopes. */
	hasConfiguration: boolean;
	/** Meta's addresses: for browsers, for the API, and for codes where they have a host of their own. */
	hosts: { web: string; api?: string; graph: string };
	/** What one consent brings: the account that signs in by it, or the accounts of a person. */
	brings: 'one account' | 'several accounts';
	/** Renewed before they end, or without an end and only looked at. */
	tokens: 'renewed' | 'checked';
	/** What Meta has to be told to ask once more: who it is, or what was declined. */
	asksAgain: 'account' | 'declined';
	/** By purpose. `profile` is asked for in any case, and without its first one nothing works. */
	scopes: Readonly<Record<PurposeId, readonly string[]>>;
	/** Without these nothing of the account can be read. */
	reading: readonly string[];
	/** Whether it has more scopes, which would be of no use here. */
	hasOtherScopes: boolean;
	/** What it needs in the place of another login's scope that it has no counterpart of. */
	needs: string;
	/** Where it lists the apps that somebody let in. */
	appsList: { name: string; page: string };
	/** The places on the set-up page that tell of id and secret, and of the redirect address. */
	steps: { app: string; redirect: string };
};

/** Facebook lists Pages in a business portfolio with this permission only. */
export const PORTFOLIO = 'business_management';

/** Sources: Instagram Platform, "Overview", and Meta's API reference, November 2026. */
const TABLE = {
	instagram: {
		name: 'Instagram Login',
		asks: 'Instagram',
		about: 'For a professional account without a Facebook Page. The usual way.',
		app: { of: 'Instagram', where: 'Instagram › API setup with Instagram login' },
		hasConfiguration: false,
		hosts: {
			web: 'https://www.instagram.com',
			api: 'https://api.instagram.com',
			graph: 'https://graph.instagram.com'
		},
		brings: 'one account',
		tokens: 'renewed',
		asksAgain: 'account',
		// "Business Login for Instagram", and insights since 2025.
		scopes: {
			profile: ['instagram_business_basic'],
			insights: ['instagram_business_manage_insights'],
			comments: ['instagram_business_manage_comments'],
			publishing: ['instagram_business_content_publish'],
			messages: ['instagram_business_manage_messages'],
			portfolio: []
		},
		reading: ['instagram_business_basic'],
		hasOtherScopes: false,
		needs: 'no Page and nothing in its place',
		appsList: {
			name: 'Website permissions',
			page: 'https://www.instagram.com/accounts/manage_access/'
		},
		steps: { app: 'credentials', redirect: 'redirect' }
	},
	facebook: {
		name: 'Facebook Login',
		asks: 'Facebook',
		about:
			'For accounts that are linked to a Facebook Page; several can be connected at once. Facebook wants you to sign in again every two months.',
		app: { of: 'Meta', where: 'App settings › Basic' },
		hasConfiguration: true,
		hosts: { web: 'https://www.facebook.com', graph: 'https://graph.facebook.com' },
		brings: 'several accounts',
		tokens: 'checked',
		asksAgain: 'declined',
		scopes: {
			// The profile, the Pages, and what links them.
			profile: ['instagram_basic', 'pages_show_list', 'pages_read_engagement'],
			insights: ['instagram_manage_insights'],
			comments: ['instagram_manage_comments'],
			publishing: ['instagram_content_publish'],
			messages: ['instagram_manage_messages'],
			portfolio: [PORTFOLIO]
		},
		reading: ['instagram_basic', 'pages_read_engagement'],
		hasOtherScopes: true,
		needs: 'nothing in its place',
		appsList: {
			name: 'Business integrations',
			page: 'https://www.facebook.com/settings/?tab=business_tools'
		},
		steps: { app: 'facebook-credentials', redirect: 'facebook-redirect' }
	}
} as const satisfies Record<string, LoginRecord>;

export type ProviderId = keyof typeof TABLE;

/** Where Meta apps are made. */
export const DASHBOARD = 'developers.facebook.com/apps';

/** Where an account accepts to be a tester, as sentences name it. */
export const TESTER_PAGE = 'instagram.com/accounts/manage_access';

/** Every login, the default first. */
export const LOGINS: Readonly<Record<ProviderId, LoginRecord>> = TABLE;

export const PROVIDER_IDS = Object.keys(LOGINS) as ProviderId[];

/** The usual one: where no login is known, its words are used. */
export const DEFAULT_LOGIN: ProviderId = 'instagram';

/** The facts of a login that types follow from. */
export type Brings<Id extends ProviderId> = (typeof TABLE)[Id]['brings'];
export type Host<Id extends ProviderId> = keyof (typeof TABLE)[Id]['hosts'];

export const isProviderId = (text: string): text is ProviderId => Object.hasOwn(LOGINS, text);

/** The logins of which something holds, the default first. */
export const loginsThat = (holds: (login: LoginRecord) => boolean): ProviderId[] =>
	PROVIDER_IDS.filter((id) => holds(LOGINS[id]));

/** The name of one of a login's settings: INSTAGRAM_CLIENT_ID. */
export const settingName = (id: ProviderId, setting: string) => `${id.toUpperCase()}_${setting}`;

/** Where a login has its addresses here: /auth/instagram/callback. */
export const authPath = (
	id: ProviderId,
	step: 'login' | 'callback' | 'deauthorize' | 'data-deletion'
) => `/auth/${id}/${step}`;
