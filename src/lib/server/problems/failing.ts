import { networkTrouble } from './network.ts';
import { type FailingCause, quoted, type CauseRow } from './cause.ts';

const waiting = { code: 'meta_not_answering', cure: 'try_now' } as const;
const app = { category: 'app', cure: 'show_app_steps' } as const;
const TRY_NOW =
	'Then try again; connections that exist are also tried every day, and lose nothing meanwhile.';

/** What leaves the token alive: Graph API "Error handling", "Rate limiting", "Secure Graph API calls". */
export const FAILING: Record<FailingCause, CauseRow> = {
	app_secret: {
		...app,
		says: /appsecret_proof|client[_ ]secret|app secret/i,
		code: 'app_secret',
		sentence: () =>
			'Meta does not accept the app secret that Mooring has: it was changed in the Meta dashboard, or mistyped.',
		activity: 'the secret of the Meta app is not accepted',
		title: 'Meta does not accept the app secret',
		steps: [
			'In the Meta dashboard, show the secret and copy it: for Instagram Login under Instagram › API setup with Instagram login, for Facebook Login under App settings › Basic.',
			'Put it into .env as INSTAGRAM_CLIENT_SECRET or FACEBOOK_CLIENT_SECRET and restart Mooring; the page Setup (/setup) checks it.',
			TRY_NOW
		]
	},
	app_unknown: {
		...app,
		says: /app(lication)? (has been|was|is) deleted|app(lication)? does not exist|error validating application|invalid (platform )?app(lication)?( id)?\b|invalid client[_ ]id/i,
		codes: ['101'],
		code: 'app_unknown',
		sentence: () =>
			'Meta does not know your Meta app any more: it was deleted, or its id is wrong. The token itself was not refused.',
		activity: 'Meta does not know the app: deleted, or its id is wrong',
		title: 'Meta does not know your app',
		steps: [
			'Look in the Meta dashboard (developers.facebook.com/apps) whether the app is still there.',
			'Compare its id with INSTAGRAM_CLIENT_ID or FACEBOOK_CLIENT_ID in .env; the page Setup (/setup) checks its shape.',
			'A deleted app does not come back: make a new one, set its id and secret, restart Mooring, and connect again.'
		]
	},
	app_blocked: {
		...app,
		says: /api access (is |was |has been )?(deactivated|blocked|disabled|restricted|revoked|suspended)|app(lication)? (is |was |has been )?(currently |temporarily )?(not active|inactive|deactivated|disabled|blocked|restricted|suspended|archived)|app isn.?t available|not accessible right now|(app|application) (is )?(still )?in (development|sandbox) mode|app not set ?up|unavailable for this app/i,
		code: 'app_blocked',
		sentence: () =>
			'Meta has blocked or deactivated your Meta app, so that it refuses every call. The token itself was not refused.',
		activity: 'Meta has blocked or deactivated the app',
		title: 'Meta has blocked or deactivated your app',
		steps: [
			"Open the app in the Meta dashboard (developers.facebook.com/apps) and read its alerts: a data use checkup, a verification or a question of Meta's may be open.",
			'Do what Meta asks there, and see that the app is switched on and live, or that the account has a role in it.',
			TRY_NOW
		]
	},
	two_factor: {
		category: 'person',
		says: /two[- ]?factor|2fa/i,
		codes: ['415'],
		code: 'two_factor',
		cure: 'try_now',
		sentence: () =>
			"The Page's business portfolio demands two-factor authentication. Turn it on at Facebook › Settings › Password and security, then try again.",
		activity: 'the business portfolio demands two-factor authentication',
		title: 'Facebook demands two-factor authentication',
		steps: [
			'On Facebook, open Settings › Password and security › Two-factor authentication, and turn it on.',
			'Then try again.'
		]
	},
	data_access_over: {
		category: 'person',
		says: /data access .*(expired|over)|must log ?in to the app again/i,
		code: 'data_access_over',
		cure: 'reconnect',
		sentence: ({ meta }) =>
			`${meta} holds data back until you sign in again: that is due every 90 days.`,
		activity: 'a sign-in at Meta is due'
	},
	not_a_tester: {
		category: 'app',
		says: /unsupported request - method type|insufficient developer role/i,
		code: 'not_a_tester',
		cure: 'show_tester_steps',
		sentence: () =>
			"Your Meta app may not use this account any more: its tester role is gone, or Meta wants something done in the app's dashboard.",
		activity: 'the Meta app may not use the account'
	},
	app_not_permitted: {
		category: 'app',
		code: 'app_not_permitted',
		cure: 'try_now',
		sentence: ({ meta, since }) =>
			`${meta} has refused your app a permission ${since}. We ask again every day.`,
		activity: 'Meta refuses the app a permission'
	},
	/** Application, user, page and custom limits, Instagram's business use case, policy, quota. */
	throttled: {
		category: 'meta',
		says: /request limit reached|too many calls|exceeded the rate limit/i,
		codes: ['4', '17', '32', '613', '80001', '80002', '341', '368', '9/2207042'],
		code: 'rate_limited',
		cure: 'none',
		sentence: ({ again }) => `Meta asked us to slow down; we try again ${again}.`,
		ledger: 'Asked to slow down',
		activity: 'Meta asked us to slow down'
	},
	meta_down: {
		...waiting,
		category: 'meta',
		codes: ['1', '2'],
		sentence: ({ since }) => `Meta has not answered ${since}. We keep trying; nothing to do.`,
		ledger: 'Out of order, trying again',
		activity: 'Meta is out of order, trying again'
	},
	unreachable: {
		...waiting,
		category: 'network',
		sentence: ({ since, detail }) => {
			const trouble = networkTrouble(detail);
			return trouble === null
				? `Meta has not answered ${since}. We keep trying; nothing to do.`
				: `This machine has not reached Meta ${since}: ${trouble.words} (${trouble.code}). ${trouble.cure}`;
		},
		ledger: 'No answer, trying again',
		activity: 'no answer, trying again'
	},
	unexpected: {
		...waiting,
		category: 'meta',
		sentence: ({ since, detail }) =>
			`Meta has answered oddly ${since}${quoted(' and said: ', detail)}. We keep trying; nothing to do.`,
		ledger: 'Failed, trying again',
		activity: 'an odd answer, trying again'
	},
	refused: {
		...waiting,
		category: 'meta',
		sentence: ({ since, detail }) =>
			`Meta has refused to answer ${since}${quoted(' and said: ', detail)}. We keep trying.`,
		ledger: 'Failed, trying again',
		activity: 'Meta refused, trying again'
	}
};
