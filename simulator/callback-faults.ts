import { backToClient } from './clicks.ts';
import type { Endpoint } from './calls.ts';
import { readDialogRequest } from './facebook/request-to-dialog.ts';
import type { Fault } from './faults.ts';
import { readAuthorizeRequest } from './instagram/request-to-authorize.ts';
import { errorPage } from './pages/error.ts';
import type { Visit } from './visit.ts';

/** What the client is told instead of a code: Facebook's own form, and two of RFC 6749, 4.1.2.1. */
const ANSWERS: Partial<Record<Fault['kind'], string>> = {
	callback_901:
		'error_code=901&error_message=This+app+is+in+sandbox+mode.++Edit+the+app+configuration+at+' +
		'http%3A%2F%2Fdevelopers.facebook.com%2Fapps+to+make+the+app+publicly+visible.',
	callback_server_error:
		'error=server_error&error_description=An+unexpected+error+has+occurred.+Please+try+again+later.',
	callback_temporarily_unavailable:
		'error=temporarily_unavailable&error_description=The+service+is+temporarily+unavailable.'
};

/**
 * Leads back to the client with an error instead of a page. `body` of the fault takes the place of
 * the usual query. What names no client, the login above all, goes on by `proceed`.
 */
export async function callbackFault(
	{ kind, body }: Fault,
	endpoint: Endpoint,
	visit: Visit,
	proceed: () => Promise<Response>
): Promise<Response> {
	const { searchParams } = visit.url;
	if (!searchParams.has('redirect_uri')) return proceed();
	const isFacebook = endpoint === 'fb_dialog';
	const { facebook } = visit.world;
	const asked = isFacebook
		? readDialogRequest(facebook, searchParams)
		: readAuthorizeRequest(visit.world, searchParams);
	if (typeof asked === 'string') return errorPage(asked);
	const state = searchParams.get('state');
	if (state) (isFacebook ? facebook : visit.world).states.add(state);
	return backToClient(visit, asked.redirectUri, body ?? ANSWERS[kind] ?? '', {
		fragment: isFacebook ? '#_=_' : ''
	});
}
