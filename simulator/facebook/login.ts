import { foreignClick, isForeign, redirect } from '../clicks.ts';
import { formFields } from '../fields.ts';
import { errorPage } from '../pages/error.ts';
import type { Visit } from '../visit.ts';
import { facebookLoginPage } from './pages/login.ts';

export const FACEBOOK_LOGIN_COOKIE = 'simulator_facebook_login';

const LOGIN = '/login.php';

/** Only the dialog itself may come after the login. */
const isDialog = (next: string) => /^\/(v\d+\.\d+\/)?dialog\/oauth\?/.test(next);

/** `/login.php`: choose a person, then go on to `next`. */
export async function facebookLogin(visit: Visit): Promise<Response> {
	const { url } = visit;
	const { facebook } = visit.world;
	if (visit.method !== 'POST')
		return facebookLoginPage(
			[...facebook.people.values()],
			url.pathname + url.search,
			visit.world.isForPractice
		);
	if (isForeign(visit)) return foreignClick();
	const username = (await formFields(visit.request)).get('username') ?? '';
	if (!facebook.people.has(username)) return errorPage('There is no such person');
	visit.account = username;
	const next = url.searchParams.get('next') ?? '';
	const id = facebook.logIn(username);
	return redirect(isDialog(next) ? next : LOGIN, {
		'set-cookie': `${FACEBOOK_LOGIN_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`
	});
}
