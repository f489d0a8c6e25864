import { graphError, unsupportedRequest } from '../errors.ts';
import { jsonResponse } from '../meta-json.ts';
import type { Visit } from '../visit.ts';
import type { Caller } from './caller.ts';
import { wantedWebhookFields } from './webhook-fields.ts';

/**
 * `/me/permissions`: DELETE removes the app, GET lists what was granted. Undocumented for Instagram
 * Login; clients send it and hope, so the switch `revocation` decides what comes of it.
 */
export function permissions(visit: Visit, { token }: Caller): Response {
	const { world, method } = visit;
	if (method === 'GET')
		return jsonResponse({
			data: token.scopes.map((permission) => ({ permission, status: 'granted' }))
		});
	if (method !== 'DELETE') return unsupportedRequest(method);
	if (world.switches.revocation === 'refused') return unsupportedRequest(method);
	if (world.switches.revocation === 'fails')
		return graphError({
			message: 'An unexpected error has occurred. Please retry your request later.',
			code: 2,
			isTransient: true,
			status: 500
		});
	world.tokens.removeApp(token.username, token.clientId);
	return jsonResponse({ success: true });
}

/** `/{user_id}/subscribed_apps`: which webhook fields the app gets (Meta, Webhooks). */
export function subscribedApps(
	visit: Visit,
	{ token }: Caller,
	fields: Map<string, string>
): Response {
	const { subscriptions } = visit.world;
	const key = `${token.clientId} ${token.username}`;
	if (visit.method === 'GET') {
		const subscribed = subscriptions.get(key);
		return jsonResponse({ data: subscribed ? [{ subscribed_fields: subscribed }] : [] });
	}
	if (visit.method === 'POST') {
		const wanted = wantedWebhookFields(fields.get('subscribed_fields') ?? '', token.scopes);
		if (wanted instanceof Response) return wanted;
		subscriptions.set(key, wanted);
		return jsonResponse({ success: true });
	}
	if (visit.method !== 'DELETE') return unsupportedRequest(visit.method);
	subscriptions.delete(key);
	return jsonResponse({ success: true });
}
