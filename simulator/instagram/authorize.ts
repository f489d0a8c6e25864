import { randomUUID } from 'node:crypto';
import { backToClient, foreignClick, isForeign, redirect } from '../clicks.ts';
import { boundedBytes, formFields } from '../fields.ts';
import { errorPage } from '../pages/error.ts';
import { withoutParameter } from '../query.ts';
import { cookieOf, type Visit } from '../visit.ts';
import type { Account } from './accounts.ts';
import { consentPage } from './pages/consent.ts';
import { loginPage } from './pages/login.ts';
import { type AuthorizeRequest, readAuthorizeRequest } from './request-to-authorize.ts';
import { BASIC } from './scopes.ts';

const CONSENT = '/oauth/authorize/third_party/';
const LOGIN_COOKIE = 'simulator_login';
const ACCOUNTS_SHOWN = 50;

function loginAddress(visit: Visit): string {
	const query = new URLSearchParams({
		force_authentication: '1',
		platform_app_id: visit.url.searchParams.get('client_id') ?? '',
		enable_fb_login: visit.url.searchParams.get('enable_fb_login') ?? 'true',
		next: `${CONSENT}?${withoutParameter(visit.url.search, 'force_reauth')}`,
		logger_id: randomUUID()
	});
	return `/accounts/login/?${query}`;
}

/** `/oauth/authorize`, and the consent page behind it (Meta, Business Login and oauth-authorize). */
export async function authorize(visit: Visit): Promise<Response> {
	const { world, url } = visit;
	const state = url.searchParams.get('state');
	if (state) world.states.add(state);
	const asked = readAuthorizeRequest(world, url.searchParams);
	if (typeof asked === 'string') return errorPage(asked);

	const account = world.loggedIn(cookieOf(visit, LOGIN_COOKIE));
	visit.account = account?.username ?? null;
	if (!account || url.searchParams.get('force_reauth') === 'true')
		return redirect(loginAddress(visit));
	if (account.role === 'refused' || account.accountType === 'PERSONAL')
		return errorPage('Insufficient Developer Role', { loginAddress: loginAddress(visit) });

	if (!url.pathname.startsWith('/oauth/authorize/third_party'))
		return redirect(CONSENT + url.search);
	if (visit.method === 'POST') return decide(visit, asked, account);
	return consentPage(asked.app, account, asked.scopes, CONSENT + url.search);
}

async function decide(visit: Visit, asked: AuthorizeRequest, account: Account): Promise<Response> {
	if (isForeign(visit)) return foreignClick();
	const form = new URLSearchParams(
		new TextDecoder().decode((await boundedBytes(visit.request)) ?? new Uint8Array())
	);
	const action = form.get('action');
	if (action === 'switch') return redirect(loginAddress(visit));
	if (action === 'cancel')
		return backToClient(
			visit,
			asked.redirectUri,
			'error=access_denied&error_reason=user_denied' +
				'&error_description=The+user+denied+your+request',
			{ hasState: visit.world.switches.stateOnDenial }
		);
	if (action !== 'allow') return errorPage('Please choose Allow or Cancel');
	const ticked = form.getAll('scope');
	const { code } = visit.world.codes.issue({
		clientId: asked.app.clientId,
		redirectUri: asked.redirectUri,
		username: account.username,
		scopes: asked.scopes.filter((scope) => scope === BASIC || ticked.includes(scope)),
		issuedAt: visit.world.clock.now()
	});
	return backToClient(visit, asked.redirectUri, `code=${code}`, { fragment: '#_' });
}

/** `/accounts/login/`: choose an account, then go on to `next`. */
export async function login(visit: Visit): Promise<Response> {
	const { world, url } = visit;
	if (visit.method !== 'POST')
		return loginPage(
			[...world.accounts.values()].slice(0, ACCOUNTS_SHOWN),
			url.pathname + url.search,
			world.isForPractice
		);
	if (isForeign(visit)) return foreignClick();
	const account = world.accounts.get((await formFields(visit.request)).get('username') ?? '');
	if (!account) return errorPage('There is no such account');
	visit.account = account.username;
	const next = url.searchParams.get('next') ?? '';
	return redirect(next.startsWith('/oauth/authorize/') ? next : '/accounts/login/', {
		'set-cookie': `${LOGIN_COOKIE}=${world.logIn(account.username)}; Path=/; HttpOnly; SameSite=Lax`
	});
}
