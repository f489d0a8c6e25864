import { backToClient, foreignClick, isForeign, redirect } from '../clicks.ts';
import { boundedBytes } from '../fields.ts';
import { errorPage } from '../pages/error.ts';
import { withoutParameter } from '../query.ts';
import { cookieOf, type Visit } from '../visit.ts';
import { FACEBOOK_LOGIN_COOKIE } from './login.ts';
import { dialogPage } from './pages/dialog.ts';
import type { Person } from './people.ts';
import { type DialogRequest, type Offer, readDialogRequest } from './request-to-dialog.ts';
import { isAboutInstagram, isAboutPages, PUBLIC_PROFILE } from './scopes.ts';

/** The login, from where the dialog goes on without asking for a login once more. */
function loginAddress(visit: Visit, isRerequest: boolean): string {
	const { search, pathname, searchParams } = visit.url;
	const rest = withoutParameter(search, 'auth_type');
	const query = new URLSearchParams({
		skip_api_login: '1',
		api_key: searchParams.get('client_id') ?? '',
		signed_next: '1',
		next: `${pathname}?${rest}${isRerequest ? '&auth_type=rerequest' : ''}`
	});
	return `/login.php?${query}`;
}

/** `/dialog/oauth` (Meta, manual login flow and Facebook Login for Business). */
export async function dialog(visit: Visit): Promise<Response> {
	const { world, url } = visit;
	const state = url.searchParams.get('state');
	if (state) world.facebook.states.add(state);
	const asked = readDialogRequest(world.facebook, url.searchParams);
	if (typeof asked === 'string') return errorPage(asked);

	const person = world.facebook.loggedIn(cookieOf(visit, FACEBOOK_LOGIN_COOKIE));
	visit.account = person?.username ?? null;
	if (!person || asked.isReauthentication) return redirect(loginAddress(visit, asked.isRerequest));
	const offer = offerTo(visit, asked, person);
	if (visit.method === 'POST') return decide(visit, asked, person, offer);
	return dialogPage(visit, asked, person, offer);
}

/** A declined permission stays away until it is asked for again (Meta, `auth_type=rerequest`). */
function offerTo(visit: Visit, asked: DialogRequest, person: Person): Offer {
	const grant = visit.world.facebook.grants.find(asked.app.clientId, person.username);
	const scopes = asked.scopes.filter(
		(scope) => asked.isAllOrNothing || asked.isRerequest || !grant?.declined.has(scope)
	);
	return {
		scopes,
		pages: scopes.some(isAboutPages) ? person.pages.filter(({ hasRole }) => hasRole) : null,
		isInstagramAsked: scopes.some(isAboutInstagram)
	};
}

async function decide(
	visit: Visit,
	{ app, redirectUri, isAllOrNothing, isRerequest }: DialogRequest,
	person: Person,
	offer: Offer
): Promise<Response> {
	if (isForeign(visit)) return foreignClick();
	const form = new URLSearchParams(
		new TextDecoder().decode((await boundedBytes(visit.request)) ?? new Uint8Array())
	);
	const action = form.get('action');
	if (action === 'switch') return redirect(loginAddress(visit, isRerequest));
	const back = (answer: string) => backToClient(visit, redirectUri, answer, { fragment: '#_=_' });
	if (action === 'cancel')
		return back(
			'error=access_denied&error_code=200&error_description=Permissions+error' +
				'&error_reason=user_denied'
		);
	if (action !== 'allow') return errorPage('Please choose Allow or Cancel');

	const { clock, facebook } = visit.world;
	const now = clock.now();
	const whose = { clientId: app.clientId, username: person.username };
	facebook.grants.consent({
		...whose,
		offered: offer.scopes,
		ticked: isAllOrNothing ? offer.scopes : [PUBLIC_PROFILE, ...form.getAll('scope')],
		pageIds: offer.pages && form.getAll('page'),
		instagramIds: offer.isInstagramAsked ? form.getAll('instagram') : null,
		now
	});
	const { code } = facebook.codes.issue({ ...whose, redirectUri, issuedAt: now });
	return back(`code=${code}`);
}
