import { refusal } from '../graph/errors.ts';
import { jsonResponse } from '../meta-json.ts';
import { splitScopes, textsInJson } from '../query.ts';
import { isGranted, usablePages } from './access.ts';
import { noSuchObject } from './errors.ts';
import type { Reading } from './node.ts';

const SCOPE = 'pages_manage_metadata';

/**
 * `/{page}/subscribed_apps`: through its Page an app hears of an Instagram account (Meta, Webhooks).
 * What it hears of Instagram is set in the app's dashboard, so any field of the Page does.
 */
export function pageSubscriptions(
	reading: Reading,
	id: string,
	parameters: Map<string, string>
): Response {
	const { visit, caller } = reading;
	const { subscriptions } = visit.world.facebook;
	// `me` of a Page token is the Page.
	const pageId = caller.kind === 'page' && id === 'me' ? caller.page.id : id;
	const page = usablePages(caller).find((one) => one.id === pageId);
	if (!page) return noSuchObject(visit.method, id);
	if (!isGranted(caller, SCOPE))
		return refusal(
			{ login: 'facebook' },
			{
				message: `(#200) Requires ${SCOPE} permission to manage the object`,
				code: 200,
				status: 403
			}
		);
	const { clientId, name } = caller.app;
	const key = `${clientId} ${pageId}`;
	if (visit.method === 'GET') {
		const fields = subscriptions.get(key);
		return jsonResponse({
			data: fields ? [{ id: clientId, name, subscribed_fields: fields }] : []
		});
	}
	if (visit.method === 'DELETE') subscriptions.delete(key);
	else {
		const text = parameters.get('subscribed_fields') ?? '';
		const fields = textsInJson(text) ?? splitScopes(text);
		if (!fields.length)
			return refusal(
				{ login: 'facebook' },
				{ message: '(#100) The parameter subscribed_fields is required.', code: 100 }
			);
		subscriptions.set(key, fields);
	}
	return jsonResponse({ success: true });
}
